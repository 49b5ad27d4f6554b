import { type AreaCodes, areaCodeOf, areaCodes } from './area-codes.ts'
import { type PhoneKind, parsePhone } from './parse-phone.ts'

export interface TimezoneInference {
  /** IANA name, or null where it can't be known. */
  zone: string | null
  /** Other zones that the number may be in, the likelier first. */
  alternatives: string[]
  /** high: one clock; medium: a share of 0.9 and more; low: below that; none: no zone. */
  confidence: 'high' | 'medium' | 'low' | 'none'
  /** Part of the area code's known exchanges that lie in `zone`, 0 to 1. */
  share: number | null
  basis: 'npa' | 'npa-nxx' | 'area' | 'country' | 'mobile-country' | null
  tableVersion: string
}

/** Kinds of number that are tied to no place. */
const placeless: ReadonlySet<PhoneKind> = new Set([
  'toll_free',
  'premium_rate',
  'shared_cost',
  'voip',
  'personal_number',
  'pager',
  'uan',
  'voicemail',
])

/**
 * The time zone of an E.164 number. North American numbers go by their area code, never by whether libphonenumber calls
 * them valid, since it lacks codes that are in service; others by their country where it has one clock. What can't be
 * known is null. Never throws.
 */
export function inferTimezone(e164: string): TimezoneInference {
  if (e164.startsWith('+1')) {
    const code = areaCodeOf(e164)
    return code ? fromShares(code.zones) : unknown()
  }
  const { country, kind } = parsePhone(e164, 'US')
  if (country === null || placeless.has(kind)) return unknown()
  const zone = areaCodes().countries[country]
  if (zone === undefined) return unknown()
  return { ...unknown(), zone, confidence: 'high', share: 1, basis: 'country' }
}

function fromShares(zones: AreaCodes['areaCodes'][string]['zones']): TimezoneInference {
  const [commonest, ...others] = zones
  if (!commonest) return unknown()
  const total = zones.reduce((sum, [, exchanges]) => sum + exchanges, 0)
  const share = Math.round((commonest[1] / total) * 1000) / 1000
  return {
    ...unknown(),
    zone: commonest[0],
    alternatives: others.map(([zone]) => zone),
    confidence: others.length === 0 ? 'high' : share >= 0.9 ? 'medium' : 'low',
    share,
    basis: 'npa',
  }
}

function unknown(): TimezoneInference {
  const tableVersion = areaCodes().version
  return { zone: null, alternatives: [], confidence: 'none', share: null, basis: null, tableVersion }
}
