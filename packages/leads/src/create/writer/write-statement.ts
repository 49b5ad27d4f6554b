import { matchingText } from '../../matching/matching-text.ts'
import { insertDeliveriesText } from '../../webhooks/new-deliveries.ts'

/** What a batch has that others have not, and that its statement has to know of. */
export interface WriteShape {
  /** A lead has a trace. Without one, as all are when nobody traces, the statement knows nothing of traces. */
  traced: boolean
  /** Somebody is to be told of a lead. */
  told: boolean
  /**
   * It looks for the leads that its own match, leaves those out that have any and an idempotency key, as their answers are stored with
   * them, and writes nothing unless the time is right. A lead whose key is in force isn't looked up: it is refused anyway, and as a rule
   * matches what its first call wrote.
   */
  seeking: boolean
  /** A lead has an idempotency key. Without one, and without new tags, setting the statement up costs a tenth less. */
  keyed: boolean
  /** A tag may have to be made. */
  makesTags: boolean
}

export interface WriteStatement {
  /** It is prepared under. */
  name: string
  text: string
}

/** What the write did; null for none. */
export interface Written {
  /**
   * Indexes of the leads that were written. One that wasn't lost its idempotency key, was made for an older template, or was left out by
   * a seeking write.
   */
  written: number[] | null
  /** Ids of the tags that were made. */
  new_tags: string[] | null
}

/** What a seeking write found besides, also for leads that it left out. */
export interface Sought extends Written {
  /** Ids of the leads that those of the batch match, newest first, by their index. */
  matches: [number, string[]][] | null
  /** The time that was given is the database's, or less than a second before it; else nothing was written. */
  timely: boolean
  /** The database's time, whole milliseconds. */
  now: Date
}

const statements = new Map<string, WriteStatement>()

/**
 * The write path's one statement: however many leads, one round trip, one transaction (the statement's own, or the
 * caller's). Leads, touched checklist values, tags, timeline entry, owed enrichment, outbox and idempotency key with
 * its answer go in; where somebody listens, the events too. Its parameters are the time, leads, values, tags, where it is keyed the keys
 * and the bytes of all their bodies, and where somebody is told the events; all but the time and the bytes as JSON arrays,
 * whose members may be left out where they are null or false. Answers one row, {@link Written}.
 */
export function writeStatement(shape: WriteShape): WriteStatement {
  const { traced, told, seeking, keyed, makesTags } = shape
  const name = `write-leads${keyed ? '-keyed' : ''}${makesTags ? '-new-tags' : ''}${traced ? '-traced' : ''}${told ? '-and-events' : ''}${seeking ? '-seeking' : ''}`
  let statement = statements.get(name)
  if (!statement) {
    statement = { name, text: writeText(shape) }
    statements.set(name, statement)
  }
  return statement
}

function writeText({ traced, told, seeking, keyed, makesTags }: WriteShape): string {
  const keys = keyed ? keysOf(seeking) : noKeys
  const accepted = keyed ? 'accepted a' : 'input a'
  return `
with input as materialized (
  select i.*${keys.columns}, $1::timestamptz as at${seeking ? ', found.ids as match_ids' : ''}
  from jsonb_to_recordset($2::jsonb) as i (
    ord int, workspace_id uuid, template_revision int, id uuid, first_name text, middle_name text, last_name text,
    business_name text, email text, email_key text, phone_raw text, phone_e164 text, external_lead_id text, timezone text,
    timezone_source text, assignee_type text, source text, is_test boolean, did_opt_out boolean, email_verified boolean,
    log_id uuid, log_input jsonb, request_id text${traced ? ', traceparent text' : ''}${seeking ? ', looked_up boolean' : ''})${keys.join}
  join workspaces w on w.id = i.workspace_id and w.template_revision = i.template_revision${seeking ? seek(keys.unclaimed) : ''}
), ${keys.claim}new_leads as (
  insert into leads (workspace_id, id, first_name, middle_name, last_name, business_name, email, email_key, phone_raw,
    phone_e164, external_lead_id, timezone, timezone_source, assignee_type, source, is_test, opt_out_at,
    email_verified_at, created_at, updated_at)
  select workspace_id, id, first_name, middle_name, last_name, business_name, email, email_key, phone_raw, phone_e164,
    external_lead_id, timezone, timezone_source, assignee_type, source, coalesce(is_test, false), case when did_opt_out then at end,
    case when email_verified then at end, at, at
  from ${accepted}
), new_values as (
  insert into lead_checklist_values (workspace_id, lead_id, checklist_item_id, value, status, validation_error, updated_at)
  select a.workspace_id, a.id, v.item_id, nullif(v.value, 'null'::jsonb), v.status, v.validation_error, a.at
  from jsonb_to_recordset($3::jsonb) as v (ord int, item_id uuid, value jsonb, status text, validation_error text)
  join ${accepted} using (ord)
), ${makesTags ? newTagText(accepted) : tagText(accepted)}, new_logs as (
  insert into action_logs (workspace_id, lead_id, id, type, status, summary, input, created_at, completed_at)
  select workspace_id, id, log_id, 'API_ACTIVITY', 'COMPLETED', 'Lead created', log_input, at, at from ${accepted}
), owed as (
  insert into owed_enrichments (workspace_id, lead_id, action_log_id)
  select workspace_id, id, log_id from ${accepted}
), announced as (
  insert into outbox (workspace_id, topic, lead_ids, request_ids${traced ? ', traceparents' : ''})
  select workspace_id, 'lead.written', array_agg(id order by ord), array_agg(request_id order by ord)${
    traced
      ? `,
    case when count(traceparent) > 0 then array_agg(traceparent order by ord) end`
      : ''
  }
  from ${accepted} group by workspace_id
)${told ? eventText(accepted, keyed ? '$7' : '$5') : ''}
select (select json_agg(ord) from ${accepted}) as written, ${makesTags ? '(select json_agg(id) from new_tags)' : 'null::json'} as new_tags${seeking ? sought : ''}`
}

