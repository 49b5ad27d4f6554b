import { CompiledCreateLeadRequest, type CreateLeadRequest } from '@intake/contracts/create-lead'
import { toFieldErrors, toPointer } from '@intake/contracts/field-errors'
import { gatherFields } from '@intake/contracts/gather-fields'
import { findUnstorableJson, toStorableText } from '@intake/contracts/text'
import type { FlatRecord } from '../mapping/mapping.ts'
import type { RecordNote } from '../mapping/read-record.ts'
import { unreadPhone } from '../warnings/lead-warnings.ts'
import { type CustomFieldsMade, createCustomFields } from './keep-answers.ts'
import { addTo, newRecord } from './kinds/json-body.ts'
import { mappingFor, namesIn } from './mapping-for.ts'
import { restOf, textsOf } from './rest-of-answers.ts'
import type { Entry, OpenSource } from './source-kind.ts'

/** What an entry becomes, as far as that takes no database. */
export interface ReadEntry {
  /** The body of a create that it makes. */
  lead: Record<string, unknown>
  /** The same as a create takes it; null where it is quarantined. */
  request: CreateLeadRequest | null
  /** Why it is quarantined. */
  code: string | null
  /** What is wrong with it, or odd about it. */
  errors: RecordNote[]
  /** Names of values that could not be kept. */
  dropped: readonly string[]
}

/**
 * Reads an entry by its source's mapping and by the names that are known, and makes the body of a create of it. A lead with an e-mail or a
 * phone is never quarantined for its name; a value that can't be read goes to `customFields`. What is quarantined has neither contact nor name,
 * or an opt-out that can't be read. Every value that was said is in the body, or its name is in `errors` or `dropped`.
 */
export function readEntry(
  entry: Entry,
  source: OpenSource,
  { defaultRegion }: { defaultRegion: string },
): ReadEntry {
  const record = storableRecord(entry.record ?? {})
  const own = source.mapping ?? {}
  const names = mappingFor(source, Object.keys(record), entry.hints ?? {})
  const { targets, unmapped, translated } = names
  const read = names.read(record)
  const isOptOut = ({ pointer }: RecordNote) => pointer === '/didOptOut'
  const optOutFaults = read.faults.filter(isOptOut)
  const errors = [...read.warnings, ...read.faults.filter((fault) => !isOptOut(fault))]
  const mapped = withoutVisitorsOptOut(read.lead, source, errors)
  const { customFields, ...fields } = mapped
  const whole = bodyOf(entry, source, fields)
  const { body, dropped: others } = gatherFields(whole, 'create', 'ignore') ?? {
    body: whole,
    dropped: [],
  }
  const kept = createCustomFields()
  const saying = (target: string) => namesOf(target, own, targets)
  for (const [name, value] of Object.entries({ ...(customFields as object) }))
    kept.keep(
      name,
      value,
      saying((Object.hasOwn(restTargets, name) && restTargets[name]) || `customFields.${name}`),
    )
  for (const name of others) kept.keep(name, whole[name], saying(name))
  for (const name of unmapped) kept.keep(name, record[name])
  const texts = textsOf(mapped)
  for (const [name, target] of targets) {
    const others = translated.flatMap(([one, values]) => (one === name ? values : []))
    const known = others.length > 0 ? { ...texts, whole: new Set([...texts.whole, ...others]) } : texts
    if (typeof mapped[target ?? name] !== 'boolean') kept.keep(name, restOf(record[name], known))
  }
  if (optOutFaults.length > 0)
    return answer(kept.putInto(body), null, 'opt_out_not_read', [...errors, ...optOutFaults], kept)
  const made = toRequest(body, errors, { custom: kept, namesOf: saying })
  const unread = unreadPhone(made.request?.phoneNumber, defaultRegion)
  return unread ? { ...made, errors: [...made.errors, unread] } : made
}

/** What readers of records keep beside a field. */
const restTargets: Readonly<Record<string, string>> = { otherEmail: 'email', otherPhone: 'phoneNumber' }

/** The names of the record that a field is made of; its own where there are none. */
function namesOf(
  target: string,
  own: NonNullable<OpenSource['mapping']>,
  targets: ReadonlyMap<string, string | null>,
): string[] {
  const isOf = (one: string) =>
    one === target || one === `${target}[]` || one.startsWith(`${target.replace('Items', '')}.`)
  const ownNames = Object.entries(own).flatMap(([one, from]) =>
    from !== null && isOf(one) ? namesIn(from) : [],
  )
  const isNamePart = target === 'firstName' || target === 'lastName'
  const known = [...targets].flatMap(([name, one]) =>
    one === target || (isNamePart && one === 'fullName') ? [name] : [],
  )
  const names = [...ownNames, ...known]
  return names.length > 0 ? names : [target]
}

/** The record without what Postgres can't store: the rest of a text is still what somebody said. */
function storableRecord(record: FlatRecord): FlatRecord {
  if (findUnstorableJson(record) !== 'unstorable_text') return record
  const storable = newRecord()
  for (const [name, value] of Object.entries(record)) addTo(storable, toStorableText(name), storableOf(value))
  return storable
}

