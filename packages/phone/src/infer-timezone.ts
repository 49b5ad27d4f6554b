import { inferInternational } from './infer-international.ts'
import { inferNanp } from './infer-nanp.ts'
import { phoneTable } from './phone-table.ts'
import type { TimezoneInference } from './timezone-inference.ts'

export type { TimezoneInference } from './timezone-inference.ts'

/**
 * The time zone of a phone number in E.164, from the committed table: the longest known prefix gives a place, geo-tz
 * the place's zone. Pure but for reading table and map at first use; never throws; toll-free, premium, VoIP and other
 * numbers without a place, unassigned codes and junk get no zone. Warm: some 10 to 25 µs.
 */
export function inferTimezone(e164: string): TimezoneInference {
  const found = e164.startsWith('+1') ? inferNanp(e164) : inferInternational(e164)
  const { version } = phoneTable()
  if (found) return { ...found, tableVersion: version }
  return { zone: null, alternatives: [], confidence: 'none', share: null, basis: null, tableVersion: version }
}

/** Version of the committed table: zones of another one may be wrong by now. */
export function zoneTableVersion(): string {
  return phoneTable().version
}