const noKeys = { columns: '', join: '', unclaimed: 'true', claim: '' }

// Keys are claimed in order, as tags are made, so that two batches with the same ones wait for one another instead of
// deadlocking; an expired one is taken over.
function keysOf(seeking: boolean): typeof noKeys {
  return {
    columns: ', k.route, k.key, k.fingerprint, k.keep_seconds, k.start, k.length, k.frame_id',
    join: `
  left join jsonb_to_recordset($5::jsonb)
    as k (ord int, route text, key text, fingerprint text, keep_seconds int, start int, length int, frame_id uuid) using (ord)`,
    unclaimed: `(k.key is null or not exists (
      select from idempotency_keys u
      where u.workspace_id = i.workspace_id and u.route = k.route and u.key = k.key and u.expires_at > now()))`,
    claim: `claimed as (
  insert into idempotency_keys as k (workspace_id, route, key, fingerprint, status, body, frame_id, created_at, expires_at)
  select workspace_id, route, key, decode(fingerprint, 'hex'), 200,
    convert_from(substring($6::bytea from start for length), 'UTF8'), frame_id, at, at + make_interval(secs => keep_seconds)
  from input where key is not null${seeking ? ' and match_ids is null' : ''} order by workspace_id, route, key
  on conflict (workspace_id, route, key) do update
    set fingerprint = excluded.fingerprint, body = excluded.body, frame_id = excluded.frame_id, created_at = excluded.created_at, expires_at = excluded.expires_at
    where k.expires_at <= now()
  returning k.workspace_id, k.route, k.key
), accepted as materialized (
  select i.* from input i
  where i.key is null or exists (
    select from claimed c where c.workspace_id = i.workspace_id and c.route = i.route and c.key = i.key)
), `,
  }
}

const tagText = (accepted: string) => `tagged as (
  insert into lead_tags (workspace_id, lead_id, tag_id, position)
  select a.workspace_id, a.id, t.tag_id, t.position
  from jsonb_to_recordset($4::jsonb) as t (ord int, tag_id uuid, position smallint)
  join ${accepted} using (ord)
)`

const newTagText = (accepted: string) => `given_tags as materialized (
  select a.workspace_id, a.id as lead_id, t.* from jsonb_to_recordset($4::jsonb)
    as t (ord int, tag_id uuid, name text, key text, maybe_new boolean, position smallint)
  join ${accepted} using (ord)
), new_tags as (
  insert into tags (workspace_id, id, name, tag_key)
  select distinct on (workspace_id, key) workspace_id, tag_id, name, key from given_tags where maybe_new
  order by workspace_id, key, ord on conflict do nothing returning id
), tagged as (
  insert into lead_tags (workspace_id, lead_id, tag_id, position)
  select workspace_id, lead_id, tag_id, position from given_tags
)`

const isTimely = `$1::timestamptz between now() - interval '1 second' and now()`
const seek = (unclaimed: string) => `
  left join lateral (
    ${matchingText}
    where i.is_test is null and i.looked_up is null and ${unclaimed}
  ) found on true
  where ${isTimely}`
const sought = `,
  (select json_agg(json_build_array(ord, match_ids)) from input where match_ids is not null) as matches,
  ${isTimely} as timely, date_trunc('milliseconds', now()) as now`

const eventText = (accepted: string, events: string) => `, given_events as materialized (
  select a.workspace_id, a.id as lead_id, e.* from jsonb_to_recordset(${events}::jsonb)
    as e (number int, ord int, event text, payload jsonb, targets jsonb)
  join ${accepted} using (ord)
), new_deliveries as (${insertDeliveriesText}
), completions as (
  insert into lead_completions (workspace_id, lead_id)
  select workspace_id, lead_id from given_events where event = 'lead.completed'
), announced_deliveries as (
  insert into outbox (workspace_id, topic, lead_ids, request_ids)
  select workspace_id, 'webhook.due', array_agg(id order by ord), array_agg(request_id order by ord)
  from ${accepted} where exists (select from new_deliveries d where d.lead_id = a.id) group by workspace_id
)`
