import type { PhoneKind } from './phone-reading.ts'
import { readPhone } from './read-phone.ts'

export type { PhoneKind } from './phone-reading.ts'

export interface ParsedPhone {
  /** As given, untouched. */
  raw: string
  /** `+` and 7 to 15 digits, or null where the number can't be read. */
  e164: string | null
  /** ISO 3166-1 alpha-2, or null where the number belongs to none or to one that isn't known. */
  country: string | null
  kind: PhoneKind
  /** The numbering plan has room for it. */
  possible: boolean
  /** The digits fit the numbering plan as far as libphonenumber, or our list of area codes, knows it. */
  valid: boolean
  extension: string | null
}

/** What the number itself says, of `readPhone`'s reading. Never throws; what can't be read gives `e164: null`. */
export function parsePhone(raw: string, defaultRegion: string): ParsedPhone {
  const { e164, country, kind, valid, extension } = readPhone(raw, defaultRegion)
  return { raw, e164, country, kind, possible: e164 !== null, valid, extension }
}
