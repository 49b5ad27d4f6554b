import { isDeepStrictEqual } from 'node:util'
import { type FieldError, invalidRequest } from '@intake/contracts/app-error'
import { fitsCustomFields, maxCustomBytes, maxCustomFields } from '@intake/contracts/custom-fields'
import {
  type GivenFieldName,
  type LeadFieldDefinition,
  type LeadFieldKind,
  type LeadFieldName,
  leadFieldEntries,
} from '@intake/contracts/lead-fields'
import { emailKey, readEmail } from '@intake/contracts/read-email'
import type { LeadRow } from '@intake/database/tables'
import { isTimezone } from '@intake/phone/local-time'
import { readPhone } from '@intake/phone/read-phone'
import type { ContactContext } from '../matching/read-contact.ts'

/** A lead's row while it is made or changed. */
type Row = Record<string, unknown>

/** What reading a value depends on. */
export interface FieldContext extends ContactContext {
  at: Date
}

/** Values by field, as a create or an update gives them: undefined leaves a field as it is, null clears it. */
export type GivenFields = { readonly [Name in GivenFieldName]?: unknown }

/** How the fields of one kind are written and stated. */
interface KindRule {
  /** The columns that a value makes. */
  columns(column: string): readonly string[]
  set(row: Row, column: string, value: unknown, context: FieldContext): void
  /** The value as the timeline, events and answers state it. */
  state(row: Row, column: string): unknown
  /** What a merge makes of the value that is there; without it, one that is there stays as it is. */
  fill?(row: Row, column: string, from: unknown): void
}

type Json = Readonly<Record<string, unknown>>
const noFields: Json = {}

const plain: KindRule = {
  columns: (column) => [column],
  set: (row, column, value) => {
    row[column] = value
  },
  state: (row, column) => row[column],
}

const rules: Record<LeadFieldKind, KindRule> = {
  text: plain,
  timezone: plain,
  time: {
    ...plain,
    set: (row, column, value) => {
      row[column] = value ? new Date(value as string) : null
    },
    state: (row, column) => isoTime(row[column] as Date | null),
  },
  source: {
    ...plain,
    set: (row, column, value) => {
      row[column] = value ?? 'api'
    },
  },
  custom: {
    ...plain,
    set: (row, column, value) => {
      const before = (row[column] ?? noFields) as Json
      const after = value === null ? noFields : withoutNulls({ ...before, ...(value as Json) })
      if (!fitsCustomFields(after)) throw invalidRequest([tooManyFields])
      if (!isDeepStrictEqual(before, after)) row[column] = after === noFields ? null : after
    },
    state: (row, column) => row[column] ?? noFields,
    fill: (row, column, from) => {
      const filled = { ...((from ?? noFields) as Json), ...((row[column] ?? noFields) as Json) }
      if (from && fitsCustomFields(filled)) row[column] = filled
    },
  },
  attribution: {
    ...plain,
    set: (row, column, value) => {
      row[column] = value === null ? null : withTouch(row[column] as Json | null, plainJson(value))
    },
    fill: (row, column, from) => {
      if (from) row[column] = withTouch(row[column] as Json | null, from as Json)
    },
  },
  assignee: {
    ...plain,
    set: (row, column, value) => {
      row[column] = value ?? 'AI_AGENT'
    },
  },
  email: {
    ...plain,
    columns: (column) => [column, 'email_key'],
    set: (row, column, value, { placeholders }) => {
      const given = value as string | null
      const reading = given === null ? null : readEmail(given, { placeholders })
      const email = reading?.email ?? given
      // What was verified is the address that was there.
      if (!isSameAddress(row[column] as string | null, email)) row.email_verified_at = null
      row[column] = email
      row.email_key = reading?.key ?? null
      keepOthers(row, 'otherEmail', reading?.others)
    },
  },
  phone: {
    columns: () => ['phone_raw', 'phone_e164', 'phone_key', 'phone_extension'],
    set: (row, column, value, { defaultRegion, placeholders }) => {
      const before = rules.phone.state(row, column)
      const given = value as string | null
      const reading = given === null ? null : readPhone(given, defaultRegion, { placeholders })
      // A client that knows nothing of extensions sends back the number alone.
      const extension = reading?.e164 && reading.e164 === row.phone_e164 ? row.phone_extension : null
      const isTooLong = given !== null && given.length > longestPhone
      row.phone_raw = isTooLong ? (reading?.e164 ?? null) : given
      row.phone_e164 = reading?.e164 ?? null
      row.phone_key = reading?.key ?? null
      row.phone_extension = reading?.extension ?? extension
      if (before !== rules.phone.state(row, column)) row.phone_verified_at = null
      keepOthers(row, 'otherPhone', reading?.others)
      if (isTooLong) keepOthers(row, 'phoneNumber', [given.slice(0, longestKept)])
    },
    // What can't be read is stated as it was given.
    state: (row) => row.phone_e164 ?? row.phone_raw,
  },
  extension: {
    ...plain,
    // The phone's.
    columns: () => [],
    set: (row, column, value, { defaultRegion }) => {
      const phone = row.phone_raw as string | null
      row[column] = value ?? (phone === null ? null : readPhone(phone, defaultRegion).extension)
    },
  },
  since: {
    ...plain,
    set: (row, column, value, { at }) => {
      row[column] = value ? (row[column] ?? at) : null
    },
    state: (row, column) => row[column] !== null,
  },
}

