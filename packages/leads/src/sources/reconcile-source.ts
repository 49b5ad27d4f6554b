import { sql } from 'kysely'
import { naturalRoute } from '../idempotency/natural-claim.ts'
import { findSourceRow, openSource } from './open-source.ts'
import type { ProcessCtx } from './process-submissions.ts'
import { setSourceHealth } from './source-health.ts'
import { type Entry, type OpenSource, ProviderError } from './source-kind.ts'
import { kindOf } from './source-kinds.ts'
import { claimOf, takeEntry } from './take-entry.ts'

/** Leads this much older than the last look are looked at again: some appear late, ms. */
const overlapMs = 3600_000
const pageOf = 50

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
    if (error.isRefusal)
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
  for await (const entry of entries) {
    page.push(entry)
    if (page.length < pageOf) continue
    yield page
    page = []
  }
  if (page.length > 0) yield page
}

async function takeUnknown(ctx: ProcessCtx, source: OpenSource, page: Entry[], at: Date): Promise<number> {
  const keys = page.map((entry) => claimOf(source.id, entry, '').key)
  const { rows } = await sql<{ key: string }>`
    select key from idempotency_keys
    where workspace_id = ${source.workspaceId} and route = ${naturalRoute(source.id)} and key = any(${keys}::text[])`.execute(
    ctx.db,
  )
  const known = new Set(rows.map(({ key }) => key))
  const unknown = page.filter((_entry, index) => !known.has(keys[index] ?? ''))
  const arrival = { receivedAt: at, contentType: 'application/json', headers: {}, ip: null, userAgent: null }
  for (const entry of unknown) await takeEntry(ctx, source, entry, arrival)
  return unknown.length
}
