import type { OptOutChannel } from '@intake/contracts/opt-out-channels'
import { type FlatRecord, type Mapping, type Picked, pickAll } from './mapping.ts'
import { channelNamed, isOptOutTarget, optOutChannelOf } from './opt-out-names.ts'
import { readTimezone } from './read-timezone.ts'
import {
  booleanWords,
  isNothing,
  isRounded,
  isSpreadsheetError,
  readBoolean,
  readOptOut,
  readPhone,
  readTags,
  splitContacts,
} from './read-values.ts'

/** Something about a record that its sender should know. */
export interface RecordNote {
  /** Into the lead. */
  pointer: string
  code: string
  message: string
  /** The name of the record that it is about, and what stands there. */
  name?: string
  value?: string
}

export interface ReadRecord {
  /** The body of a create, as far as the record has it. What isn't right about it is for the create to say. */
  lead: Record<string, unknown>
  /** What keeps it from being taken in. */
  faults: RecordNote[]
  warnings: RecordNote[]
}

export interface ReadRecordOptions {
  /** Characters each of which parts two tags. */
  tagSeparators: string
}

const prefixes = ['checklist', 'customFields', 'consent'] as const
const names = new Set(['firstName', 'middleName', 'lastName', 'fullName'])
const maxValueLength = 200

/**
 * Reads records by a mapping. An opt-out that is true sets `didOptOut`, and one of a channel takes the consent of that channel back; one that says
 * no says nothing, but for `didOptOut` itself. A ticked box is a consent; one that isn't ticked is none, and is kept in `customFields`. Where several sources of a target are filled, the first counts; other phones and e-mails are kept in
 * `customFields`.
 */
export function createRecordReader(
  mapping: Mapping,
  options: ReadRecordOptions,
): (record: FlatRecord) => ReadRecord {
  const entries = Object.entries(mapping).map(([target, source]) => ({
    target,
    source,
    kind: kindOf(target),
    pointer: pointerOf(target),
  }))
  return (record) => {
    const reading: Reading = {
      lead: {},
      faults: [],
      warnings: [],
      options,
      consents: [],
      proof: {},
      aside: {},
    }
    for (const { target, source, kind, pointer } of entries) {
      const picked = pickAll(source, record, (text, name) => {
        if (isSpreadsheetError(text))
          warn(reading, pointer, 'spreadsheet_error', 'a spreadsheet has an error in place of this value', {
            name,
            value: text,
          })
        return isNothing(text, kind)
      })
      if (picked.length > 0) put(reading, target, picked)
    }
    endConsents(reading)
    const { lead, faults, warnings } = reading
    return { lead, faults, warnings }
  }
}

interface Reading extends ReadRecord {
  options: ReadRecordOptions
  consents: { channel: OptOutChannel; status: 'granted' | 'withdrawn'; evidence: object }[]
  /** What belongs to those that were granted. */
  proof: Record<string, string>
  /** What was said of consents that are none. */
  aside: Record<string, string>
}

function kindOf(target: string): Parameters<typeof isNothing>[1] {
  if (names.has(target)) return 'name'
  return target.startsWith('checklist.') || target.startsWith('customFields.') ? 'answer' : 'other'
}

/** Where in the lead a target is. */
function pointerOf(target: string): string {
  if (isOptOutTarget(target)) return '/didOptOut'
  return target === 'tags[]' ? '/tags' : `/${target.split('.')[0]}`
}

function put(reading: Reading, target: string, picked: Picked[]): void {
  const { lead, options } = reading
  if (isOptOutTarget(target)) {
    putOptOut(reading, target, picked)
    return
  }
  if (target === 'tags[]') {
    lead.tags = picked.flatMap(({ value }) => readTags(String(value), options.tagSeparators))
    return
  }
  const isContact = target === 'email' || target === 'phoneNumber'
  const [first, ...others] = isContact ? picked.flatMap(apart) : picked
  if (!first) return
  const value = convert(reading, target, first)
  const also = [...new Set(others.map((one) => String(one.value)))].filter(
    (one) => one !== String(first.value),
  )
  if (isContact && also.length > 0)
    lead.customFields = {
      ...(lead.customFields as object),
      [target === 'email' ? 'otherEmail' : 'otherPhone']: also.join(', '),
    }
  if (value === undefined) return
  const prefix = prefixes.find((one) => target.startsWith(`${one}.`))
  if (prefix === 'checklist') {
    const items = (lead.checklistItems ?? []) as unknown[]
    lead.checklistItems = [...items, { code: target.slice('checklist.'.length), value }]
  } else if (prefix === 'consent') putConsent(reading, target.slice('consent.'.length), first)
  else if (prefix) lead[prefix] = { ...(lead[prefix] as object), [target.slice(prefix.length + 1)]: value }
  else lead[target] = value
}

