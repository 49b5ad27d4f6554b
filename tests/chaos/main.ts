import { mkdirSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { type BreakableStack, startBreakableStack } from '@intake/testing/start-breakable-stack'
import { ownTemporaryFiles } from '@intake/testing/temporary-files'
import { faults } from './faults.ts'
import { type FaultOptions, type Outcome, runFault } from './run-fault.ts'

const usage = `Hurts a running stack in every way there is, under load, and looks for what got lost or doubled.

  npm run chaos
  npm run chaos -- --fault redis-killed --seconds 600      a long outage; p99 before and during it

  --fault NAME        only this one; may be given again (${faults.map(({ name }) => name).join(', ')})
  --seconds 10        length of a fault that lasts
  --rounds 100        how often one strikes that strikes
  --clients 8
  --minutes 25        bound of the whole run`

const { values } = parseArgs({
  options: {
    fault: { type: 'string', multiple: true },
    seconds: { type: 'string', default: '10' },
    rounds: { type: 'string', default: '100' },
    clients: { type: 'string', default: '8' },
    minutes: { type: 'string', default: '25' },
    help: { type: 'boolean', default: false },
  },
})
const numbers = {
  seconds: Number(values.seconds),
  rounds: Number(values.rounds),
  clients: Number(values.clients),
}
const chosen = faults.filter(({ name }) => values.fault?.includes(name) ?? true)
const minutes = Number(values.minutes)
const isGood = [...Object.values(numbers), minutes].every((number) => number > 0)
if (values.help || !isGood || chosen.length < (values.fault?.length ?? 1)) {
  console.log(usage)
  process.exit(values.help ? 0 : 2)
}
setTimeout(() => {
  broken.push(`Not done after ${minutes} minutes: given up.`)
  report()
  console.error(broken.join('\n'))
  process.exit(1)
}, minutes * 60_000).unref()

ownTemporaryFiles('chaos')
const outcomes: Outcome[] = []
const broken: string[] = []
let stack = null as BreakableStack | null
for (const fault of chosen) {
  console.log(`${fault.name} …`)
  try {
    const calmSeconds = Math.min(numbers.seconds, 60)
    const outcome = await run(fault, { ...numbers, calmSeconds })
    outcomes.push(outcome)
    const { unanswered, lost, doubled } = outcome
    for (const line of [...unanswered, ...lost, ...doubled].slice(0, 20)) console.log(`  ${line}`)
    if (fault.unnoticed && outcome.retries > 0) broken.push(`${fault.name}: clients had to retry`)
    if (unanswered.length + lost.length + doubled.length > 0) broken.push(`${fault.name}: see above`)
  } catch (error) {
    broken.push(`${fault.name}: ${error instanceof Error ? error.message : error}`)
    // Whatever this one broke is not to be blamed on the next.
    await stack?.close()
    stack = null
  }
}
await stack?.close()

report()
for (const line of broken) console.error(line)
process.exit(broken.length > 0 ? 1 : 0)

async function run(fault: (typeof faults)[number], options: FaultOptions): Promise<Outcome> {
  if (!('setUp' in fault)) {
    stack ??= await startBreakableStack({ gateways: 2, workers: 2 })
    return runFault(fault.name, { stack, inflict: fault.inflict }, options)
  }
  const own = await fault.setUp()
  try {
    return await runFault(fault.name, own, options)
  } finally {
    await own.close()
  }
}

function report(): void {
  console.table(
    outcomes.map(({ fault, requests, retries, unanswered, lost, doubled, ...times }) => ({
      fault,
      requests,
      retries,
      lost: lost.length + unanswered.length,
      doubled: doubled.length,
      'first 2xx, ms': times.firstAnswerMs,
      'all enriched, ms': times.enrichedMs,
      'slowest enriched, ms': times.slowestMs,
      'p99 before, ms': times.p99BeforeMs,
      'p99 during, ms': times.p99DuringMs,
    })),
  )
  const directory = new URL('../../.data/chaos/', import.meta.url)
  mkdirSync(directory, { recursive: true })
  const file = `${new Date().toISOString().replaceAll(':', '-')}.json`
  writeFileSync(new URL(file, directory), JSON.stringify({ ...numbers, outcomes, broken }, null, 2))
}
