const areas = {
  212: 'New_York',
  305: 'New_York',
  312: 'Chicago',
  404: 'New_York',
  415: 'Los_Angeles',
  512: 'Chicago',
  602: 'Phoenix',
  678: 'New_York',
  702: 'Los_Angeles',
  808: 'Pacific/Honolulu',
  907: 'Anchorage',
  416: 'Toronto',
}
const zones = Object.values(areas).map((zone) => (zone.includes('/') ? zone : `America/${zone}`))
const arrayOf = (texts: string[]) => `array['${texts.join("', '")}']`
/** A number's place among all that these areas have; multiplied by this prime, neighbours lie far apart and none comes twice. */
const areaCount = Object.keys(areas).length
const exchanges = 799
const numbers = areaCount * exchanges * 10_000
const scatter = 48_271

/**
 * Leads number $2 to $3 of workspace $1 in one statement, as makeBody makes and the service writes them: lead with two
 * checklist values and two tags, timeline entry. Every twentieth has the phone of the one before it, every fiftieth the e-mail. With $5
 * they are owed their enrichment; else they have it, with their matches, and were made evenly over a year that ends with number $4;
 * only the timeline entry is shorter by its checklist items, which no create reads.
 */
export const fillStatement = `
with numbered as (
  select n, case when n % 20 = 5 then n - 1 else n end as phone_n, case when n % 50 = 11 then n - 1 else n end as email_n,
    case when $5 then interval '0' else ($4::bigint - n) * (interval '365 days' / $4::bigint) end as ago
  from generate_series($2::bigint, $3::bigint) n
), placed as (
  select *, (phone_n * ${scatter}) % ${numbers} as place from numbered
), input as materialized (
  select n, $1::uuid as workspace_id, uuidv7(-ago) as id, uuidv7(-ago) as log_id, now() - ago as at, 'bench-' || n as request_id,
    'Ada ' || n % 977 as first_name, 'Lovelace ' || (n * 7919) % 9973 as last_name,
    'Pacific Coast Container Haulers ' || (n * 31) % 100000 as business_name, 'ada.' || email_n || '@fill.example.com' as email,
    (${arrayOf(Object.keys(areas))})[1 + place % ${areaCount}] as area, (${arrayOf(zones)})[1 + place % ${areaCount}] as zone,
    (200 + place / ${areaCount} % ${exchanges})::text as exchange, lpad((place / ${areaCount * exchanges})::text, 4, '0') as line, 'campaign ' || n % 39 as campaign
  from placed
), items as materialized (
  select max(id::text) filter (where code = 'business_name') as business_name, max(id::text) filter (where code = 'tax_id') as tax_id,
    array_agg(id order by position) filter (where is_required and conditions is null and code not in ('business_name', 'tax_id')) as missing
  from checklist_items where workspace_id = $1 and lead_id is null and retired_at is null
), new_leads as (
  insert into leads (workspace_id, id, first_name, last_name, business_name, email, email_key, phone_raw, phone_e164, phone_key, assignee_type,
    source, is_test, checklist, tag_ids, created_at, updated_at)
  select workspace_id, id, first_name, last_name, i.business_name, email, email, format('(%s) %s-%s', area, exchange, line),
    '+1' || area || exchange || line, '+1' || area || exchange || line, 'HUMAN_AGENT', 'api', false,
    jsonb_build_object(items.business_name, jsonb_build_object('value', 'Pacific Coast ' || n, 'status', 'COMPLETED'),
      items.tax_id, jsonb_build_object('value', '12-3456789', 'status', 'COMPLETED')),
    array(select t.id from tags t where t.workspace_id = i.workspace_id and t.tag_key in ('solar', campaign) order by t.tag_key <> 'solar'),
    at, at
  from input i cross join items order by n
), tagged as (
  insert into lead_tags (workspace_id, tag_id, lead_id)
  select i.workspace_id, t.id, i.id
  from input i join tags t on t.workspace_id = i.workspace_id and t.tag_key in ('solar', campaign) order by n
), zones as (
  insert into lead_timezones (workspace_id, lead_id, phone_e164, zone, confidence, basis, table_version)
  select workspace_id, id, '+1' || area || exchange || line, zone, 'high', 'npa', '2026f-9b6bae67' from input where not $5 order by n
), facts as (
  insert into activity_facts (workspace_id, lead_id, action_log_id, at, phone, phone_country, phone_kind, zone, zone_confidence, missing)
  select workspace_id, id, log_id, at + interval '1 second', '+1' || area || exchange || line, 'US', 'fixed_line_or_mobile', zone, 'high', items.missing
  from input cross join items where not $5 order by n
), new_logs as (
  insert into action_logs (workspace_id, lead_id, id, type, status, summary, input, created_at, completed_at)
  select workspace_id, id, log_id, 'API_ACTIVITY', 'COMPLETED', 'Lead created',
    jsonb_build_object('requestId', request_id, 'tags', jsonb_build_array('solar', campaign),
      'lead', jsonb_build_object('firstName', first_name, 'lastName', last_name, 'businessName', business_name, 'email', email,
        'phoneNumber', '+1' || area || exchange || line, 'assigneeType', 'manual'),
      'checklistItems', case when $5 then jsonb_build_array(jsonb_build_object('code', 'business_name', 'value', 'Pacific Coast ' || n, 'status', 'COMPLETED'),
        jsonb_build_object('code', 'tax_id', 'value', '12-3456789', 'status', 'COMPLETED')) end), at, at
  from input order by n
), matches as (
  insert into lead_matches (workspace_id, lead_id, found)
  select a.workspace_id, a.id, jsonb_build_array(jsonb_build_object('leadId', b.id, 'on',
    jsonb_build_array(case when a.n % 20 = 5 then 'phone' else 'email' end)))
  from input a join input b on b.n = a.n - 1 and (a.n % 20 = 5 or a.n % 50 = 11) where not $5
)
insert into owed_enrichments (workspace_id, lead_id, action_log_id) select workspace_id, id, log_id from input where $5`
