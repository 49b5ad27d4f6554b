import type { LeadsJob } from '@intake/contracts/jobs'
import { prepared } from '@intake/database/prepared'
import type { FoundMatch } from '@intake/database/tables'
import { sql } from 'kysely'
import { newId } from '../ids/new-id.ts'
import { type Contact, hasFormerKeys, matchedOn } from '../matching/contact-keys.ts'
import { findMatches, type Match, matchingText } from '../matching/find-matches.ts'
import { mostRecorded } from '../timeline/describe-activity.ts'
import { presentMatches } from '../timeline/match-note.ts'
import { actionLogSettled } from '../webhooks/events.ts'
import { isSubscribed } from '../webhooks/new-deliveries.ts'
import { recordEvents } from '../webhooks/record-events.ts'
import type { WorkspaceConfiguration } from '../workspace/configuration-cache.ts'
import type { Ctx } from '../workspace/ctx.ts'
import { askedLeads, doneOf, heldText, type OwedLeads } from './leads-job.ts'
import type { StageResult } from './stage-result.ts'

interface Row extends Contact {
  id: string
  generation: number
  is_test: boolean
  deleted_at: string | null
  external_lead_id: string | null
  /** Null for none. */
  found: Match[] | null
  /** Something is recorded that may hold no longer. */
  is_recorded: boolean
}

const othersText = sql.raw(matchingText('l', mostRecorded, { except: 'l.id' }))

/**
 * `duplicate-matching`: records for each lead the 25 newest others with the same phone or e-mail, and one timeline entry that names them by id.
 * Nothing is written to other leads: who matches is looked up when a lead is shown. Test and deleted leads never match. Safe to repeat.
 */
export async function matchDuplicates(
  { db, configuration }: Pick<Ctx, 'db' | 'configuration'>,
  job: LeadsJob,
): Promise<StageResult> {
  const { workspaceId, leadIds } = job
  const { rows: answer } = await sql<{ leads: Row[] | null }>`
    select json_agg(json_build_object('id', l.id, 'generation', o.generation, 'phone_key', l.phone_key, 'phone_extension', l.phone_extension,
      'email_key', l.email_key, 'external_lead_id', l.external_lead_id, 'is_test', l.is_test, 'deleted_at', l.deleted_at, 'found', others.found, 'is_recorded',
      exists (select from lead_matches m where m.workspace_id = l.workspace_id and m.lead_id = l.id))) as leads
    from unnest(${leadIds}::uuid[], ${job.generations ?? null}::int[]) as asked (lead_id, generation)
    cross join lateral (
      select generation from owed_enrichments where workspace_id = ${workspaceId} and lead_id = asked.lead_id
        and generation = coalesce(asked.generation, generation) offset 0) o
    cross join lateral (
      select workspace_id, id, phone_key, phone_extension, email_key, external_lead_id, is_test, deleted_at from leads
      where workspace_id = ${workspaceId} and id = asked.lead_id offset 0) l
    cross join lateral (
      select json_agg(found order by found.id desc) as found
      from (${othersText}) found where l.deleted_at is null and not l.is_test) others
    ${prepared('read-matching')}`.execute(db)
  const leads = await withFormer(db, workspaceId, answer[0]?.leads ?? [])
  const changed = leads.filter(({ found, is_recorded }) => found || is_recorded)
  if (changed.length > 0) await settle(db, await configuration.workspace(workspaceId), changed)
  return {
    next: doneOf(job, new Map(leads.map(({ id, generation }) => [id, generation]))),
    counts: { leads: leads.length, matched: leads.filter(({ found }) => found).length },
  }
}

/** Looks up once more, by keys that earlier versions stored, what few leads match. */
async function withFormer(
  db: Ctx['db'],
  workspaceId: string,
  leads: readonly Row[],
): Promise<readonly Row[]> {
  const again = leads.filter(hasFormerKeys)
  if (again.length === 0) return leads
  const subjects = again.map((lead) => ({
    ...lead,
    workspace_id: workspaceId,
    deleted_at: lead.deleted_at ? new Date(lead.deleted_at) : null,
  }))
  const matches = await findMatches(db, subjects)
  const byId = new Map(again.map(({ id }, index) => [id, matches[index]?.slice(0, mostRecorded) ?? []]))
  return leads.map((lead) => {
    const found = byId.get(lead.id) ?? lead.found
    return { ...lead, found: found?.length ? found : null }
  })
}

function recordOf(lead: Row): FoundMatch[] | null {
  return lead.found?.map((match) => ({ leadId: match.id, on: matchedOn(lead, match) })) ?? null
}

/** Records what was found, and tells who listens: one statement, or one transaction where somebody does. */
async function settle(
  db: Ctx['db'],
  workspace: WorkspaceConfiguration | null,
  leads: readonly Row[],
): Promise<void> {
  if (!workspace) return
  if (!isSubscribed(workspace.webhooks, 'action_log.completed')) {
    await record(db, workspace.id, leads)
    return
  }
  await db.transaction().execute(async (trx) => {
    const written = await record(trx, workspace.id, leads)
    await recordEvents(
      trx,
      workspace,
      written.flatMap(({ id, leadId, at, output }) => {
        const lead = leads.find((one) => one.id === leadId)
        const note = { type: 'SYSTEM_NOTE', summary: null, output } as const
        const shown = presentMatches(note, new Map())
        const createdAt = at.toISOString()
        if (!lead || !shown) return []
        const entry = { id, type: note.type, status: 'COMPLETED', input: null, ...shown } as const
        return [{ lead, message: actionLogSettled(lead, { ...entry, createdAt, completedAt: createdAt }) }]
      }),
    )
  })
}

interface WrittenNote {
  id: string
  leadId: string
  at: Date
  output: { matchingLeads: FoundMatch[] }
}

/** One row and one entry a lead, where what was found is not what is recorded. Answers the entries. */
async function record(
  db: Ctx['db'],
  workspaceId: string,
  leads: readonly Row[],
): Promise<readonly WrittenNote[]> {
  const asked: OwedLeads = {
    workspaceId,
    leadIds: leads.map(({ id }) => id),
    generations: leads.map(({ generation }) => generation),
  }
  const given = leads.map((lead) => ({ lead_id: lead.id, found: recordOf(lead), log_id: newId() }))
  const { rows } = await sql<WrittenNote>`
    with ${askedLeads(asked)}, ${heldText}, given as materialized (
      select held.workspace_id, g.* from jsonb_to_recordset(${JSON.stringify(given)}::jsonb)
        as g (lead_id uuid, found jsonb, log_id uuid) join held using (lead_id)
    ), gone as (
      delete from lead_matches where workspace_id = ${workspaceId}
        and lead_id = any(array(select lead_id from given where jsonb_typeof(found) is distinct from 'array'))
    ), recorded as (
      insert into lead_matches as m (workspace_id, lead_id, found)
      select workspace_id, lead_id, found from given where jsonb_typeof(found) = 'array'
      on conflict (workspace_id, lead_id) do update set found = excluded.found where m.found <> excluded.found
      returning workspace_id, lead_id, found
    )
    insert into action_logs (workspace_id, lead_id, id, type, status, output, created_at, completed_at)
    select r.workspace_id, r.lead_id, g.log_id, 'SYSTEM_NOTE', 'COMPLETED',
      jsonb_build_object('matchingLeads', r.found), now(), now()
    from recorded r join given g on g.workspace_id = r.workspace_id and g.lead_id = r.lead_id
    returning id, lead_id as "leadId", created_at as at, output
    ${prepared('write-matches')}`.execute(db)
  return rows
}
