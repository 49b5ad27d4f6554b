import { CompiledCreateLeadRequest, type CreateLeadRequest } from '@intake/contracts/create-lead'
import { fitsCustomFields, maxCustomName } from '@intake/contracts/custom-fields'
import { toFieldErrors, toPointer } from '@intake/contracts/field-errors'
import { gatherFields } from '@intake/contracts/gather-fields'
import { importFields } from '@intake/contracts/imports'
import { findUnstorableJson, toStorableText } from '@intake/contracts/text'
import { anyNameTarget, targetOf } from '../mapping/known-names.ts'
import type { FlatRecord, Mapping, Source as ValueFrom } from '../mapping/mapping.ts'
import { isOptOutTarget, optOutTarget } from '../mapping/opt-out-names.ts'
import { createRecordReader, type RecordNote } from '../mapping/read-record.ts'
import { isNothing, plainText } from '../mapping/read-values.ts'
import { unreadPhone } from '../warnings/lead-warnings.ts'
import { addTo, newRecord } from './kinds/json-body.ts'
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

/** Fields that a name may be known as. */
const knownFields: readonly string[] = [...importFields, 'website', 'source', 'submittedAt']
const tagSeparators = ',;|'

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
  const { mapping, targets, unmapped } = mappingFor(Object.keys(record), entry.hints ?? {}, own)
  const read = createRecordReader(mapping, { tagSeparators })(record)
  const isOptOut = ({ pointer }: RecordNote) => pointer === '/didOptOut'
  const optOutFaults = read.faults.filter(isOptOut)
  const errors = [...read.warnings, ...read.faults.filter((fault) => !isOptOut(fault))]
  const mapped = withoutVisitorsOptOut(read.lead, source, errors)
  const { customFields, consent, ...fields } = mapped
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
  if (consent !== undefined) kept.keep('consent', consent, saying('consent'))
  for (const name of others) kept.keep(name, whole[name], saying(name))
  for (const name of unmapped) kept.keep(name, record[name])
  const texts = textsOf(mapped)
  const translated = Object.values(own).flatMap((from) => (from === null ? [] : translatedIn(from)))
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

/** The source's own mapping, and what is known of the names that it doesn't use. */
function mappingFor(
  names: readonly string[],
  hints: Readonly<Record<string, string>>,
  own: NonNullable<OpenSource['mapping']>,
): { mapping: Mapping; targets: Map<string, string | null>; unmapped: string[] } {
  const used = new Set(Object.values(own).flatMap((from) => (from === null ? [] : namesIn(from))))
  const free = names.filter((name) => !used.has(name))
  const targets = new Map(
    free.map((name) => {
      const hint = Object.hasOwn(hints, name) ? hints[name] : undefined
      return [name, hint ?? optOutTarget(name) ?? targetOf(name, knownFields)]
    }),
  )
  const all = new Set(targets.values())
  for (const [name, target] of targets) if (target === null) targets.set(name, anyNameTarget(name, all))
  const unlessOwn = (target: string) => own[target] === undefined || isOptOutTarget(target)
  const places = new Map<string, ValueFrom[]>()
  const unmapped: string[] = []
  for (const [name, target] of targets) {
    const place = target === 'tags' ? 'tags[]' : target
    if (place !== null && unlessOwn(place)) places.set(place, [...(places.get(place) ?? []), name])
    else {
      unmapped.push(name)
      targets.delete(name)
    }
  }
  const fullNames = places.get('fullName')
  if (fullNames)
    for (const part of ['first', 'last'] as const) {
      const target = `${part}Name`
      if (own[target] === undefined)
        places.set(target, [...(places.get(target) ?? []), { part, of: { first: fullNames } }])
    }
  places.delete('fullName')
  const recognized = Object.fromEntries([...places].map(([target, first]) => [target, { first }]))
  const stated = Object.fromEntries(
    Object.entries(own).flatMap(([target, from]) => (from === null ? [] : [[target, from]])),
  )
  for (const name of names) if (used.has(name)) targets.set(name, null)
  return { mapping: { ...recognized, ...stated }, targets, unmapped }
}

/** The names of a record that an operator looks at. */
function namesIn(from: ValueFrom): string[] {
  if (typeof from === 'string') return [from]
  if ('first' in from) return from.first.flatMap(namesIn)
  if ('join' in from) return from.join.flatMap(namesIn)
  return 'of' in from ? namesIn(from.of) : []
}