const tooManyFields: FieldError = {
  pointer: '/customFields',
  code: 'too_large',
  message: `at most ${maxCustomFields} names, ${maxCustomBytes} bytes together`,
}

function withoutNulls(fields: Json): Json {
  const kept = Object.entries(fields).filter(([, value]) => value !== null)
  return kept.length > 0 ? Object.fromEntries(kept) : noFields
}

/** The first touch stays; a later one that differs is kept beside it. */
function withTouch(first: Json | null, touch: Json): Json | null {
  if (Object.keys(touch).length === 0) return first
  if (first === null) return touch
  const { lastTouch, ...known } = first
  return isDeepStrictEqual(known, touch) ? first : { ...known, lastTouch: touch }
}

/** As it is stored: without members that aren't given, and without objects that have none. */
function plainJson(value: unknown): Json {
  const members = Object.entries(value as Json).flatMap(([name, member]): [string, unknown][] => {
    if (member == null) return []
    if (typeof member !== 'object') return [[name, member]]
    const inner = plainJson(member)
    return Object.keys(inner).length > 0 ? [[name, inner]] : []
  })
  return Object.fromEntries(members)
}

/** Characters of a phone; a longer text is no number, and is kept apart. */
const longestPhone = 100
/** Of a text that is kept apart. */
const longestKept = 10_000

function isSameAddress(a: string | null, b: string | null): boolean {
  return a === b || (a !== null && b !== null && emailKey(a) === emailKey(b))
}

/** Keeps what a field gave besides its value among the lead's custom fields. */
function keepOthers(row: Row, name: string, others: readonly string[] = []): void {
  if (others.length === 0) return
  const fields = { ...(row.custom as Json | null), [name]: others.join(', ') }
  if (fitsCustomFields(fields)) row.custom = fields
}

interface BoundField {
  name: LeadFieldName
  field: LeadFieldDefinition
  rule: KindRule
}

const bound: readonly BoundField[] = leadFieldEntries.map(([name, field]) => ({
  name,
  field,
  rule: rules[field.kind],
}))
const given = bound.filter(({ field }) => field.input !== undefined)

/** Every column that some field writes. */
export const fieldColumns: readonly string[] = bound.flatMap(({ field, rule }) => rule.columns(field.column))

/** Those of them that hold a time. */
export const timeColumns: ReadonlySet<string> = new Set(
  bound
    .filter(({ field }) => field.kind === 'since' || field.kind === 'time')
    .map(({ field }) => field.column),
)

/** Those of them that hold JSON. */
export const jsonColumns: ReadonlySet<string> = new Set(
  bound
    .filter(({ field }) => field.kind === 'custom' || field.kind === 'attribution')
    .map(({ field }) => field.column),
)

/** Columns of the kind `since`: they hold the time of the write. */
export const sinceColumns = bound
  .filter(({ field }) => field.kind === 'since')
  .map(({ field }) => field.column) as (keyof LeadRow)[]

/** Writes what a call gives into a lead's row, field by field in the table's order. */
export function setFields(row: LeadRow, values: GivenFields, context: FieldContext): void {
  const columns = row as unknown as Row
  for (const { name, field, rule } of given) {
    const value = values[name as GivenFieldName]
    if (value !== undefined) rule.set(columns, field.column, value, context)
  }
}

function isGiven(name: LeadFieldName, { heldBy }: LeadFieldDefinition, values: GivenFields): boolean {
  return [name, heldBy].some((one) => one !== undefined && values[one as GivenFieldName] !== undefined)
}

/** The fields that a call gave, as they are in the row now: what the timeline keeps of a create. */
export function statedFieldsOf(row: LeadRow, values: GivenFields): Record<string, unknown> {
  const columns = row as unknown as Row
  const stated: Record<string, unknown> = {}
  for (const { name, field, rule } of given)
    if (
      isGiven(name, field, values) &&
      (values[name as GivenFieldName] !== undefined || rule.state(columns, field.column))
    )
      stated[name] = rule.state(columns, field.column)
  return stated
}

