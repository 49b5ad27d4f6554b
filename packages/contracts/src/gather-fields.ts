import type { FieldError } from './app-error.ts'
import { ConsentInput, ConsentState } from './consent.ts'
import { CreateLeadRequest } from './create-lead.ts'
import { clickIdNames, fitsCustomFields, maxCustomName, utmNames } from './custom-fields.ts'
import { toPointer } from './field-errors.ts'
import { Lead } from './lead.ts'
import { CreateLeadAnswer, GetLeadAnswer } from './lead-answer.ts'
import { splitFullName } from './split-full-name.ts'
import { findUnstorableJson } from './text.ts'
import { UpdateLeadByBodyRequest } from './update-lead.ts'

/** What is done with members of a lead's body that are no field. */
export const unknownFieldsModes = ['keep', 'ignore', 'reject'] as const
export type UnknownFieldsMode = (typeof unknownFieldsModes)[number]

export interface GatheredFields {
  /** The body with everything in its field. */
  body: Record<string, unknown>
  /** Names of members that are no field. */
  unknown: string[]
  /** Those of them that could not be kept. */
  dropped: string[]
}

type Json = Record<string, unknown>

const createNames: ReadonlySet<string> = new Set(Object.keys(CreateLeadRequest.shape))
const updateNames: ReadonlySet<string> = new Set(Object.keys(UpdateLeadByBodyRequest.shape))
/** Members of our own answers: a lead that was read can be sent back. */
const answerNames: ReadonlySet<string> = new Set(
  [Lead, GetLeadAnswer, CreateLeadAnswer].flatMap(({ shape }) => Object.keys(shape)),
)
const utmFields: ReadonlyMap<string, string> = new Map(utmNames.map((name) => [`utm_${name}`, name]))
const clickIds: ReadonlySet<string> = new Set(clickIdNames)
const maxTouchLength = 500
const maxNamed = 100

/** What members that are no field are refused with under `reject`. */
export function unknownFieldErrors(unknown: readonly string[]): FieldError[] {
  return unknown.slice(0, maxNamed).map((name) => ({
    pointer: toPointer([name.slice(0, maxNamed)]),
    code: 'unknown_field',
    message: 'is no field of a lead',
  }))
}

/**
 * Puts what a sender gives beside a lead's fields into them: UTM parameters and click ids into `attribution`, `fullName` into first and last
 * name, a `consent` of another shape and members that are no field into `customFields`, as far as they fit there. A body that is no object is left as it is.
 */
export function gatherFields(
  given: unknown,
  call: 'create' | 'update',
  mode: UnknownFieldsMode = 'keep',
): GatheredFields | null {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return null
  const names = call === 'create' ? createNames : updateNames
  const body = given as Json
  const others: string[] = []
  for (const name in body) if (!names.has(name) && !answerNames.has(name)) others.push(name)
  const isOddConsent = body.consent != null && !isLedger(body.consent)
  const isState = isOddConsent && ConsentState.safeParse(body.consent).success
  if (others.length === 0 && body.fullName === undefined && !isOddConsent)
    return { body, unknown: [], dropped: [] }
  const gathered = withNames({ ...body })
  // Where a lead stands was read, and says nothing new.
  if (isState) delete gathered.consent
  else if (isOddConsent && !moveConsent(gathered)) others.push('consent')
  const unknown = others.filter((name) => !takeTouch(gathered, name))
  for (const name of unknown) delete gathered[name]
  const dropped = mode === 'keep' ? keep(gathered, body, unknown) : unknown
  return { body: gathered, unknown, dropped }
}

/** What `fullName` says, where no name of its own says it. */
function withNames(body: Json): Json {
  const { fullName, firstName } = body
  if (typeof fullName !== 'string' || (firstName != null && firstName !== '')) return body
  const { first, last } = splitFullName(fullName)
  if (first === '') return body
  body.firstName = first
  if (last !== null && (body.lastName == null || body.lastName === '')) body.lastName = last
  return body
}

const consentNames: ReadonlySet<string> = new Set(Object.keys(ConsentInput.shape))

/** Whether every part of a consent says something that the ledger has a place for. */
function isLedger(consent: unknown): boolean {
  const parts = Array.isArray(consent) ? consent : [consent]
  return parts.every((part) => isRecord(part) && Object.keys(part).some((name) => consentNames.has(name)))
}

/** Moves a consent of another shape among the custom fields, unless one is there. */
function moveConsent(body: Json): boolean {
  const { consent, customFields } = body
  if (typeof consent !== 'object') return false
  if (customFields != null && (!isRecord(customFields) || customFields.consent !== undefined)) return false
  delete body.consent
  body.customFields = { ...customFields, consent }
  return true
}

/** Moves a UTM parameter or click id from the top level to its place, unless that is taken. */
function takeTouch(body: Json, name: string): boolean {
  const value = body[name]
  const utm = utmFields.get(name.toLowerCase())
  const clickId = clickIds.has(name.toLowerCase()) ? name.toLowerCase() : undefined
  if ((!utm && !clickId) || typeof value !== 'string' || value.length > maxTouchLength) return false
  const { attribution = null } = body
  if (attribution !== null && !isRecord(attribution)) return false
  const [group, member] = utm ? ['utm', utm] : ['clickIds', clickId as string]
  const inner = attribution?.[group] ?? {}
  if (!isRecord(inner) || inner[member] !== undefined) return false
  delete body[name]
  body.attribution = { ...attribution, [group]: { ...inner, [member]: value } }
  return true
}

/** Answers the names that don't fit. */
function keep(body: Json, given: Json, unknown: readonly string[]): string[] {
  const { customFields } = body
  // What is given there is looked at by the schema; it goes first.
  if (unknown.length === 0 || (customFields != null && !isRecord(customFields))) return [...unknown]
  let kept: Json = { ...customFields }
  let misfits = 0
  for (const name of unknown) {
    const value = given[name]
    const next = { ...kept, [name]: value }
    const fits =
      name.length > 0 &&
      name.length <= maxCustomName &&
      kept[name] === undefined &&
      findUnstorableJson({ [name]: value }) === null &&
      fitsCustomFields(next)
    if (fits) kept = next
    else misfits += 1
    // A body of thousands of names is not measured thousands of times.
    if (misfits > 100) break
  }
  body.customFields = kept
  return unknown.filter((name) => !Object.hasOwn(kept, name) || kept[name] !== given[name])
}

function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