/** Names, each with the values that an operator puts others in the place of. */
function translatedIn(from: ValueFrom): [name: string, values: string[]][] {
  if (typeof from === 'string') return []
  if ('first' in from) return from.first.flatMap(translatedIn)
  if ('join' in from) return from.join.flatMap(translatedIn)
  if (!('of' in from)) return []
  const inner = translatedIn(from.of)
  if (!('values' in from)) return inner
  const values = Object.keys(from.values).map(comparable)
  return [...inner, ...namesIn(from.of).map((name): [string, string[]] => [name, values])]
}

/** A visitor's form opts nobody out unless the source says so. The answer is kept with the others. */
function withoutVisitorsOptOut(
  lead: Readonly<Record<string, unknown>>,
  { kind, settings }: OpenSource,
  errors: RecordNote[],
): Record<string, unknown> {
  if (kind !== 'form' || settings.mayOptOut || lead.didOptOut !== true) return { ...lead }
  const { didOptOut, ...rest } = lead
  errors.push({
    pointer: '/didOptOut',
    code: 'opt_out_not_taken',
    message: 'forms of this source opt nobody out; the answer is kept in customFields',
  })
  return { ...rest, customFields: { ...(rest.customFields as object), didOptOut } }
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

interface CustomFieldsMade {
  /** Names of what doesn't fit. */
  dropped: string[]
  /** Keeps a value under a name that nothing else has; nothing is kept of nothing. `said` are the names that it came by. */
  keep(name: string, value: unknown, said?: readonly string[]): boolean
  putInto(body: Record<string, unknown>): Record<string, unknown>
}

function createCustomFields(): CustomFieldsMade {
  let custom: Record<string, unknown> = {}
  const dropped: string[] = []
  return {
    dropped,
    keep(name, value, said = [name]) {
      if (value === undefined || value === null || value === '') return true
      const free = freeName(name, custom)
      const next = { ...custom, [free]: value }
      // A body of thousands of names is not measured thousands of times.
      const fits =
        dropped.length < mostMisfits &&
        findUnstorableJson({ [free]: value }) === null &&
        fitsCustomFields(next)
      if (fits) custom = next
      else dropped.push(...said)
      return fits
    },
    putInto: (body) => (Object.keys(custom).length > 0 ? { ...body, customFields: custom } : body),
  }
}

const mostMisfits = 100

/** A name that fits, and that nothing else has. */
function freeName(name: string, taken: Readonly<Record<string, unknown>>): string {
  const trimmed = name.trim()
  // Parsers of JSON leave this one out.
  const whole = trimmed === '' ? '_' : trimmed === '__proto__' ? '_proto_' : trimmed
  const cut = (length: number) =>
    whole.length > length ? `${whole.slice(0, length - 1).replace(/[\uD800-\uDBFF]$/, '')}…` : whole
  for (let number = 1; ; number++) {
    const end = number === 1 ? '' : ` ${number}`
    const free = cut(maxCustomName - end.length) + end
    if (!Object.hasOwn(taken, free)) return free
  }
}

/** What a lead says, as texts and as words of them. */
interface Texts {
  whole: ReadonlySet<string>
  words: ReadonlySet<string>
}

function textsOf(lead: Readonly<Record<string, unknown>>): Texts {
  const whole = leavesOf(lead).map(comparable)
  return { whole: new Set(whole), words: new Set(whole.flatMap(wordsOf)) }
}

function leavesOf(value: unknown): string[] {
  if (typeof value === 'string' || typeof value === 'number') return [String(value)]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(leavesOf) : []
}

/** As a text is compared: less what exports of Meta put in front of phones and ids. */
const comparable = (text: string) =>
  plainText(text)
    .replace(/^[pl]:\s*/i, '')
    .toLowerCase()

const wordsOf = (text: string) => text.split(/[\s,;|"[\]]+|:::/).filter(Boolean)

/** What of a value that was mapped isn't in the lead: a second answer, a part of a name, what a field doesn't take. */
function restOf(value: unknown, texts: Texts): unknown {
  if (Array.isArray(value)) {
    const rest = value.map((one) => restOf(one, texts)).filter((one) => one !== undefined)
    return rest.length > 1 ? rest : rest[0]
  }
  if (typeof value !== 'string' && typeof value !== 'number') return value ?? undefined
  const text = comparable(String(value))
  const isThere = texts.whole.has(text) || wordsOf(text).every((word) => texts.words.has(word))
  return isThere || isNothing(String(value).trim(), 'other') ? undefined : value
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
    const movable = [...names].filter((name) => Object.hasOwn(fields, name) && name !== 'didOptOut')
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