function apart({ value, name }: Picked): Picked[] {
  return splitContacts(String(value)).map((one) => ({ value: one, name }))
}

function putOptOut(reading: Reading, target: string, picked: Picked[]): void {
  const { lead } = reading
  for (const one of picked) {
    const didOptOut = typeof one.value === 'boolean' ? one.value : readOptOut(one.value)
    if (didOptOut === null) refuse(reading, '/didOptOut', one)
    else if (didOptOut) optOut(reading, optOutChannelOf(target) ?? 'any', one)
    else if (target === 'didOptOut') lead.didOptOut ??= false
  }
}

/** The sender's word is the proof. */
function optOut({ lead, consents }: Reading, channel: OptOutChannel, picked: Picked): void {
  if (channel === 'any') lead.didOptOut = true
  else consents.push({ channel, status: 'withdrawn', evidence: placeOf(picked) })
}

/** What was said of a consent: a ticked box of a channel is one, and the rest is its proof. */
function putConsent({ consents, aside, proof }: Reading, name: string, picked: Picked): void {
  const channel = channelNamed(name)
  if (proofNames.has(name)) proof[name] = String(picked.value)
  else if (channel && (picked.value === true || readBoolean(String(picked.value)) === true))
    consents.push({ channel, status: 'granted', evidence: placeOf(picked) })
  else aside[name] = String(picked.value)
}

const proofNames: ReadonlySet<string> = new Set([
  'purpose',
  'text',
  'seller',
  'capturedAt',
  'ip',
  'userAgent',
  'pageUrl',
  'certificateUrl',
])

/** The consents as a create takes them. What is none, and the proof of none, is kept in `customFields`. */
function endConsents({ lead, consents, aside, proof }: Reading): void {
  const isProof = consents.some(({ status }) => status === 'granted')
  if (consents.length > 0)
    lead.consent = consents.map((one) => (one.status === 'granted' ? { ...one, ...proof } : one))
  const kept = isProof ? aside : { ...aside, ...proof }
  if (Object.keys(kept).length > 0)
    lead.customFields = { ...(lead.customFields as object | undefined), consent: kept }
}

/** Undefined where nothing is to be kept of it. */
function convert(reading: Reading, target: string, picked: Picked): unknown {
  const text = String(picked.value)
  switch (target) {
    case 'emailVerified': {
      const isVerified = readBoolean(text)
      if (isVerified === null) refuse(reading, '/emailVerified', picked)
      return isVerified ?? undefined
    }
    case 'assigneeType':
      return /^(agent|manual)$/i.test(text) ? text.toLowerCase() : text.toUpperCase()
    case 'externalLeadId':
      if (isRounded(text))
        warn(reading, '/externalLeadId', 'digits_lost', 'a spreadsheet has rounded this number', picked)
      // Meta's files have `l:` before the id that its calls give.
      return text.replace(/^l:(?=\d+$)/, '')
    case 'phoneExtension':
      return text.replace(/[.,]0+$/, '')
    case 'timezone':
      return zoneOf(reading, text, picked)
    case 'phoneNumber':
      return readPhone(text)
    default:
      return text
  }
}

function zoneOf(reading: Reading, text: string, picked: Picked): string | undefined {
  const read = readTimezone(text)
  if (!read)
    warn(
      reading,
      '/timezone',
      'timezone_not_read',
      'this is no time zone that can be read; it is left out',
      picked,
    )
  else if (read.isGuess) warn(reading, '/timezone', 'timezone_guessed', `read as ${read.zone}`, picked)
  return read?.zone
}

function refuse({ faults }: Reading, pointer: string, picked: Picked): void {
  faults.push({
    pointer,
    code: 'invalid_boolean',
    message: `must be one of ${booleanWords}`,
    ...placeOf(picked),
  })
}

function warn(
  { warnings }: Reading,
  pointer: string,
  code: string,
  message: string,
  place: Picked | { name: string; value: string },
): void {
  warnings.push({ pointer, code, message, ...placeOf(place) })
}

function placeOf({
  name,
  value,
}: {
  name: string | null
  value: string | boolean
}): Pick<RecordNote, 'name' | 'value'> {
  return name === null ? {} : { name, value: String(value).slice(0, maxValueLength) }
}
