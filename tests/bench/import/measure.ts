import { createReadStream } from 'node:fs'
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import { type Import, ImportAnswer } from '@intake/contracts/imports'
import { type BreakableStack, startBreakableStack } from '@intake/testing/start-breakable-stack'
import { waitFor } from '@intake/testing/wait-for'
import { writeLeadsCsv } from './write-leads-csv.ts'

export interface ImportMeasured {
  rows: Import['rows']
  bytes: number
  uploadSeconds: number
  /** From the answer to the last row. */
  readSeconds: number
  rowsPerSecond: number
  /** Of the gateway: with nothing to do, and the highest ever. */
  idleMegabytes: number
  peakMegabytes: number
}

/**
 * Imports a made-up CSV through a real gateway, on a Postgres and a Redis of its own. Throws unless each row that was not refused is
 * exactly one lead.
 */
export async function measureImport(
  { rows, workers, seed }: { rows: number; workers: number; seed: number },
  say: (line: string) => void,
): Promise<ImportMeasured> {
  const directory = await mkdtemp(join(tmpdir(), 'intake-bench-import-'))
  const path = join(directory, 'leads.csv')
  await writeLeadsCsv(path, rows, seed)
  const { size: bytes } = await stat(path)
  say(`made ${rows} rows, ${megabytes(bytes)} MB`)
  const stack = await startBreakableStack({ gateways: 1, workers })
  try {
    const pid = stack.gateways[0]?.running?.pid ?? 0
    const idleMegabytes = await memoryOf(pid, 'VmRSS')
    const began = performance.now()
    const { id } = await send(stack, path)
    const sent = performance.now()
    const patienceMs = 60_000 + rows * 20
    let said = 0
    const done = await waitFor(
      'the import to end',
      async () => {
        // Who looks too often is measured too.
        await pause(250)
        const imported = await read(stack, id)
        const tenth = Math.floor((imported.bytesDone * 10) / imported.size)
        if (tenth > said) {
          said = tenth
          const perSecond = Math.round(imported.rows.read / ((performance.now() - sent) / 1000))
          say(`${tenth}0 %, ${perSecond} rows/s, peak ${await memoryOf(pid, 'VmHWM')} MB`)
        }
        return imported.completedAt !== null && imported
      },
      patienceMs,
    )
    const readSeconds = (performance.now() - sent) / 1000
    await checkLeads(stack, done, rows)
    return {
      rows: done.rows,
      bytes,
      uploadSeconds: (sent - began) / 1000,
      readSeconds,
      rowsPerSecond: rows / readSeconds,
      idleMegabytes,
      peakMegabytes: await memoryOf(pid, 'VmHWM'),
    }
  } finally {
    await stack.close()
    await rm(directory, { recursive: true, force: true })
  }
}

async function send(stack: BreakableStack, path: string): Promise<Import> {
  const response = await fetch(`${stack.gateways[0]?.url}/api/v1/imports?filename=leads.csv`, {
    method: 'POST',
    headers: { 'x-api-key': stack.workspace.key, 'content-type': 'text/csv' },
    body: Readable.toWeb(createReadStream(path)) as ReadableStream,
    duplex: 'half',
  } as RequestInit)
  const answer: unknown = await response.json()
  if (!response.ok) throw new Error(JSON.stringify(answer))
  return ImportAnswer.loose().parse(answer).import
}

async function read(stack: BreakableStack, id: string): Promise<Import> {
  const response = await fetch(`${stack.gateways[0]?.url}/api/v1/imports/${id}`, {
    headers: { 'x-api-key': stack.workspace.key },
  })
  return ImportAnswer.parse(await response.json()).import
}

async function checkLeads(stack: BreakableStack, { status, rows }: Import, expected: number): Promise<void> {
  const { rows: counted } = await stack.database.pool.query<{ leads: number; different: number }>(
    'select count(*)::int as leads, count(distinct external_lead_id)::int as different from leads where workspace_id = $1',
    [stack.workspace.id],
  )
  const { leads = 0, different = 0 } = counted[0] ?? {}
  const isExact =
    status === 'COMPLETED' &&
    rows.read === expected &&
    rows.created + rows.refused === expected &&
    leads === rows.created &&
    different === leads
  if (!isExact) throw new Error(`not exact: ${JSON.stringify({ status, rows, expected, leads, different })}`)
}

/** Megabytes of a process, as Linux counts them. */
async function memoryOf(pid: number, what: 'VmRSS' | 'VmHWM'): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  const [, kilobytes = '0'] = new RegExp(`^${what}:\\s+(\\d+) kB`, 'm').exec(status) ?? []
  return Math.round(Number(kilobytes) / 1024)
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1_000_000)
}
