import type { Db } from '@intake/database/create-database'
import { runPrepared } from '@intake/database/prepared'
import { insertConsentsText } from '../../consent/consents.ts'
import { matchingIdsText } from '../../matching/find-matches.ts'
import { announceText } from '../../outbox/announce.ts'
import { searchKeyText } from '../../searching/searchables.ts'
import { submissionsText } from '../../sources/new-submission.ts'
import { type Holding, holdingText } from '../../suppression/read-suppressed.ts'
import type { TagSpellings } from '../../tags/tags.ts'
import { createdSummary } from '../../webhooks/events.ts'
import { insertDeliveriesText } from '../../webhooks/new-deliveries.ts'
import { sinceColumns } from '../lead-fields.ts'
import { type NewLead, undated } from '../new-lead.ts'
import { otherMembers, rowColumns, statementInput } from './statement-input.ts'

/** What a batch has that others have not, and that its statement has to know of: setting all of it up for each costs a tenth more. */
interface Shape {
  /** A lead has an idempotency key. */
  keyed: boolean
  /** A lead has a value that lists may ask for. */
  searchable: boolean
  /** A lead agreed to something. */
  consented: boolean
  /** A tag may have to be made. */
  makesTags: boolean
  /** Somebody is to be told of a lead. */
  told: boolean
  /** What a lead came in as is kept with it. */
  submitted: boolean
}

/** What the statement did; null for none. */
export interface Written {
  /** Indexes of the leads that were written, each with the ids of the leads from before that it matches, newest first, and with the suppressions that hold for it. */
  leads: [ord: number, matches: string[] | null, holding: Holding[] | null][] | null
  /** The spellings of tags that weren't known, as far as the statement sees them. */
  tags: [id: string, name: string][] | null
  /** The database's time, whole milliseconds: what was written is dated by it. */
  at: Date
}

/**
 * The write path's one statement: however many leads, one round trip, one transaction (the statement's own, or the caller's). Lead, tags,
 * timeline entry, owed enrichment, outbox, claim of an idempotency key and, where somebody listens, events go in. It looks for the leads that
 * those of the batch match. A lead isn't written when its idempotency key is taken, or its template is no longer in force.
 */
export async function runWriteStatement(
  db: Db,
  batch: readonly NewLead[],
  spellings: TagSpellings,
): Promise<Written> {
  const { leads, isKeyed, isSearchable, hasConsents, tags, events, submissions } = statementInput(
    batch,
    spellings,
  )
  const shape: Shape = {
    keyed: isKeyed,
    searchable: isSearchable,
    consented: hasConsents,
    makesTags: !!tags,
    told: !!events,
    submitted: !!submissions,
  }
  const name = nameOf(shape)
  let text = texts.get(name)
  if (text === undefined) {
    text = writeText(shape)
    texts.set(name, text)
  }
  const parameters = [
    leads,
    tags,
    ...(events ? [events, undated.toISOString()] : []),
    ...(submissions ? [submissions.rows, submissions.bodies] : []),
  ]
  const [written] = await runPrepared<Written>(
    db,
    name,
    text,
    parameters.filter((parameter) => parameter !== undefined),
  )
  if (!written) throw new Error('the write answered nothing')
  return written
}

const texts = new Map<string, string>()

function nameOf({ keyed, searchable, consented, makesTags, told, submitted }: Shape): string {
  return `write-leads${keyed ? '-keyed' : ''}${searchable ? '-searchable' : ''}${consented ? '-consented' : ''}${makesTags ? '-new-tags' : ''}${told ? '-and-events' : ''}${submitted ? '-and-submissions' : ''}`
}

