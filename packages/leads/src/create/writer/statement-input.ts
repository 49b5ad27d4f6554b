import type { LeadRow } from '@intake/database/tables'
import type { Tag } from '../../tags/tags.ts'
import { createdEvents } from '../../webhooks/created-events.ts'
import { fieldColumns, timeColumns } from '../lead-fields.ts'
import type { NewLead } from '../new-lead.ts'

/** The columns of a new lead's row that may hold something, and their types in Postgres. */
export const rowColumns: readonly { name: keyof LeadRow & string; type: string }[] = (
  [
    ['workspace_id', 'uuid'],
    ['id', 'uuid'],
    ...fieldColumns.map((name) => [name, timeColumns.has(name) ? 'timestamptz' : 'text']),
    ['is_test', 'boolean'],
    ['checklist', 'jsonb'],
    ['tag_ids', 'uuid[]'],
    ['custom', 'jsonb'],
    ['attribution', 'jsonb'],
  ] as [keyof LeadRow & string, string][]
).map(([name, type]) => ({ name, type }))

/** What else the statement is told of a lead. */
export const otherMembers = `ord int, template_revision int, log_id uuid, log_input jsonb, request_id text, traceparent text, looked_up boolean`

type Member = readonly [name: string, json: (lead: NewLead, ord: number) => string | undefined]

const members: readonly Member[] = [
  ...rowColumns.map(({ name }): Member => [name, ({ row }) => valueJson(row[name])]),
  ['ord', (_, ord) => String(ord)],
  ['template_revision', ({ template }) => String(template.revision)],
  ['log_id', ({ actionLog }) => `"${actionLog.id}"`],
  ['log_input', ({ actionLog }) => actionLog.inputJson],
  ['request_id', ({ requestId }) => JSON.stringify(requestId)],
  ['traceparent', ({ traceparent }) => valueJson(traceparent ?? null)],
  ['looked_up', ({ matches }) => (matches ? 'true' : undefined)],
] satisfies Member[]
// In the order in which `jsonb` keeps members, shorter names first, then by bytes: that spares Postgres a sixth of reading them.
const sorted = [...members].sort(([a], [b]) => a.length - b.length || (a < b ? -1 : 1))

/** A new lead as the statement takes it, a JSON object. Members that are null or false are left out. */
export function leadJson(lead: NewLead, ord: number): string {
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

export interface LeadToWrite {
  newLead: NewLead
  /** Those of its tags that may have to be made. */
  newTags: readonly Tag[]
  /** Its answer, where it has an idempotency key to be stored under. */
  stored: string | undefined
}

/** The statement's parameters, by what they are. A part that no lead has is left out. */
export interface StatementInput {
  leads: string
  newTags: string | undefined
  keys: { claims: string; bodies: Buffer } | undefined
  events: string | undefined
}

export function statementInput(batch: readonly LeadToWrite[], at: Date): StatementInput {
  const leads: string[] = []
  const tags: object[] = []
  const claims: object[] = []
  const bodies: Buffer[] = []
  const events: object[] = []
  let bodiesEnd = 0
  for (const [ord, { newLead, newTags, stored }] of batch.entries()) {
    leads.push(leadJson(newLead, ord))
    for (const { id, key, name } of newTags) tags.push({ id, key, ord, name })
    if (newLead.idempotency && stored) {
      const body = Buffer.from(stored)
      const { route, key, fingerprint, keepSeconds } = newLead.idempotency
      claims.push({
        key,
        ord,
        route,
        // Where its body lies in that of all, from 1: quoted once more, as JSON, bodies cost twice as much.
        start: bodiesEnd + 1,
        length: body.length,
        fingerprint: fingerprint.toString('hex'),
        keep_seconds: keepSeconds,
      })
      bodies.push(body)
      bodiesEnd += body.length
    }
    for (const event of createdEvents(newLead, at)) events.push({ number: events.length, ord, ...event })
  }
  const json = (rows: object[]) => (rows.length > 0 ? JSON.stringify(rows) : undefined)
  const claimed = json(claims)
  return {
    leads: `[${leads.join(',')}]`,
    newTags: json(tags),
    keys: claimed === undefined ? undefined : { claims: claimed, bodies: Buffer.concat(bodies) },
    events: json(events),
  }
}
