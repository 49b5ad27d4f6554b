import type { SubmissionRow } from '@intake/database/tables'
import { sql } from 'kysely'
import { recordWorkspaceEvent } from '../webhooks/record-workspace-event.ts'
import { findSourceRow, openSource } from './open-source.ts'
import { setSourceHealth } from './source-health.ts'
import { type OpenSource, type ProviderClient, ProviderError, UnreadableBody } from './source-kind.ts'
import { kindOf } from './source-kinds.ts'
import { arrivalOf, openBody } from './stored-submission.ts'
import { type SubmissionCtx, takeEntry } from './take-entry.ts'

export interface ProcessCtx extends SubmissionCtx {
  client: ProviderClient
}

/** A process that is fetching one has so long before another may, seconds. */
const leaseSeconds = 60
const firstPauseSeconds = 15
const longestPauseSeconds = 3600
/** Some four days, with the longest pause between most of them. */
const maxAttempts = 100

/** How many were fetched, and how many are tried again later. */
export interface Processed {
  fetched: number
  waiting: number
}

/**
 * Fetches what submissions only name, and takes it in. While the provider can't be asked they wait; a refused token makes the source DEGRADED,
 * and they are fetched once it has another. Safe to run at once and again.
 */
export async function processSubmissions(
  ctx: ProcessCtx,
  { workspaceId, ids }: { workspaceId: string; ids: readonly string[] },
): Promise<Processed> {
  const processed: Processed = { fetched: 0, waiting: 0 }
  const failures: unknown[] = []
  for (const id of ids)
    try {
      await processOne(ctx, { workspaceId, id }, processed)
    } catch (error) {
      // What keeps one from being read, such as a key that is gone, keeps nobody from the others.
      failures.push(error)
    }
  if (failures.length > 0) throw failures[0]
  return processed
}

async function processOne(
  ctx: ProcessCtx,
  { workspaceId, id }: { workspaceId: string; id: string },
  processed: Processed,
): Promise<void> {
  const row = await claim(ctx, workspaceId, id)
  if (!row) return
  const sourceRow = await findSourceRow(ctx.db, workspaceId, row.source_id)
  if (!sourceRow) {
    await end(ctx, row, 'source_deleted')
    return
  }
  if (row.attempts > maxAttempts) {
    await end(ctx, row, 'not_fetched')
    return
  }
  const source = openSource(sourceRow, ctx.sealer)
  try {
    if (await fetchOne(ctx, source, row)) processed.fetched += 1
    if (sourceRow.health === 'DEGRADED')
      await setSourceHealth(ctx.db, { workspaceId, sourceId: source.id, health: 'OK', reason: null })
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error
    processed.waiting += 1
    await later(ctx, row, error)
    if (error.isRefusal)
      await setSourceHealth(ctx.db, {
        workspaceId,
        sourceId: source.id,
        health: 'DEGRADED',
        reason: error.message,
      })
  }
}

async function claim({ db }: ProcessCtx, workspaceId: string, id: string): Promise<SubmissionRow | null> {
  const row = await db
    .updateTable('submissions')
    .set({
      attempts: sql<number>`attempts + 1`,
      next_attempt_at: sql<Date>`now() + make_interval(secs => ${leaseSeconds})`,
    })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .where('status', '=', 'RECEIVED')
    .where('next_attempt_at', '<=', sql<Date>`now()`)
    .returningAll()
    .executeTakeFirst()
  return row ?? null
}

async function fetchOne(ctx: ProcessCtx, source: OpenSource, row: SubmissionRow): Promise<boolean> {
  const kind = kindOf(source)
  const bytes = openBody(row, ctx.sealer)
  // Without a body its id is all there is to know.
  const named = {
    externalId: row.external_id,
    isTest: row.is_test,
    bytes: bytes ?? Buffer.from('{}'),
    record: null,
  }
  let entry = named
  try {
    const [read] = bytes ? await kind.read({ bytes, contentType: row.content_type ?? '' }, source) : []
    if (read) entry = { ...named, ...read, record: null, externalId: row.external_id }
  } catch (error) {
    if (!(error instanceof UnreadableBody)) throw error
  }
  if (!kind.fetch) {
    await end(ctx, row, 'not_fetchable')
    return false
  }
  const fetched = await kind.fetch(entry, source, ctx.client)
  await takeEntry(ctx, source, fetched, arrivalOf(row))
  return true
}

/** Tries again after a pause that doubles; after days it is for a person to look at. */
async function later({ db, ...ctx }: ProcessCtx, row: SubmissionRow, error: ProviderError): Promise<void> {
  if (row.attempts >= maxAttempts) return end({ db, ...ctx }, row, 'not_fetched')
  const pause = Math.min(longestPauseSeconds, firstPauseSeconds * 2 ** Math.min(20, row.attempts - 1))
  const errors = [{ pointer: '', code: 'not_fetched', message: error.message.slice(0, 300) }]
  await db
    .updateTable('submissions')
    .set({
      code: 'not_fetched',
      errors: JSON.stringify(errors),
      next_attempt_at: sql<Date>`now() + make_interval(secs => ${pause})`,
    })
    .where('workspace_id', '=', row.workspace_id)
    .where('id', '=', row.id)
    .where('status', '=', 'RECEIVED')
    .execute()
}

/** It waits for a person from now on, who is told. */
async function end({ db }: Pick<ProcessCtx, 'db'>, row: SubmissionRow, code: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const ended = await trx
      .updateTable('submissions')
      .set({ status: 'QUARANTINED', code, next_attempt_at: null })
      .where('workspace_id', '=', row.workspace_id)
      .where('id', '=', row.id)
      .where('status', '=', 'RECEIVED')
      .returning('id')
      .executeTakeFirst()
    if (ended)
      await recordWorkspaceEvent(trx, row.workspace_id, {
        event: 'submission.quarantined',
        data: { submissionId: row.id, sourceId: row.source_id, code },
      })
  })
}
