import type { Db } from '@intake/database/create-database'
import { prepared } from '@intake/database/prepared'
import { sql } from 'kysely'
import { inferZone } from './infer-zone.ts'
import { type LeadsInput, markDone, selectOwed, toWork } from './owed.ts'

/**
 * Infers the time zone of each lead that has a phone and was given no zone. What a caller gave is never overwritten; an
 * unknown zone is null with confidence none. Safe to repeat.
 */
export async function inferTimezones(ctx: { db: Db }, input: LeadsInput): Promise<void> {
  const leads = await selectOwed(ctx.db, input)
    .where('owed.timezone_done_at', 'is', null)
    .select(['leads.id', 'leads.phone_raw', 'leads.phone_e164', 'leads.timezone_source', 'owed.generation'])
    .modifyEnd(prepared('read-zoneless'))
    .execute()
  if (leads.length === 0) return
  const inferred = leads.flatMap((lead) => {
    const zone = inferZone(lead)
    return zone ? [{ id: lead.id, phone_e164: lead.phone_e164, ...zone }] : []
  })
  const ids = inferred.map(({ id }) => id)
  const held = sql`
    select id, phone_e164 from leads where workspace_id = ${input.workspaceId} and id = any(${ids}::uuid[])
    order by id for no key update`
  const zones = sql`
    update leads l set timezone = r.timezone, timezone_source = r.timezone_source,
      timezone_confidence = r.timezone_confidence, timezone_inference = r.timezone_inference, updated_at = now()
    from jsonb_to_recordset(${JSON.stringify(inferred)}::jsonb) as r (id uuid, phone_e164 text, timezone text,
      timezone_source text, timezone_confidence text, timezone_inference jsonb)
    where l.workspace_id = ${input.workspaceId} and l.id = any(${ids}::uuid[]) and l.id = r.id
      and (select count(*) from held) is not null
      and l.timezone_source is distinct from 'provided' and l.phone_e164 is not distinct from r.phone_e164
    returning l.id`
  await markDone(ctx.db, input.workspaceId, 'timezone_done_at', toWork(leads, input), { held, zones })
}
