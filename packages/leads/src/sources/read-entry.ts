import { CompiledCreateLeadRequest, type CreateLeadRequest } from '@intake/contracts/create-lead'
import { clickIdNames, fitsCustomFields, maxCustomName, utmNames } from '@intake/contracts/custom-fields'
import { toFieldErrors, toPointer } from '@intake/contracts/field-errors'
import { gatherFields } from '@intake/contracts/gather-fields'
import { importFields } from '@intake/contracts/imports'
import { findUnstorableJson } from '@intake/contracts/text'
import { anyNameTarget, targetOf } from '../mapping/known-names.ts'
import type { FlatRecord, Mapping, Source as ValueFrom } from '../mapping/mapping.ts'
import { isOptOutTarget, optOutTarget } from '../mapping/opt-out-names.ts'
import { createRecordReader, type RecordNote } from '../mapping/read-record.ts'
import { unreadPhone } from '../warnings/lead-warnings.ts'
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
const touchNames: ReadonlySet<string> = new Set([...utmNames.map((name) => `utm_${name}`), ...clickIdNames])
/** What a person gave as contact and can't be read is kept beside the fields; the rest of a lead is never refused for it. */
const essential = new Set(['firstName', 'didOptOut', 'checklistItems', 'tags'])
const tagSeparators = ',;|'

/**
 * Reads an entry by its source's mapping and by the names that are known, and makes the body of a create of it. A lead with an e-mail or a
 * phone is never quarantined for its name; a value that can't be read goes to `customFields`. What is quarantined has neither contact nor name,
 * or an opt-out that can't be read.
 */
export function readEntry(
  entry: Entry,
  source: OpenSource,
  { defaultRegion }: { defaultRegion: string },
): ReadEntry {
  const record = entry.record ?? {}
  const { mapping, unmapped } = mappingFor(Object.keys(record), entry.hints ?? {}, source.mapping ?? {})
  const read = createRecordReader(mapping, { tagSeparators })(record)
  const errors = [...read.warnings]
  const mapped = withoutVisitorsOptOut(read.lead, source, errors)
  const { touches, custom, dropped } = otherAnswers(record, unmapped, mapped)
  const { customFields: _, consent: __, ...fields } = mapped
  const body = { ...bodyOf(entry, source, fields), ...touches }
  const gathered = gatherFields(body, 'create')?.body ?? body
  const lead = Object.keys(custom).length > 0 ? { ...gathered, customFields: custom } : gathered
  if (read.faults.length > 0)
    return { lead, request: null, code: 'opt_out_not_read', errors: [...errors, ...read.faults], dropped }
  const made = toRequest(lead, errors)
  const unread = unreadPhone(made.request?.phoneNumber, defaultRegion)
  return { ...made, errors: unread ? [...made.errors, unread] : made.errors, dropped }
}

