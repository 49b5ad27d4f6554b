import { hash } from 'node:crypto'
import type { SubmissionRow } from '@intake/database/tables'
import { sql } from 'kysely'
import { naturalRoute } from '../idempotency/natural-claim.ts'
import { findSourceRow, openSource } from './open-source.ts'
import type { ProcessCtx } from './process-submissions.ts'
import { setSourceHealth } from './source-health.ts'
import { type Entry, type OpenSource, ProviderError } from './source-kind.ts'
import { kindOf } from './source-kinds.ts'
import { arrivalOf, isOpen } from './stored-submission.ts'
import { claimOf, takeEntry } from './take-entry.ts'

/** Leads this much older than the last look are looked at again: some appear late, ms. */
const overlapMs = 3600_000
const pageOf = 50
/** Faults of a provider that pass sooner are no news, ms. */
const longestFaultMs = 24 * 3600_000

/**
 * Looks for leads of a source that never came and takes them in; those that came are known by their ids. Answers how many were missed. A provider
 * that refuses makes the source DEGRADED. Safe to run at once and again.
 */
export async function reconcileSource(
  ctx: ProcessCtx,
  { workspaceId, sourceId }: { workspaceId: string; sourceId: string },
): Promise<number> {
  const row = await findSourceRow(ctx.db, workspaceId, sourceId)
  if (!row || row.paused_at) return 0
  const source = openSource(row, ctx.sealer)
  const kind = kindOf(source)
  if (!kind.missed) return 0
  const began = new Date()
  const since = new Date((row.reconciled_at ?? row.created_at).getTime() - overlapMs)
  let missed = 0
  try {
    for await (const page of pagesOf(kind.missed(source, since, ctx.client)))
      missed += await takeUnknown(ctx, source, page, began)
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error
    // A fault that lasts is one that a person has to know of.
    const hasLasted = began.getTime() - (row.reconciled_at ?? row.created_at).getTime() > longestFaultMs
    if (error.isRefusal || hasLasted)
      await setSourceHealth(ctx.db, { workspaceId, sourceId, health: 'DEGRADED', reason: error.message })
    return missed
  }
  await ctx.db
    .updateTable('sources')
    .set({ reconciled_at: began })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', sourceId)
    .execute()
  if (row.health === 'DEGRADED')
    await setSourceHealth(ctx.db, { workspaceId, sourceId, health: 'OK', reason: null })
  return missed
}

async function* pagesOf(entries: AsyncIterable<Entry>): AsyncGenerator<Entry[]> {
  let page: Entry[] = []
  let failure: unknown
  try {
    for await (const entry of entries) {
      page.push(entry)
      if (page.length < pageOf) continue
      yield page
      page = []
    }
  } catch (error) {
    failure = error
  }
  // What was found before a provider failed is taken in.
  if (page.length > 0) yield page
  if (failure) throw failure
}

/** Takes in what isn't a lead yet. What waits to be fetched is fetched with it; what waits for a person, or was dismissed, stays as it is. */
async function takeUnknown(ctx: ProcessCtx, source: OpenSource, page: Entry[], at: Date): Promise<number> {
  const [known, waiting] = await Promise.all([knownOf(ctx, source, page), waitingOf(ctx, source, page)])
  let missed = 0
  for (const entry of page) {
    const row = waiting.get(entry.externalId)
    if (known.has(keyOf(source, entry)) || (row && row.status !== 'RECEIVED')) continue
    if (!row) missed += 1
    await takeEntry(ctx, source, entry, {
      ...(row ? arrivalOf(row) : { receivedAt: at, headers: {}, ip: null, userAgent: null }),
      contentType: 'application/json',
    })
  }
  return missed
}

const keyOf = (source: OpenSource, entry: Entry) => claimOf(source.id, entry, '').key

async function knownOf({ db }: ProcessCtx, source: OpenSource, page: Entry[]): Promise<Set<string>> {
  const keys = page.map((entry) => keyOf(source, entry))
  const { rows } = await sql<{ key: string }>`
    select key from idempotency_keys
    where workspace_id = ${source.workspaceId} and route = ${naturalRoute(source.id)} and key = any(${keys}::text[])`.execute(
    db,
  )
  return new Set(rows.map(({ key }) => key))
}

async function waitingOf(
  { db }: ProcessCtx,
  source: OpenSource,
  page: Entry[],
): Promise<Map<string | null, SubmissionRow>> {
  const digests = page.map(({ externalId }) => hash('md5', externalId ?? ''))
  const rows = await db
    .selectFrom('submissions')
    .selectAll()
    .where('workspace_id', '=', source.workspaceId)
    .where('source_id', '=', source.id)
    .where(sql<boolean>`md5(external_id) = any(${digests}::text[])`)
    .where(isOpen)
    .where('external_id', 'is not', null)
    .execute()
  return new Map(rows.map((row) => [row.external_id, row]))
}
