import { planName } from '@intake/database/prepared'
import type { Queryable } from '@intake/database/queryable'
import type { KeptBody } from '../../idempotency/keep-bodies.ts'
import type { TagToWrite } from '../../tags/tags.ts'
import { createdEvents } from '../../webhooks/created-events.ts'
import type { IdempotencyClaim, NewLead } from '../new-lead.ts'
import { leadRowJson } from './lead-row-json.ts'
import { type Sought, type Written, writeStatement } from './write-statement.ts'

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
  return run<Written>(client, batch, at, false)
}

/** The same, but looks matches up itself and leaves leads out that have any and a key; writes nothing unless `at` is the database's time. */
export async function seekAndWrite(
  client: Queryable,
  batch: readonly LeadToWrite[],
  at: Date,
): Promise<Sought> {
  return run<Sought>(client, batch, at, true)
}

async function run<Done extends Written>(
  client: Queryable,
  batch: readonly LeadToWrite[],
  at: Date,
  seeking: boolean,
): Promise<Done> {
  const rows: string[] = []
  const keys: object[] = []
  const bodies: Buffer[] = []
  const values: object[] = []
  const tags: object[] = []
  const events: object[] = []
  let bodiesEnd = 0
  let traced = false
  let makesTags = false
  for (const [ord, { newLead, tags: given, kept }] of batch.entries()) {
    rows.push(leadRowJson(ord, newLead))
    if (newLead.traceparent !== undefined) traced = true
    for (const value of newLead.values) values.push(toValue(ord, value))
    for (const [position, tag] of given.entries()) {
      tags.push(toTag(ord, position, tag))
      if (tag.maybeNew) makesTags = true
    }
    if (newLead.idempotency && kept) {
      const body = Buffer.from(kept.text)
      keys.push(toKey(ord, newLead.idempotency, kept.frameId, bodiesEnd + 1, body.length))
      bodies.push(body)
      bodiesEnd += body.length
    }
    for (const event of createdEvents(newLead, at)) events.push({ number: events.length, ord, ...event })
  }
  const told = events.length > 0
  const keyed = keys.length > 0
  const { name, text } = writeStatement({ traced, told, seeking, keyed, makesTags })
  const given: (string | Buffer)[] = [
    at.toISOString(),
    `[${rows.join(',')}]`,
    JSON.stringify(values),
    JSON.stringify(tags),
  ]
  if (keyed) given.push(JSON.stringify(keys), Buffer.concat(bodies))
  if (told) given.push(JSON.stringify(events))
  // Its plan has to follow the table that it looks into.
  const result = await client.query<Done>({ name: seeking ? planName(name) : name, text, values: given })
  const [written] = result.rows
  if (!written) throw new Error('the write answered nothing')
  return written
}

// Members stand in the order of `jsonb`, see lead-row-json.ts.

/** `start`, from 1, and `length` say where its body lies in that of all: quoted once more, as JSON, they cost twice as much. */
function toKey(
  ord: number,
  { route, key, fingerprint, keepSeconds }: IdempotencyClaim,
  frameId: string | null,
  start: number,
  length: number,
) {
  return {
    key,
    ord,
    route,
    start,
    length,
    frame_id: frameId ?? undefined,
    fingerprint: fingerprint.toString('hex'),
    keep_seconds: keepSeconds,
  }
}

function toValue(ord: number, { item, value, status, validationError }: NewLead['values'][number]) {
  return {
    ord,
    value: value ?? undefined,
    status,
    item_id: item.id,
    validation_error: validationError ?? undefined,
  }
}

/** Spelling and key are for tags that are made only. */
function toTag(ord: number, position: number, { id, name, key, maybeNew }: TagToWrite) {
  return maybeNew ? { key, ord, name, tag_id: id, position, maybe_new: true } : { ord, tag_id: id, position }
}
