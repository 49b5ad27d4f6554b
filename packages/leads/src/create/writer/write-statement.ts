import type { Db } from '@intake/database/create-database'
import { runPrepared } from '@intake/database/prepared'
import { matchingIdsText } from '../../matching/find-matches.ts'
import { announceText } from '../../outbox/announce.ts'
import { insertDeliveriesText } from '../../webhooks/new-deliveries.ts'
import { type LeadToWrite, otherMembers, rowColumns, statementInput } from './statement-input.ts'

/** What a batch has that others have not, and that its statement has to know of: setting all of it up for each costs a tenth more. */
interface Shape {
  /** It looks for the leads that its own match, skips those that have any and an idempotency key, and writes nothing unless the time is right. */
  seeking: boolean
  /** A lead has an idempotency key. */
  keyed: boolean
  /** A tag may have to be made. */
  makesTags: boolean
  /** Somebody is to be told of a lead. */
  told: boolean
}

/** What the statement did; null for none. */
export interface Written {
  /** Indexes of the leads that were written. */
  written: number[] | null
  /** Ids of the tags that were made. */
  new_tags: string[] | null
  /** Of a seeking one: ids of the leads that those of the batch match, newest first, by their index; of skipped ones too. */
  matches: [number, string[]][] | null
  /** Of a seeking one: the time that was given is the database's, or less than a second before it; else nothing was written. */
  timely: boolean
  /** The database's time, whole milliseconds. */
  now: Date
}

/**
 * The write path's one statement: however many leads, one round trip, one transaction (the statement's own, or the caller's). Lead, tags,
 * timeline entry, owed enrichment, outbox, idempotency key with its answer and, where somebody listens, events go in. A lead isn't written
 * when its idempotency key is taken, its template is no longer in force, or a seeking statement skips it.
 */
export async function runWriteStatement(
  db: Db,
  batch: readonly LeadToWrite[],
  at: Date,
  { seeking }: Pick<Shape, 'seeking'>,
): Promise<Written> {
  const { leads, newTags, keys, events } = statementInput(batch, at)
  const shape: Shape = { seeking, keyed: !!keys, makesTags: !!newTags, told: !!events }
  const name = nameOf(shape)
  let text = texts.get(name)
  if (text === undefined) {
    text = writeText(shape)
    texts.set(name, text)
  }
  const parameters = [at, leads, newTags, keys?.claims, keys?.bodies, events].filter(
    (parameter) => parameter !== undefined,
  )
  const [written] = await runPrepared<Written>(db, name, text, parameters)
  if (!written) throw new Error('the write answered nothing')
  return written
}

const texts = new Map<string, string>()

function nameOf({ seeking, keyed, makesTags, told }: Shape): string {
  return `write-leads${keyed ? '-keyed' : ''}${makesTags ? '-new-tags' : ''}${told ? '-and-events' : ''}${seeking ? '-seeking' : ''}`
}

