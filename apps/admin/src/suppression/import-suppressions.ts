import { stat } from 'node:fs/promises'
import { AppError } from '@intake/contracts/app-error'
import { maxSuppressionsGiven, SuppressionInput } from '@intake/contracts/suppressions'
import { createSuppressions } from '@intake/leads/suppression/create-suppressions'
import { AdminError } from '../admin-error.ts'
import type { Failure } from '../output.ts'
import type { Session } from '../session.ts'
import { type OperatorCtx, transact, withWorkspace } from '../with-workspace.ts'
import { readSuppressionRows } from './read-suppression-rows.ts'

interface List {
  workspace: string
  channels?: string[]
  reason?: string
  format?: 'csv' | 'ndjson'
  delimiter?: string
}

interface Sum {
  read: number
  taken: number
  refused: number
  /** The first of those that were refused. */
  faults: NonNullable<Failure['errors']>
}

interface Row {
  line: number
  input: SuppressionInput
}

const faultsShown = 50

/** Suppresses what a file lists, a thousand rows a transaction. A row that can't be read stops no other. */
export async function importSuppressions(session: Session, file: string, list: List): Promise<Sum> {
  await checkFile(file)
  const { channels, reason, delimiter } = list
  const format = list.format ?? (/\.(ndjson|jsonl)$/i.test(file) ? 'ndjson' : 'csv')
  const sum: Sum = { read: 0, taken: 0, refused: 0, faults: [] }
  const refuse = (line: number, message: string) => {
    sum.refused += 1
    if (sum.faults.length < faultsShown) sum.faults.push({ place: `${file}:${line}`, line, message })
  }
  await withWorkspace(session, list.workspace, ['privacy:manage'], async (ctx) => {
    let waiting: Row[] = []
    const take = async () => {
      sum.taken += await takeRows(ctx, waiting, refuse)
      waiting = []
    }
    for await (const { line, input } of readSuppressionRows(file, { format, delimiter })) {
      sum.read += 1
      if ('fault' in input) {
        refuse(line, String(input.fault))
        continue
      }
      const parsed = SuppressionInput.safeParse({ channels, reason, ...input })
      if (parsed.success) waiting.push({ line, input: parsed.data })
      else
        refuse(line, parsed.error.issues.map((issue) => [...issue.path, issue.message].join(' ')).join('; '))
      if (waiting.length === maxSuppressionsGiven) {
        await take()
        if (sum.read % (100 * maxSuppressionsGiven) === 0) session.output.note(`${sum.read} rows …`)
      }
    }
    if (waiting.length > 0) await take()
  })
  return sum
}

/** Takes the rows that can be taken, and tells of the others. Answers how many. */
async function takeRows(
  ctx: OperatorCtx,
  rows: readonly Row[],
  refuse: (line: number, message: string) => void,
): Promise<number> {
  if (rows.length === 0) return 0
  const suppressions = rows.map(({ input }) => input)
  try {
    return (await transact(ctx, (trx) => createSuppressions(trx, { suppressions }))).suppressions.length
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'invalid_request') throw error
    const faulty = new Map(
      error.errors.map(({ pointer, message }) => [Number(pointer.split('/')[2]), message] as const),
    )
    if (faulty.size === 0) throw error
    for (const [place, message] of faulty) refuse(rows[place]?.line ?? 0, message)
    return takeRows(
      ctx,
      rows.filter((_, place) => !faulty.has(place)),
      refuse,
    )
  }
}

async function checkFile(file: string): Promise<void> {
  const found = await stat(file).catch(() => null)
  if (!found?.isFile()) throw new AdminError({ code: 'no_file', message: `${file} can’t be read.` })
}