/** The source's own mapping, and what is known of the names that it doesn't use. */
function mappingFor(
  names: readonly string[],
  hints: Readonly<Record<string, string>>,
  own: NonNullable<OpenSource['mapping']>,
): { mapping: Mapping; unmapped: string[] } {
  const used = new Set(Object.values(own).flatMap((from) => (from === null ? [] : namesIn(from))))
  const free = names.filter((name) => !used.has(name))
  const targets = new Map(
    free.map((name) => [name, hints[name] ?? optOutTarget(name) ?? targetOf(name, knownFields)]),
  )
  const all = new Set(targets.values())
  for (const [name, target] of targets) if (target === null) targets.set(name, anyNameTarget(name, all))
  const unlessOwn = (target: string) => own[target] === undefined || isOptOutTarget(target)
  const places = new Map<string, ValueFrom[]>()
  const unmapped: string[] = []
  for (const [name, target] of targets) {
    const place = target === 'tags' ? 'tags[]' : target
    if (place !== null && unlessOwn(place)) places.set(place, [...(places.get(place) ?? []), name])
    else unmapped.push(name)
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
  return { mapping: { ...recognized, ...stated }, unmapped }
}

/** The names of a record that an operator looks at. */
function namesIn(from: ValueFrom): string[] {
  if (typeof from === 'string') return [from]
  if ('first' in from) return from.first.flatMap(namesIn)
  if ('join' in from) return from.join.flatMap(namesIn)
  return 'of' in from ? namesIn(from.of) : []
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

interface OtherAnswers {
  /** Campaign parameters and click ids, for the attribution. */
  touches: Record<string, unknown>
  custom: Record<string, unknown>
  /** Names of what doesn't fit into the custom fields. */
  dropped: string[]
}

/** What no field takes. */
function otherAnswers(
  record: FlatRecord,
  names: readonly string[],
  mapped: Readonly<Record<string, unknown>>,
): OtherAnswers {
  const { customFields, consent } = mapped
  const others: OtherAnswers = { touches: {}, custom: {}, dropped: [] }
  const keep = (name: string, value: unknown) => {
    const free = freeName(name, others.custom)
    const next = { ...others.custom, [free]: value }
    if (findUnstorableJson({ [free]: value }) === null && fitsCustomFields(next)) others.custom = next
    else others.dropped.push(name)
  }
  for (const [name, value] of Object.entries({ ...(customFields as object) })) keep(name, value)
  if (consent !== undefined) keep('consent', consent)
  for (const name of names) {
    const value = record[name]
    if (value === undefined || value === null || value === '') continue
    if (touchNames.has(name.toLowerCase()) && typeof value === 'string') others.touches[name] = value
    else keep(name, value)
  }
  return others
}

/** A name that fits, and that nothing else has. */
function freeName(name: string, taken: Readonly<Record<string, unknown>>): string {
  const whole = name.trim() === '' ? '_' : name.trim()
  const cut = (length: number) => (whole.length > length ? `${whole.slice(0, length - 1)}…` : whole)
  for (let number = 1; ; number++) {
    const end = number === 1 ? '' : ` ${number}`
    const free = cut(maxCustomName - end.length) + end
    if (!Object.hasOwn(taken, free)) return free
  }
}

type Parsed = Omit<ReadEntry, 'dropped'>

/** The body as a create takes it: what can't be read in it makes room. */
function toRequest(body: Record<string, unknown>, warnings: readonly RecordNote[]): Parsed {
  let lead = body
  const errors = [...warnings]
  for (let tries = 0; tries < maxTries; tries++) {
    const isNameless = !isFilled(lead.firstName)
    const parsed = CompiledCreateLeadRequest.safeParse(isNameless ? { ...lead, firstName: '?' } : lead)
    if (parsed.success)
      return isNameless ? nameless(lead, parsed.data, errors) : taken(lead, parsed.data, errors)
    const faults = toFieldErrors(parsed.error, lead)
    const names = new Set(faults.map(({ pointer }) => pointer.split('/')[1] ?? ''))
    const movable = [...names].filter((name) => Object.hasOwn(lead, name) && !essential.has(name))
    if (movable.length === 0) return quarantined(lead, 'invalid_lead', [...errors, ...faults])
    for (const name of movable) {
      const fault = faults.find(({ pointer }) => pointer.split('/')[1] === name)
      errors.push({
        pointer: toPointer([name]),
        code: 'value_not_read',
        message: `${fault?.message}; it is kept in customFields`,
      })
      lead = moved(lead, name)
    }
  }
  return quarantined(lead, 'invalid_lead', errors)
}

const maxTries = 10

function taken(lead: Record<string, unknown>, request: CreateLeadRequest, errors: RecordNote[]): Parsed {
  return { lead, request, code: null, errors }
}

function quarantined(lead: Record<string, unknown>, code: string, errors: RecordNote[]): Parsed {
  return { lead, request: null, code, errors }
}

/** With an e-mail or a phone a lead needs no name. */
function nameless(lead: Record<string, unknown>, request: CreateLeadRequest, errors: RecordNote[]): Parsed {
  const code = 'nothing_to_take'
  if (!isFilled(lead.email) && !isFilled(lead.phoneNumber))
    return quarantined(lead, code, [
      ...errors,
      { pointer: '', code, message: 'there is neither a name, nor an e-mail, nor a phone' },
    ])
  const message = 'there is no name; the lead is stored without one'
  return taken(lead, { ...request, firstName: '' }, [
    ...errors,
    { pointer: '/firstName', code: 'name_missing', message },
  ])
}

/** A value that no field takes goes to the custom fields. */
function moved(lead: Record<string, unknown>, name: string): Record<string, unknown> {
  const { [name]: value, ...rest } = lead
  if (name === 'customFields') return rest
  const kept = (rest.customFields ?? {}) as Record<string, unknown>
  const customFields = { ...kept, [freeName(name, kept)]: value }
  return fitsCustomFields(customFields) ? { ...rest, customFields } : rest
}

function isFilled(value: unknown): boolean {
  return value !== undefined && value !== null && String(value).trim() !== ''
}
