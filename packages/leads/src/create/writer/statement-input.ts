import type { LeadRow } from '@intake/database/tables'
import { consentRows } from '../../consent/consents.ts'
import { type SubmissionsInput, submissionsInput } from '../../sources/new-submission.ts'
import { type TagSpellings, tagOf } from '../../tags/tags.ts'
import { createdEvents } from '../../webhooks/events.ts'
import { fieldColumns, jsonColumns, timeColumns } from '../lead-fields.ts'
import { type NewLead, undated } from '../new-lead.ts'

/** The columns of a new lead's row that may hold something, and their types in Postgres. */
export const rowColumns: readonly { name: keyof LeadRow & string; type: string }[] = (
  [
    ['workspace_id', 'uuid'],
    ['id', 'uuid'],
    ...fieldColumns.map((name) => [
      name,
      timeColumns.has(name) ? 'timestamptz' : jsonColumns.has(name) ? 'jsonb' : 'text',
    ]),
    ['is_test', 'boolean'],
    ['checklist', 'jsonb'],
    ['tag_ids', 'uuid[]'],
  ] as [keyof LeadRow & string, string][]
).map(([name, type]) => ({ name, type }))

/** What else the statement is told of a lead. */
export const otherMembers = `ord int, template_revision int, log_id uuid, log_input jsonb, request_id text, traceparent text, search_names text[], suppression_keys text[], consents jsonb,
    key text, key_route text, key_fingerprint text, key_seconds int`

type Member = readonly [name: string, json: (lead: NewLead, ord: number) => string | undefined]

const members: readonly Member[] = [
  ...rowColumns.map(({ name }): Member => [name, ({ row }) => valueJson(row[name])]),
  ['ord', (_, ord) => String(ord)],
  ['template_revision', ({ template }) => String(template.revision)],
  ['log_id', ({ actionLog }) => `"${actionLog.id}"`],
  ['log_input', ({ actionLog }) => actionLog.inputJson],
  ['request_id', ({ requestId }) => JSON.stringify(requestId)],
  ['traceparent', ({ traceparent }) => valueJson(traceparent ?? null)],
  ['search_names', ({ searchable }) => (searchable.length === 0 ? undefined : JSON.stringify(searchable))],
  ['suppression_keys', ({ suppressionKeys: keys }) => (keys.length === 0 ? undefined : JSON.stringify(keys))],
  ['consents', ({ consents }) => (consents.length === 0 ? undefined : JSON.stringify(consentRows(consents)))],
  ['key', ({ idempotency }) => valueJson(idempotency?.key ?? null)],
  ['key_route', ({ idempotency }) => valueJson(idempotency?.route ?? null)],
  ['key_fingerprint', ({ idempotency }) => valueJson(idempotency?.fingerprint.toString('hex') ?? null)],
  ['key_seconds', ({ idempotency }) => valueJson(idempotency?.keepSeconds ?? null)],
]
// In the order in which `jsonb` keeps members, shorter names first, then by bytes: that spares Postgres a sixth of reading them.
const sorted = [...members].sort(([a], [b]) => a.length - b.length || (a < b ? -1 : 1))

/** A new lead as the statement takes it, a JSON object. Members that are null or false are left out. */
function leadJson(lead: NewLead, ord: number): string {
  let json = '{'
  for (const [name, toJson] of sorted) {
    const value = toJson(lead, ord)
    if (value !== undefined) json += `${json === '{' ? '' : ','}"${name}":${value}`
  }
  return `${json}}`
}

function valueJson(value: unknown): string | undefined {
  return value === null || value === false ? undefined : JSON.stringify(value)
}

/** The statement's parameters, as JSON; a part that no lead has is left out. */
export interface StatementInput {
  leads: string
  isKeyed: boolean
  isSearchable: boolean
  hasConsents: boolean
  /** Tags whose spelling isn't known: they may have to be made. */
  tags: string | undefined
  /** Webhook events. Their times are {@link undated}. */
  events: string | undefined
  /** What the leads came in as. */
  submissions: SubmissionsInput | undefined
}

export function statementInput(batch: readonly NewLead[], spellings: TagSpellings): StatementInput {
  const leads: string[] = []
  const tags: object[] = []
  const events: object[] = []
  for (const [ord, newLead] of batch.entries()) {
    leads.push(leadJson(newLead, ord))
    for (const name of newLead.tags) {
      const tag = tagOf(newLead.row.workspace_id, name)
      if (spellings.get(tag.id) === undefined) tags.push({ ord, ...tag })
    }
    for (const event of createdEvents(newLead, undated)) events.push({ number: events.length, ord, ...event })
  }
  const json = (rows: object[]) => (rows.length > 0 ? JSON.stringify(rows) : undefined)
  const isKeyed = batch.some(({ idempotency }) => idempotency)
  const isSearchable = batch.some(({ searchable }) => searchable.length > 0)
  return {
    leads: `[${leads.join(',')}]`,
    isKeyed,
    isSearchable,
    hasConsents: batch.some(({ consents }) => consents.length > 0),
    tags: json(tags),
    events: json(events),
    submissions: submissionsInput(batch),
  }
}
