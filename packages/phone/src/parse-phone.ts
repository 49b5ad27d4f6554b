import {
  isSupportedCountry,
  type NumberType,
  type PhoneNumber,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/max'
import { toAsciiDigits } from './ascii-digits.ts'
import { nanpCountry } from './nanp-country.ts'
import { readings } from './phone-readings.ts'
import { type PhoneKind, uniformArea } from './uniform-area.ts'

export interface ParsedPhone {
  /** As given, untouched. */
  raw: string
  /** `+` and 7 to 15 digits, or null when no reading of the text has a possible length. */
  e164: string | null
  /** ISO 3166-1 alpha-2, or null where the number belongs to none or to one that isn't known. */
  country: string | null
  kind: PhoneKind
  /** The length fits its country. */
  possible: boolean
  /** The digits fit the numbering plan as far as libphonenumber, or our list of area codes, knows it. */
  valid: boolean
  extension: string | null
}

/** Longer input is junk; libphonenumber's own limit. Keeps the cost of a megabyte at nothing. */
const maxLength = 250
const e164Shape = /^\+[1-9]\d{6,14}$/

/**
 * Reads a phone number as people write it: formatted, vanity letters, full-width or other scripts' digits, `00` and
 * `011` prefixes, `tel:` URIs, extensions. `defaultRegion` (ISO alpha-2) is assumed for numbers without a country
 * code; an unknown region leaves only international numbers readable. Never throws; junk gives `e164: null`.
 */
export function parsePhone(raw: string, defaultRegion: string): ParsedPhone {
  // As numbers are stored, and most are North American: the library takes a hundred times as long to say the same.
  const uniform = uniformArea(raw)
  if (uniform)
    return {
      raw,
      e164: raw,
      country: uniform.country,
      kind: uniform.kind,
      possible: true,
      valid: true,
      extension: null,
    }
  const junk: ParsedPhone = {
    raw,
    e164: null,
    country: null,
    kind: 'unknown',
    possible: false,
    valid: false,
    extension: null,
  }
  const text = raw.length > maxLength ? '' : toAsciiDigits(raw)
  if (text.length > maxLength) return junk
  const region = defaultRegion.toUpperCase()
  const defaultCountry = isSupportedCountry(region) ? region : undefined
  let best: ParsedPhone | null = null
  for (const reading of readings(text, defaultCountry)) {
    const number = parsePhoneNumberFromString(reading.text, defaultCountry)
    const parsed = number ? describe(raw, number) : null
    if (parsed?.valid) return parsed
    if (!reading.onlyIfValid) best ??= parsed
  }
  return best ?? junk
}

/** Null when the number's length is not possible. */
function describe(raw: string, number: PhoneNumber): ParsedPhone | null {
  if (!e164Shape.test(number.number) || !number.isPossible()) return null
  const type = number.getType()
  // A number that has a type is valid; looked up once, since both go through its country's patterns.
  const known = type !== undefined || number.isValid()
  const listed = known ? null : nanpCountry(number.number)
  const unlistedNanp = number.countryCallingCode === '1' && !known
  return {
    raw,
    e164: number.number,
    country: listed?.country ?? (unlistedNanp ? null : (number.country ?? null)),
    kind: kindOf(type, listed?.exchangeFits ?? false),
    possible: true,
    valid: known || (listed?.exchangeFits ?? false),
    extension: number.ext ?? null,
  }
}

function kindOf(type: NumberType, listed: boolean): PhoneKind {
  if (!type) return listed ? 'fixed_line_or_mobile' : 'unknown'
  return type.toLowerCase() as Lowercase<typeof type>
}
