import type { Queryable } from '@intake/database/queryable'
import type { KeptBody } from './keep-bodies.ts'
import type { IdempotencyClaim, NewLead } from './new-lead.ts'
import type { TagToWrite } from './tags.ts'
import { createdEvents } from './webhooks/created-events.ts'
import { type Written, writeStatement } from './write-statement.ts'

export interface LeadToWrite {
  newLead: NewLead
  tags: TagToWrite[]
  /** Its answer, where it has an idempotency key to be kept under. */
  kept: KeptBody | undefined
}

/** Writes a batch with one statement; see write-statement.ts. */
export async function writeLeads(
  client: Queryable,
  batch: readonly LeadToWrite[],
  at: Date,
): Promise<Written> {
  const rows: string[] = []
  const keys: object[] = []
  const bodies: Buffer[] = []
  const values: object[] = []
  const tags: object[] = []
  const events: object[] = []
  let bodiesEnd = 0
  let traced = false
  for (const [ord, { newLead, tags: given, kept }] of batch.entries()) {
    rows.push(rowJson(ord, newLead))
    if (newLead.traceparent !== undefined) traced = true
    for (const value of newLead.values) values.push(toValue(ord, value))
    for (const [position, tag] of given.entries()) tags.push(toTag(ord, position, tag))
    if (newLead.idempotency && kept) {
      const body = Buffer.from(kept.text)
      keys.push(toKey(ord, newLead.idempotency, kept.frameId, bodiesEnd + 1, body.length))
      bodies.push(body)
      bodiesEnd += body.length
    }
    for (const event of createdEvents(newLead, at)) events.push({ number: events.length, ord, ...event })
  }
  const told = events.length > 0
  const { name, text } = writeStatement({ traced, told })
  const given = [
    at.toISOString(),
    `[${rows.join(',')}]`,
    JSON.stringify(keys),
    Buffer.concat(bodies),
    JSON.stringify(values),
    JSON.stringify(tags),
  ]
  if (told) given.push(JSON.stringify(events))
  const result = await client.query<Written>({ name, text, values: given })
  const [written] = result.rows
  if (!written) throw new Error('the write answered nothing')
  return written
}

/** A lead's row as JSON. The timeline entry's input is JSON already. */
function rowJson(ord: number, { fields, template, actionLog, requestId, traceparent }: NewLead): string {
  const traced = traceparent === undefined ? '' : `,"traceparent":${JSON.stringify(traceparent)}`
  const head = `{"ord":${ord},"template_revision":${template.revision},"request_id":${JSON.stringify(requestId)}${traced}`
  return `${head},"log_id":"${actionLog.id}","log_input":${actionLog.inputJson},${JSON.stringify(fields).slice(1)}`
}

/** `start`, from 1, and `length` say where its body lies in that of all: quoted once more, as JSON, they cost twice as much. */
function toKey(
  ord: number,
  { route, key, fingerprint, keepSeconds }: IdempotencyClaim,
  frameId: string | null,
  start: number,
  length: number,
) {
  return {
    ord,
    route,
    key,
    fingerprint: fingerprint.toString('hex'),
    keep_seconds: keepSeconds,
    start,
    length,
    frame_id: frameId,
  }
}

function toValue(ord: number, touched: NewLead['values'][number]) {
  return {
    ord,
    item_id: touched.item.id,
    value: touched.value ?? null,
    status: touched.status,
    validation_error: touched.validationError,
  }
}

/** Spelling and key are for tags that are made only. */
function toTag(ord: number, position: number, { id, name, key, maybeNew }: TagToWrite) {
  return maybeNew
    ? { ord, position, tag_id: id, maybe_new: true, name, key }
    : { ord, position, tag_id: id, maybe_new: false }
}
