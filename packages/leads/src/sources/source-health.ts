import type { SourceHealth } from '@intake/contracts/sources'
import type { Db } from '@intake/database/create-database'
import { sql } from 'kysely'
import { idAt } from '../ids/id-at.ts'
import { recordWorkspaceEvent } from '../webhooks/record-workspace-event.ts'

export interface HealthChange {
  workspaceId: string
  sourceId: string
  health: SourceHealth
  reason: string | null
}

/** Notes how a source is; tells of it where that is news and no good one. */
export async function setSourceHealth(
  db: Db,
  { workspaceId, sourceId, health, reason }: HealthChange,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const changed = await trx
      .updateTable('sources')
      .set({ health, health_reason: reason })
      .where('workspace_id', '=', workspaceId)
      .where('id', '=', sourceId)
      .where('deleted_at', 'is', null)
      .where((where) =>
        where.or([where('health', '<>', health), where('health_reason', 'is distinct from', reason)]),
      )
      .returning(['kind', 'name'])
      .executeTakeFirst()
    if (changed && health !== 'OK')
      await recordWorkspaceEvent(trx, workspaceId, {
        event: 'source.degraded',
        data: { sourceId, kind: changed.kind, name: changed.name, health, reason },
      })
  })
}

const day = 86_400_000
/** A source is silent after so many of its usual pauses. */
const usualPauses = 10
const mostSources = 500
const mostCounted = 5000

/**
 * Finds sources that have been silent for longer than they say, or for ten of their usual pauses and a day at least, and those that speak again.
 * Answers how many changed. Any number may run: only news is written.
 */
export async function checkSilence(ctx: { db: Db }): Promise<number> {
  const weekAgo = idAt(Date.now() - 7 * day, '0')
  const { rows } = await sql<{
    workspace_id: string
    id: string
    health: SourceHealth
    silent_ms: number
    own_ms: number | null
    lately: number
  }>`
    select s.workspace_id, s.id, s.health, extract(epoch from now() - s.last_received_at)::float8 * 1000 as silent_ms,
      (s.settings ->> 'silentAfterHours')::float8 * 3600000 as own_ms,
      (select count(*)::int from (select from submissions b where b.workspace_id = s.workspace_id and b.source_id = s.source_id and b.id >= ${weekAgo}
        limit ${sql.lit(mostCounted)}) few) as lately
    from (select *, id as source_id from sources) s
    where s.deleted_at is null and s.paused_at is null and s.last_received_at is not null and s.health <> 'DEGRADED'
      and (s.health = 'SILENT' or s.settings ? 'silentAfterHours' or s.last_received_at < now() - interval '1 day')
    order by s.last_received_at limit ${sql.lit(mostSources)}`.execute(ctx.db)
  let changed = 0
  for (const { workspace_id, id, health, silent_ms, own_ms, lately } of rows) {
    const usual = Math.max(day, (usualPauses * 7 * day) / Math.max(1, lately))
    const now = silent_ms > (own_ms ?? usual) ? 'SILENT' : 'OK'
    if (now === health) continue
    changed += 1
    const hours = Math.round(silent_ms / 360_000) / 10
    const reason = now === 'SILENT' ? `nothing came for ${hours} hours` : null
    await setSourceHealth(ctx.db, { workspaceId: workspace_id, sourceId: id, health: now, reason })
  }
  return changed
}
