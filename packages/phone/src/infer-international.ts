import { type PhoneNumberType, parsePhoneNumberFromString } from 'libphonenumber-js/max'
import { inferFromRow } from './infer-from-row.ts'
import { phoneTable, type TableRow } from './phone-table.ts'
import type { TimezoneInference } from './timezone-inference.ts'

type Inference = Omit<TimezoneInference, 'tableVersion'>

/** Kinds of number that stand for a place or a person's phone; any other kind can be answered anywhere. */
const placed: ReadonlySet<PhoneNumberType> = new Set(['FIXED_LINE', 'MOBILE', 'FIXED_LINE_OR_MOBILE'])
/** E.164 allows 15 digits; anything longer isn't worth a look. */
const maxLength = 16
/** Mobiles of these countries carry an area code like any other number. */
const mobilesWithArea: ReadonlySet<string> = new Set(['BR', 'MX'])

/**
 * A number outside North America (E.164). Null for a kind without a place, and for a country code without a country. A
 * number that libphonenumber takes for impossible or unassigned gets its country's clock at `low` at most.
 */
export function inferInternational(e164: string): Inference | null {
  if (e164.length > maxLength) return null
  const number = parsePhoneNumberFromString(e164)
  if (!number?.country || !number.isPossible()) return null
  const kind = number.getType()
  if (kind && !placed.has(kind)) return null
  const country = phoneTable().countries[number.country]
  if (!country) return null
  if (!kind) return doubtful(inferFromRow(country, 'country'))
  if (!country.others) return inferFromRow(country, 'country')
  if (kind === 'MOBILE' && !mobilesWithArea.has(number.country))
    return doubtful(inferFromRow(country, 'mobile-country'))
  const area = longestArea(number.country, number.nationalNumber)
  if (area) return inferFromRow(area, 'area')
  return doubtful(inferFromRow(country, kind === 'FIXED_LINE' ? 'country' : 'mobile-country'))
}

function doubtful(inference: Inference): Inference {
  return { ...inference, confidence: 'low', share: null }
}

function longestArea(country: string, national: string): TableRow | null {
  const areas = phoneTable().areas[country]
  for (let length = national.length; areas && length > 0; length -= 1) {
    const row = areas[national.slice(0, length)]
    if (row) return row
  }
  return null
}
