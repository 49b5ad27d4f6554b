import { mkdir, writeFile } from 'node:fs/promises'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { chartOf } from './chart.ts'
import { measure } from './measure.ts'
import { ratiosOf } from './ratios.ts'

const usage = `Measures the service beside its baselines on this machine, in turns. Only the ratios mean anything elsewhere.

  npm run bench
  npm run bench -- --clients 64 --rounds 1 --seconds 3     a quick look
  npm run bench -- --out docs/bench                        writes bench.json and bench.svg there

  --clients 1,16,64,256
  --rounds 3
  --seconds 4         of each window, after a warm-up of one second
  --out DIRECTORY     .data/bench unless given`

const { values } = parseArgs({
  options: {
    clients: { type: 'string', default: '1,16,64,256' },
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '4' },
    out: { type: 'string', default: join('.data', 'bench') },
    help: { type: 'boolean', default: false },
  },
})
const clients = values.clients.split(',').map(Number)
const rounds = Number(values.rounds)
const seconds = Number(values.seconds)
const isGood = [...clients, rounds, seconds].every((number) => number > 0)
if (values.help || !isGood) {
  console.log(usage)
  process.exit(values.help ? 0 : 2)
}

const result = await measure({ clients, rounds, seconds, warmSeconds: 1, say: (line) => console.error(line) })
const ratios = ratiosOf(result)
const round = (value: number) => Math.round(value * 10) / 10
console.table(
  result.measured.map(({ contender, clients: count, perSecond, p50Ms, p99Ms, refused, cpuMicros }) => ({
    contender,
    clients: count,
    'leads/s': Math.round(perSecond.median),
    spread: `${Math.round(perSecond.min)}–${Math.round(perSecond.max)}`,
    'p50 ms': round(p50Ms.median),
    'p99 ms': round(p99Ms.median),
    refused,
    ...Object.fromEntries(
      Object.entries(cpuMicros).map(([name, micros]) => [`${name} µs`, Math.round(micros)]),
    ),
  })),
)
const { pgbench, drain } = result
console.log(
  `pgbench, one transaction a lead, 16 clients: ${Math.round(pgbench.median)}/s (${Math.round(pgbench.min)}–${Math.round(pgbench.max)})`,
)
console.log(
  `drain by one worker: ${drain.leads} leads, ${Math.round(drain.perSecond)}/s; worker ${Math.round(drain.workerMicros)} µs, Postgres ${Math.round(drain.postgresMicros)} µs a lead`,
)
console.table(ratios.map(({ value, ...ratio }) => ({ ...ratio, value: Math.round(value * 100) / 100 })))
await mkdir(values.out, { recursive: true })
const machine = { node: process.version, cpus: cpus().length, model: cpus()[0]?.model }
await writeFile(
  join(values.out, 'bench.json'),
  `${JSON.stringify({ machine, clients, rounds, seconds, ...result, ratios }, null, 2)}\n`,
)
await writeFile(join(values.out, 'bench.svg'), chartOf(result))
console.log(`Written to ${values.out}.`)
