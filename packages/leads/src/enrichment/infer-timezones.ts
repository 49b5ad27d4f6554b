import type { LeadsJob } from '@intake/contracts/jobs'
import { prepared } from '@intake/database/prepared'
import type { LeadTimezoneRow } from '@intake/database/tables'
import { inferTimezone } from '@intake/phone/infer-timezone'
import { type Certainty, readPhone } from '@intake/phone/read-phone'
import { sql } from 'kysely'
import type { Ctx } from '../workspace/ctx.ts'
import { askedLeads, doneOf, heldText } from './leads-job.ts'
import type { StageResult } from './stage-result.ts'

interface Row {
  id: string
  generation: number
  phone_e164: string | null
  phone_raw: string | null
  /** It was given a zone. */
  is_given: boolean
}

/**
 * `timezone-inference`: writes down the time zone of each lead's phone, but for leads that were given a zone. A number that tells none has
 * a row too, with confidence `none`; one that can't be read has none. A row is replaced only by a newer table of zones. Safe to repeat.
 */
export async function inferTimezones(
  { db, configuration }: Pick<Ctx, 'db' | 'configuration'>,
  job: LeadsJob,
): Promise<StageResult> {
  const { workspaceId, leadIds } = job
  const region = (await configuration.workspace(workspaceId))?.defaultRegion ?? ''
  const { rows: answer } = await sql<{ leads: Row[] | null }>`
    select json_agg(json_build_object('id', l.id, 'generation', o.generation, 'phone_e164', l.phone_e164,
      'phone_raw', l.phone_raw, 'is_given', l.timezone is not null)) as leads
    from unnest(${leadIds}::uuid[]) as asked (lead_id)
    cross join lateral (
      select generation from owed_enrichments where workspace_id = ${workspaceId} and lead_id = asked.lead_id offset 0) o
    cross join lateral (
      select id, phone_raw, phone_e164, timezone from leads where workspace_id = ${workspaceId} and id = asked.lead_id offset 0) l
    ${prepared('read-phones')}`.execute(db)
  const leads = answer[0]?.leads ?? []
  const zones = leads.flatMap((lead) => (lead.is_given ? [] : zoneOfPhone(lead, region)))
  if (zones.length > 0) {
    const asked = {
      workspaceId,
      leadIds: zones.map(({ lead_id }) => lead_id),
      generations: zones.map(({ generation }) => generation),
    }
    await sql`
      with ${askedLeads(asked)}, ${heldText}
      insert into lead_timezones as t (workspace_id, lead_id, phone_e164, zone, confidence, alternatives, basis, table_version)
      select held.workspace_id, held.lead_id, z.phone_e164, z.zone, z.confidence, z.alternatives, z.basis, z.table_version
      from jsonb_to_recordset(${JSON.stringify(zones)}::jsonb) as z (lead_id uuid, phone_e164 text, zone text, confidence text,
        alternatives text[], basis text, table_version text) join held using (lead_id)
      on conflict (workspace_id, lead_id, phone_e164) do update
        set zone = excluded.zone, confidence = excluded.confidence, alternatives = excluded.alternatives,
          basis = excluded.basis, table_version = excluded.table_version
        where t.table_version <> excluded.table_version
      ${prepared('write-zones')}`.execute(db)
  }
  const found = zones.filter(({ zone }) => zone).length
  return {
    next: doneOf(job, new Map(leads.map(({ id, generation }) => [id, generation]))),
    counts: { leads: leads.length, zones: found },
  }
}

type ZoneToWrite = Pick<LeadTimezoneRow, 'lead_id' | 'phone_e164' | 'zone'> & { generation: number }

function zoneOfPhone({ id, generation, phone_e164, phone_raw }: Row, region: string): ZoneToWrite[] {
  if (phone_e164 === null) return []
  const { zone, confidence, alternatives, basis, tableVersion } = inferTimezone(
    phone_e164,
    certaintyOf(phone_raw ?? phone_e164, phone_e164, region),
  )
  const others = alternatives.length > 0 ? { alternatives } : {}
  return [
    // Members that are null are left out.
    {
      lead_id: id,
      generation,
      phone_e164,
      zone,
      ...{ confidence, ...others, basis: basis ?? undefined, table_version: tableVersion },
    },
  ]
}

/** How sure it is that what was given is this number. One that was read otherwise when it was given is a guess. */
function certaintyOf(raw: string, e164: string, region: string): Certainty {
  const reading = readPhone(raw, region)
  return reading.e164 === e164 ? reading.certainty : 'guessed'
}
