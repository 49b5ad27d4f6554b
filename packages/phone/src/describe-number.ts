import {
  type CountryCode,
  type NumberType,
  type PhoneNumber,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/max'
import { otherForms } from './equal-forms.ts'
import { nanpCountry } from './nanp-country.ts'
import type { PhoneKind } from './phone-reading.ts'
import { uniformArea } from './uniform-area.ts'

export interface NumberFacts {
  e164: string
  /** Digits behind the country code. */
  national: string
  /** ISO 3166-1 alpha-2. */
  country: string | null
  kind: PhoneKind
  valid: boolean
}

const e164Shape = /^\+[1-9]\d{6,14}$/
/** Area code and exchange begin with 2 to 9: nanpa.com, "About the North American Numbering Plan". */
const nanpShape = /^\+1[2-9]\d\d[2-9]\d{6}$/

/**
 * The number that digits stand for, `+` first, or national digits with their region. Forms that a plan has given up (Mexico's 1,
 * Brazil's eight digits) are read as today's. Null when no such number can exist; a number that can but isn't assigned has `valid: false`.
 */
export function describeNumber(digits: string, region?: CountryCode): NumberFacts | null {
  const uniform = uniformArea(digits)
  if (uniform) return { e164: digits, national: digits.slice(2), ...uniform, valid: true }
  const number = parsePhoneNumberFromString(digits, region)
  const facts = number ? factsOf(number) : null
  if (!number || facts?.valid) return facts
  for (const form of otherForms(number.number)) {
    const other = parsePhoneNumberFromString(form)
    const found = other ? factsOf(other) : null
    if (found?.valid) return found
  }
  return facts
}

/** Null when the length isn't possible, or a North American area code or exchange isn't. */
function factsOf(number: PhoneNumber): NumberFacts | null {
  const e164 = number.number
  if (!e164Shape.test(e164) || !number.isPossible()) return null
  const northAmerican = number.countryCallingCode === '1'
  if (northAmerican && !nanpShape.test(e164)) return null
  const type = number.getType()
  // A number that has a type is valid; looked up once, since both go through its country's patterns.
  const known = type !== undefined || number.isValid()
  // Of +49 000000 the library takes off a zero each time it looks.
  if (!known && parsePhoneNumberFromString(e164)?.number !== e164) return null
  const listed = known ? null : nanpCountry(e164)
  const unlisted = northAmerican && !known
  return {
    e164,
    national: number.nationalNumber,
    country: listed?.country ?? (unlisted ? null : (number.country ?? null)),
    kind: kindOf(type, listed?.exchangeFits ?? false),
    valid: known || (listed?.exchangeFits ?? false),
  }
}

function kindOf(type: NumberType, listed: boolean): PhoneKind {
  if (!type) return listed ? 'fixed_line_or_mobile' : 'unknown'
  return type.toLowerCase() as Lowercase<typeof type>
}
