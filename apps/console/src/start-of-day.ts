import { offsetMinutes, zoneRules } from '@intake/phone/zone-rules'

const minuteMs = 60_000

/** Whether a text names an IANA zone. */
export function isZone(name: string): boolean {
  return zoneRules(name) !== null
}

/** When a day `YYYY-MM-DD` begins in a zone, in milliseconds since 1970; in UTC for a zone that isn't known. A skipped midnight is the change of clocks. */
export function startOfDay(day: string, zone: string): number {
  const utc = Date.parse(day)
  const rules = zoneRules(zone)
  if (!rules) return utc
  const guess = utc + -offsetMinutes(rules, utc) * minuteMs
  return utc - offsetMinutes(rules, guess) * minuteMs
}
