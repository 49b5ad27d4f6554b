import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { createApi, DemoError } from './call-api.ts'
import { dataDirOf, findService } from './find-service.ts'
import { makeLeads } from './make-leads.ts'
import { readOptions, usage } from './options.ts'
import { describeRun } from './report.ts'
import { sendLeads } from './send-leads.ts'
import { showProgress } from './show-progress.ts'
import { watchEnrichment } from './wait-until-enriched.ts'

/** Enough for a p95, and few enough not to weigh on the service that they time. */
const timedLeads = 100

const say = (text: string) => void process.stdout.write(`${text}\n`)

async function runDemo(): Promise<void> {
  const options = readOptions(process.argv.slice(2))
  if (options.help) return say(usage)
  const { count, seed, concurrency, patienceMs } = options
  const dataDir = dataDirOf(process.env)
  const service = await findService(dataDir, options)

  const leads = makeLeads(count, seed)
  const out = options.out ?? join(dataDir, 'demo-leads.ndjson')
  await mkdir(dirname(out), { recursive: true })
  await writeFile(out, leads.map((lead) => `${JSON.stringify(lead)}\n`).join(''))
  say(`Made ${count} leads (seed ${seed}), one a line in ${out}`)

  const api = createApi(service)
  const watch = watchEnrichment(api)
  try {
    const run = `demo-${Date.now().toString(36)}`
    const sendingSeconds = await withBar(`Sending to ${service.baseUrl}`, count, (at) => {
      let answered = 0
      const onAnswer = (leadId: string, index: number) => {
        watch.add(leadId, index % Math.ceil(count / timedLeads) === 0)
        at(++answered)
      }
      return sendLeads({ api, leads, run, concurrency, onAnswer })
    })
    const enriched = await withBar('Waiting until all are enriched', count, (at) =>
      watch.waitForAll(count, patienceMs, at),
    )
    say(`\n${describeRun({ leads: enriched, sendingSeconds, concurrency, retries: api.retries })}`)
  } finally {
    watch.close()
  }
}

async function withBar<Result>(
  label: string,
  total: number,
  work: (at: (done: number) => void) => Promise<Result>,
): Promise<Result> {
  const bar = showProgress(label, total)
  try {
    const result = await work(bar.at)
    bar.done(`${label}: done`)
    return result
  } catch (error) {
    bar.failed(`${label}: stopped`)
    throw error
  }
}

try {
  await runDemo()
} catch (error) {
  if (!(error instanceof DemoError)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}
