import { apiSourceId } from '@intake/contracts/sources'
import type { Db } from '@intake/database/create-database'
import { sql } from 'kysely'
import type { Acting } from '../audit/actor.ts'
import { recordWorkspaceChange } from '../audit/record-workspace-change.ts'
import { forEver, naturalRoute } from '../idempotency/natural-claim.ts'
import { olderWritesEnd } from './older-writes-end.ts'

const batchSize = 5000

/**
 * Says whether an external id is one lead in a workspace. Switched on, the oldest lead with each id claims it, 5,000 leads at a time; `onBatch` hears how many
 * were looked at. Switched off, the claims go. Safe to repeat, and beside traffic.
 */
export async function setUniqueExternalIds(
  ctx: { db: Db } & Acting,
  { workspaceId, isOn, onBatch }: { workspaceId: string; isOn: boolean; onBatch?: (looked: number) => void },
): Promise<void> {
  const { db } = ctx
  await db.transaction().execute(async (trx) => {
    await trx
      .updateTable('workspaces')
      .set({ unique_external_ids: isOn })
      .where('id', '=', workspaceId)
      .execute()
    await recordWorkspaceChange({ ...ctx, db: trx }, workspaceId, { uniqueExternalIds: isOn })
  })
  await olderWritesEnd(db)
  if (!isOn) {
    await db
      .deleteFrom('idempotency_keys')
      .where('workspace_id', '=', workspaceId)
      .where('route', '=', naturalRoute(apiSourceId))
      .execute()
    return
  }
  let after = '00000000-0000-0000-0000-000000000000'
  for (let looked = 0; ; ) {
    const { leads, last } = await claimBatch(db, workspaceId, after)
    looked += leads
    onBatch?.(looked)
    if (leads < batchSize || last === null) return
    after = last
  }
}

async function claimBatch(
  db: Db,
  workspaceId: string,
  after: string,
): Promise<{ leads: number; last: string | null }> {
  const { rows } = await sql<{ leads: number; last: string | null }>`
    with page as materialized (
      select id, external_lead_id, deleted_at, is_test from leads where workspace_id = ${workspaceId} and id > ${after}
      order by id limit ${sql.lit(batchSize)}
    ), oldest as (
      select distinct on (external_lead_id) id,
        translate(rtrim(encode(sha256(convert_to(external_lead_id, 'UTF8')), 'base64'), '='), '+/', '-_') as key
      from page where external_lead_id is not null and deleted_at is null and not is_test order by external_lead_id, id
    ), claimed as (
      insert into idempotency_keys as k (workspace_id, route, key, fingerprint, status, lead_ids, created_at, expires_at)
      select ${workspaceId}::uuid, ${naturalRoute(apiSourceId)}, key, '', 200, array[id], now(), now() + make_interval(secs => ${forEver})
      from oldest order by key
      on conflict (workspace_id, route, key) do update set lead_ids = excluded.lead_ids
        where k.lead_ids[1] > excluded.lead_ids[1]
    )
    select count(*)::int as leads, (select id from page order by id desc limit 1) as last from page`.execute(
    db,
  )
  return rows[0] ?? { leads: 0, last: null }
}