/** The fields that differ between two rows, as the second states them; only those of `among`, where that is given. */
export function changedFields(before: LeadRow, after: LeadRow, among?: GivenFields): Record<string, unknown> {
  const changed: Record<string, unknown> = {}
  for (const { name, field, rule } of given) {
    if (among && !isGiven(name, field, among)) continue
    const now = rule.state(after as unknown as Row, field.column)
    if (now !== rule.state(before as unknown as Row, field.column)) changed[name] = now
  }
  return changed
}

/** A row where what is empty is filled from another lead's; what is filled stays. */
export function fillFields(row: LeadRow, from: LeadRow): LeadRow {
  const filled = { ...row } as unknown as Row
  const source = from as unknown as Row
  for (const { field, rule } of bound) {
    if (!field.fillsOnMerge) continue
    if (rule.fill) rule.fill(filled, field.column, source[field.column])
    if (rule.fill || filled[field.column] !== null) continue
    for (const column of rule.columns(field.column)) filled[column] = source[column]
  }
  const lead = filled as unknown as LeadRow
  // What was verified is the address that the call gave.
  if (!isSameAddress(lead.email, from.email)) lead.email_verified_at = row.email_verified_at
  if (lead.phone_key !== null && lead.phone_key === from.phone_key)
    lead.phone_extension ??= from.phone_extension
  return lead
}

/** The columns of fields that differ between two rows. */
export function columnsThatDiffer(a: LeadRow, b: LeadRow): string[] {
  const [before, after] = [a as unknown as Row, b as unknown as Row]
  return [...new Set(fieldColumns)].filter((column) => before[column] !== after[column])
}

/**
 * Takes back what {@link fillFields} filled from another lead's row, as far as it is still the same; `filled` and `custom_names` say what it was.
 * Columns of one field go together. A last touch that was there before doesn't come back.
 */
export function unfillFields(
  row: LeadRow,
  from: LeadRow,
  { filled, custom_names }: { filled: readonly string[]; custom_names: readonly string[] },
): LeadRow {
  const columns = { ...row } as unknown as Row
  const source = from as unknown as Row
  const isSame = (column: string) => isDeepStrictEqual(columns[column], source[column])
  for (const { field, rule } of bound) {
    const own = rule.columns(field.column).filter((column) => filled.includes(column))
    if (own.length === 0 || !field.fillsOnMerge) continue
    if (field.kind === 'custom') {
      const kept = Object.entries((columns[field.column] ?? noFields) as Json).filter(
        ([name, value]) =>
          !custom_names.includes(name) ||
          !isDeepStrictEqual(value, ((source[field.column] ?? noFields) as Json)[name]),
      )
      columns[field.column] = kept.length > 0 ? Object.fromEntries(kept) : null
    } else if (field.kind === 'attribution' && !isSame(field.column)) {
      const { lastTouch, ...first } = (columns[field.column] ?? noFields) as Json
      if (isDeepStrictEqual(lastTouch, source[field.column])) columns[field.column] = first
    } else if (own.every(isSame)) for (const column of own) columns[column] = null
  }
  return columns as unknown as LeadRow
}

const answered = bound.map((one) => ({ ...one, members: Object.keys(one.field.answer) }))

/** The answer's members of all fields. Those named otherwise than their field are its time. */
export function presentFields(row: LeadRow): Record<string, unknown> {
  const columns = row as unknown as Row
  const members: Record<string, unknown> = {}
  for (const { name, members: ofField, field, rule } of answered)
    for (const member of ofField)
      members[member] =
        member === name ? rule.state(columns, field.column) : isoTime(columns[field.column] as Date | null)
  return members
}

/** What events carry of a lead. */
export function eventFields(row: LeadRow): Record<string, unknown> {
  const members: Record<string, unknown> = {}
  for (const { name, field, rule } of bound)
    if (field.inEvents) members[name] = rule.state(row as unknown as Row, field.column)
  return members
}

/** Throws `invalid_request` for what no schema can see: a zone that doesn't exist. */
export function checkFields(values: GivenFields): void {
  const errors: FieldError[] = []
  for (const { name, field } of given) {
    const value = values[name as GivenFieldName]
    if (field.kind === 'timezone' && typeof value === 'string' && !isTimezone(value))
      errors.push({
        pointer: `/${name}`,
        code: 'invalid_timezone',
        message: 'must be an IANA time zone name such as America/New_York',
      })
  }
  if (errors.length > 0) throw invalidRequest(errors)
}

/** An ISO 8601 time, or null. */
export function isoTime(at: Date | null): string | null {
  return at === null ? null : at.toISOString()
}