/** SQL of a shape. Parameters: the leads, then tags, events with what stands for their time, submissions with their bodies, as far as it has them. */
export function writeText({ keyed, searchable, consented, makesTags, told, submitted }: Shape): string {
  let parameters = 1
  const next = () => `$${++parameters}`
  const tags = makesTags ? next() : ''
  const [events, noTime] = told ? [next(), next()] : ['', '']
  const [submissions, bodies] = submitted ? [next(), next()] : ['', '']
  const accepted = keyed ? 'accepted' : 'input'
  const columns = rowColumns.map(({ name }) => name).join(', ')
  // The CTEs: input, what is to be written; claimed and accepted, keys and the leads whose keys they are; then a table each.
  return `
with input as materialized (
  select i.*, date_trunc('milliseconds', now()) as at, found.ids as match_ids, suppressed.holding
  from jsonb_to_recordset($1::jsonb) as i (
    ${rowColumns.map(({ name, type }) => `${name} ${type}`).join(', ')}, ${otherMembers})
  join workspaces w on w.id = i.workspace_id and w.template_revision = i.template_revision
  left join lateral (${matchingIdsText('i', 'i.is_test is null')}) found on true
  left join lateral (${holdingText('i')}) suppressed on i.suppression_keys is not null
), ${keyed ? claimText : ''}new_leads as (
  insert into leads (${columns}, created_at, updated_at)
  select ${rowColumns.map(({ name }) => valueText(name)).join(', ')}, at, at from ${accepted}
), ${makesTags ? newTagsText(tags, accepted) : ''}tagged as (
  insert into lead_tags (workspace_id, tag_id, lead_id)
  select a.workspace_id, tag_id, a.id from ${accepted} a cross join lateral unnest(a.tag_ids) as tag_id
), ${searchable ? searchedText(accepted) : ''}${
    consented
      ? `consented as (${insertConsentsText(accepted)}
), `
      : ''
  }new_logs as (
  insert into action_logs (workspace_id, lead_id, id, type, status, summary, input, created_at, completed_at)
  select workspace_id, id, log_id, 'API_ACTIVITY', 'COMPLETED', '${createdSummary}', log_input, at, at from ${accepted}
), owed as (
  insert into owed_enrichments (workspace_id, lead_id, action_log_id) select workspace_id, id, log_id from ${accepted}
), announced as (
  ${announceText('lead.written', `(select workspace_id, id as lead_id, request_id, traceparent, ord from ${accepted}) a`, { by: 'ord' })}
)${told ? eventsText(events, noTime, accepted) : ''}${submitted ? submissionsText(submissions, bodies, accepted) : ''}
select (select json_agg(json_build_array(ord, match_ids, holding)) from ${accepted}) as leads,
  ${makesTags ? knownTagsText(tags) : 'null::json'} as tags, date_trunc('milliseconds', now()) as at`
}

/** The time of the write takes the place of {@link undated}. */
function valueText(column: string): string {
  if ((sinceColumns as string[]).includes(column)) return `case when ${column} is not null then at end`
  return column === 'is_test' ? 'coalesce(is_test, false)' : column
}

// Keys are claimed in order, as tags are made, so that two batches with the same ones wait for one another instead of
// deadlocking; an expired one is taken over. The answer comes later.
const claimText = `claimed as (
  insert into idempotency_keys as k (workspace_id, route, key, fingerprint, status, lead_ids, created_at, expires_at)
  select workspace_id, key_route, key, decode(key_fingerprint, 'hex'), 200, array[id], at, at + make_interval(secs => key_seconds)
  from input where key is not null order by workspace_id, key_route, key
  on conflict (workspace_id, route, key) do update
    set fingerprint = excluded.fingerprint, body = null, lead_ids = excluded.lead_ids, created_at = excluded.created_at, expires_at = excluded.expires_at
    where k.expires_at <= excluded.created_at
  returning k.workspace_id, k.route, k.key
), accepted as materialized (
  select i.* from input i
  where i.key is null or exists (
    select from claimed c where c.workspace_id = i.workspace_id and c.route = i.key_route and c.key = i.key)
), `

const searchedText = (accepted: string) => `searched as (
  insert into lead_searchables (workspace_id, key, lead_id)
  select a.workspace_id, ${searchKeyText('name', 'a.custom ->> name')}, a.id
  from ${accepted} a cross join lateral unnest(a.search_names) as name on conflict do nothing
), `

const newTagsText = (tags: string, accepted: string) => `new_tags as (
  insert into tags (workspace_id, id, name, tag_key)
  select distinct on (a.workspace_id, t.key) a.workspace_id, t.id, t.name, t.key
  from jsonb_to_recordset(${tags}::jsonb) as t (ord int, id uuid, name text, key text) join ${accepted} a using (ord)
  order by a.workspace_id, t.key, t.ord on conflict do nothing returning id, name
), `

const knownTagsText = (tags: string) => `(select json_agg(json_build_array(id, name)) from (
    select id, name from new_tags
    union all
    select t.id, t.name from jsonb_to_recordset(${tags}::jsonb) as g (ord int, id uuid) join input i using (ord)
    join tags t on t.workspace_id = i.workspace_id and t.id = g.id) known)`

const eventsText = (events: string, noTime: string, accepted: string) => `, given_events as materialized (
  select a.workspace_id, a.id as lead_id, e.number, e.event, e.targets,
    replace(e.payload::text, ${noTime}, to_char(a.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))::jsonb as payload
  from jsonb_to_recordset(${events}::jsonb) as e (number int, ord int, event text, payload jsonb, targets jsonb)
  join ${accepted} a using (ord)
), new_deliveries as (${insertDeliveriesText}
), completions as (
  insert into lead_completions (workspace_id, lead_id)
  select workspace_id, lead_id from given_events where event = 'lead.completed'
), announced_deliveries as (
  ${announceText(
    'webhook.due',
    `(select workspace_id, id as lead_id, request_id, null::text as traceparent, ord
    from ${accepted} l where exists (select from new_deliveries d where d.workspace_id = l.workspace_id and d.lead_id = l.id)) a`,
    { by: 'ord' },
  )}
)`