function storableOf(value: unknown): unknown {
  if (typeof value === 'string') return toStorableText(value)
  if (Array.isArray(value)) return value.map(storableOf)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [toStorableText(name), storableOf(inner)]),
  )
}

function answer(
  lead: Record<string, unknown>,
  request: CreateLeadRequest | null,
  code: string | null,
  errors: readonly RecordNote[],
  { dropped }: CustomFieldsMade,
): ReadEntry {
  const lost = dropped.slice(0, mostTold).map((name) => ({
    pointer: '/customFields',
    code: 'value_dropped',
    message: 'does not fit into customFields; it stands in the submission only',
    name: name.slice(0, longestTold),
  }))
  const told = [...errors, ...lost].map((note) => ({
    ...note,
    pointer: toStorableText(note.pointer),
    message: toStorableText(note.message),
    ...(note.name !== undefined && { name: toStorableText(note.name) }),
  }))
  return { lead, request, code, errors: told, dropped }
}

const mostTold = 20
const longestTold = 200

/** A visitor's form opts nobody out unless the source says so. The answer is kept with the others. */
function withoutVisitorsOptOut(
  lead: Readonly<Record<string, unknown>>,
  { kind, settings }: OpenSource,
  errors: RecordNote[],
): Record<string, unknown> {
  const consents = (lead.consent ?? []) as { channel: string; status: string }[]
  const withdrawn = consents.filter(({ status }) => status === 'withdrawn')
  if (kind !== 'form' || settings.mayOptOut || (lead.didOptOut !== true && withdrawn.length === 0))
    return { ...lead }
  const { didOptOut, consent: _, ...rest } = lead
  const granted = consents.filter(({ status }) => status !== 'withdrawn')
  const said = [...(didOptOut === true ? ['any'] : []), ...withdrawn.map(({ channel }) => channel)]
  errors.push({
    pointer: '/didOptOut',
    code: 'opt_out_not_taken',
    message: 'forms of this source opt nobody out; the answer is kept in customFields',
  })
  return {
    ...rest,
    ...(granted.length > 0 && { consent: granted }),
    customFields: { ...(rest.customFields as object), optOut: said.join(', ') },
  }
}

function bodyOf(
  { externalId, knownForSeconds, lead = {} }: Entry,
  { kind, defaults }: OpenSource,
  mapped: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const { tags: ownTags, ...others } = defaults
  const tags = [...((mapped.tags as string[] | undefined) ?? []), ...(ownTags ?? [])]
  const isSendersId = externalId !== null && knownForSeconds === undefined && kind !== 'form'
  return {
    source: kind,
    ...(isSendersId && { externalLeadId: externalId }),
    ...others,
    ...lead,
    ...mapped,
    ...(tags.length > 0 && { tags }),
  }
}

/** The body as a create takes it: what can't be read in it makes room. */
function toRequest(
  body: Record<string, unknown>,
  warnings: readonly RecordNote[],
  { custom, namesOf }: { custom: CustomFieldsMade; namesOf(target: string): string[] },
): ReadEntry {
  let fields = body
  const errors = [...warnings]
  for (let tries = 0; tries < maxTries; tries++) {
    const lead = custom.putInto(fields)
    const isNameless = !isFilled(lead.firstName)
    const parsed = CompiledCreateLeadRequest.safeParse(isNameless ? { ...lead, firstName: '?' } : lead)
    if (parsed.success)
      return isNameless
        ? nameless(lead, parsed.data, errors, custom)
        : answer(lead, parsed.data, null, errors, custom)
    const faults = toFieldErrors(parsed.error, lead)
    const names = new Set(faults.map(({ pointer }) => pointer.split('/')[1] ?? ''))
    const movable = [...names].filter(
      (name) => Object.hasOwn(fields, name) && name !== 'didOptOut' && name !== 'consent',
    )
    if (movable.length === 0) return answer(lead, null, 'invalid_lead', [...errors, ...faults], custom)
    for (const name of movable) {
      const fault = faults.find(({ pointer }) => pointer.split('/')[1] === name)
      const { [name]: value, ...rest } = fields
      const isKept = custom.keep(name, value, namesOf(name))
      errors.push({
        pointer: toPointer([name]),
        code: 'value_not_read',
        message: `${fault?.message}; it is ${isKept ? 'kept in customFields' : 'left out'}`,
      })
      fields = rest
    }
  }
  return answer(custom.putInto(fields), null, 'invalid_lead', errors, custom)
}

const maxTries = 10

/** With an e-mail, a phone or a last name a lead needs no first name. */
function nameless(
  lead: Record<string, unknown>,
  request: CreateLeadRequest,
  errors: readonly RecordNote[],
  custom: CustomFieldsMade,
): ReadEntry {
  const code = 'nothing_to_take'
  if (![lead.email, lead.phoneNumber, lead.lastName].some(isFilled)) {
    const message = 'there is neither a name, nor an e-mail, nor a phone'
    return answer(lead, null, code, [...errors, { pointer: '', code, message }], custom)
  }
  const message = 'there is no name; the lead is stored without one'
  const warning = { pointer: '/firstName', code: 'name_missing', message }
  return answer(lead, { ...request, firstName: '' }, null, [...errors, warning], custom)
}

function isFilled(value: unknown): boolean {
  return value !== undefined && value !== null && String(value).trim() !== ''
}
