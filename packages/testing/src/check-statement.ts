/** Statements that look over all workspaces on purpose, by a part of their text, and why. All others name their workspace. */
const fleetStatements: readonly (readonly [part: RegExp, why: string])[] = [
  [/from "?api_keys"? where "?prefix"?/, 'the key is what tells the workspace'],
  [/select "prefix" from "api_keys" where "has_checksum"/, 'the key is what tells the workspace'],
  [/^select id from api_keys where is_publishable/, 'a browser asks before it sends the key'],
  [/from "?sources"? where "?token"?/, 'the token is what tells the workspace'],
  [/from "?configuration_revision|update "?configuration_revision/, 'one row for all'],
  [
    /^select "slug"|"?workspaces"? where "?(slug|id)"?|from "?workspaces"? order|into "?workspaces"?|update "?workspaces"?/,
    'the workspace itself',
  ],
]

/** Tables of which each row belongs to a workspace. */
const tenantTables =
  /\b(from|into|update|join)\s+"?(leads|lead_tags|lead_searchables|lead_words|lead_timezones|lead_matches|lead_completions|lead_merges|action_logs|activity_facts|messages|documents|pending_files|owed_enrichments|outbox|idempotency_keys|api_keys|webhook_endpoints|webhook_deliveries|checklist_groups|checklist_items|tags|tools|imports|import_chunks|sources|submissions|suppressions|consents|erasures|ingestion_warnings|audit_events)\b/i

/**
 * Holds a statement against the rules that every statement of ours keeps, so that the schema also runs on a distributed Postgres. Throws an error
 * that says which rule it breaks: no `ctid`; no clock within ON CONFLICT; no change beside a recursive CTE; audit events are only added; the
 * workspace is named.
 */
export function checkStatement(statement: string): void {
  const text = statement.replace(/\s+/g, ' ').trim().toLowerCase()
  const breaks = (rule: string) => {
    throw new Error(`a statement breaks a rule of ours, ${rule}: ${statement}`)
  }
  if (/\bctid\b/.test(text)) breaks('no ctid')
  for (const clause of text.split(/\bon conflict\b/).slice(1))
    if (/\b(now|clock_timestamp)\(\)/.test(clause.split(/\breturning\b|\)\s*(,|select|insert)/)[0] ?? ''))
      breaks('no clock within ON CONFLICT')
  if (/\bwith recursive\b/.test(text) && /\b(insert into|delete from|update \w+ (\w+ )?set)\b/.test(text))
    breaks('no change beside a recursive CTE')
  if (/\b(update|delete from) "?audit_events\b/.test(text)) breaks('audit events are only added')
  if (!tenantTables.test(text) || /workspace_id/.test(text)) return
  if (!fleetStatements.some(([part]) => part.test(text))) breaks('name the workspace')
}