/** SQL of a shape. Parameters: the time, leads, then new tags, claims of keys, the bytes of all bodies and events, as far as it has them. */
export function writeText(shape: Shape): string {
  const { seeking, keyed, makesTags, told } = shape
  let parameters = 2
  const next = () => `$${++parameters}`
  const newTags = makesTags ? next() : ''
  const [claims, bodies] = keyed ? [next(), next()] : ['', '']
  const events = told ? next() : ''
  const accepted = keyed ? 'accepted' : 'input'
  const columns = rowColumns.map(({ name }) => name).join(', ')
  const values = rowColumns
    .map(({ name }) => (name === 'is_test' ? 'coalesce(is_test, false)' : name))
    .join(', ')
  // The CTEs: input, what is to be written; claimed and accepted, keys and the leads whose keys they are; then a table each.
  return `
with input as materialized (
  select i.*${keyed ? claimColumns : ''}, $1::timestamptz as at${seeking ? ', found.ids as match_ids' : ''}
  from jsonb_to_recordset($2::jsonb) as i (
    ${rowColumns.map(({ name, type }) => `${name} ${type}`).join(', ')}, ${otherMembers})${keyed ? claimJoin(claims) : ''}
  join workspaces w on w.id = i.workspace_id and w.template_revision = i.template_revision${seeking ? seekText(keyed) : ''}
), ${keyed ? claimText(bodies, seeking) : ''}new_leads as (
  insert into leads (${columns}, created_at, updated_at)
  select ${values}, at, at from ${accepted}
), ${makesTags ? newTagsText(newTags, accepted) : ''}tagged as (
  insert into lead_tags (workspace_id, tag_id, lead_id)
  select a.workspace_id, tag_id, a.id from ${accepted} a cross join lateral unnest(a.tag_ids) as tag_id
), new_logs as (
  insert into action_logs (workspace_id, lead_id, id, type, status, summary, input, created_at, completed_at)
  select workspace_id, id, log_id, 'API_ACTIVITY', 'COMPLETED', 'Lead created', log_input, at, at from ${accepted}
), owed as (
  insert into owed_enrichments (workspace_id, lead_id, action_log_id) select workspace_id, id, log_id from ${accepted}
), announced as (
  ${announceText('lead.written', `(select workspace_id, id as lead_id, request_id, traceparent, ord from ${accepted}) a`, { by: 'ord' })}
)${told ? eventsText(events, accepted) : ''}
select (select json_agg(ord) from ${accepted}) as written,
  ${makesTags ? '(select json_agg(id) from new_tags)' : 'null::json'} as new_tags,
  ${seeking ? '(select json_agg(json_build_array(ord, match_ids)) from input where match_ids is not null)' : 'null::json'} as matches,
  ${isTimely} as timely, date_trunc('milliseconds', now()) as now`
}

const isTimely = `$1::timestamptz between now() - interval '1 second' and now()`

const claimColumns = ', k.route, k.key, k.fingerprint, k.keep_seconds, k.start, k.length'

const claimJoin = (claims: string) => `
  left join jsonb_to_recordset(${claims}::jsonb)
    as k (ord int, route text, key text, fingerprint text, keep_seconds int, start int, length int) using (ord)`

// Keys are claimed in order, as tags are made, so that two batches with the same ones wait for one another instead of
// deadlocking; an expired one is taken over.
const claimText = (bodies: string, seeking: boolean) => `claimed as (
  insert into idempotency_keys as k (workspace_id, route, key, fingerprint, status, body, created_at, expires_at)
  select workspace_id, route, key, decode(fingerprint, 'hex'), 200,
    convert_from(substring(${bodies}::bytea from start for length), 'UTF8'), at, at + make_interval(secs => keep_seconds)
  from input where key is not null${seeking ? ' and match_ids is null' : ''} order by workspace_id, route, key
  on conflict (workspace_id, route, key) do update
    set fingerprint = excluded.fingerprint, body = excluded.body, created_at = excluded.created_at, expires_at = excluded.expires_at
    where k.expires_at <= excluded.created_at
  returning k.workspace_id, k.route, k.key
), accepted as materialized (
  select i.* from input i
  where i.key is null or exists (
    select from claimed c where c.workspace_id = i.workspace_id and c.route = i.route and c.key = i.key)
), `

// A lead whose key is in force isn't looked up: it won't be written anyway, and as a rule matches what its first call wrote.
const seekText = (keyed: boolean) => `
  left join lateral (
    ${matchingIdsText(
      'i',
      `i.is_test is null and i.looked_up is null${
        keyed
          ? ` and (k.key is null or not exists (
      select from idempotency_keys u
      where u.workspace_id = i.workspace_id and u.route = k.route and u.key = k.key and u.expires_at > now()))`
          : ''
      }`,
    )}
  ) found on true
  where ${isTimely}`

const newTagsText = (tags: string, accepted: string) => `new_tags as (
  insert into tags (workspace_id, id, name, tag_key)
  select distinct on (a.workspace_id, t.key) a.workspace_id, t.id, t.name, t.key
  from jsonb_to_recordset(${tags}::jsonb) as t (ord int, id uuid, name text, key text) join ${accepted} a using (ord)
  order by a.workspace_id, t.key, t.ord on conflict do nothing returning id
), `

const eventsText = (events: string, accepted: string) => `, given_events as materialized (
  select a.workspace_id, a.id as lead_id, e.* from jsonb_to_recordset(${events}::jsonb)
    as e (number int, ord int, event text, payload jsonb, targets jsonb)
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
