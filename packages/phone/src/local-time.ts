import { offsetMinutes, zoneRules } from './zone-rules.ts'

export interface LocalTime {
  /** ISO 8601 with offset, whole seconds: `2026-11-23T16:05:00-05:00`. */
  localTime: string
  /** `±hh:mm`. */
  utcOffset: string
}

/** The wall clock of an IANA zone at an instant. Null for an unknown zone or an invalid date; never throws. */
export function localTimeIn(zone: string, at: Date): LocalTime | null {
  const rules = zoneRules(zone)
  if (!rules || Number.isNaN(at.getTime())) return null
  const offset = offsetMinutes(rules, at.getTime())
  const wallClock = new Date(at.getTime() + offset * 60_000)
  if (Number.isNaN(wallClock.getTime())) return null
  const utcOffset = formatOffset(offset)
  return { localTime: wallClock.toISOString().replace(/\.\d{3}Z$/, utcOffset), utcOffset }
}

/**
 * Whether a name is an IANA time zone in its exact spelling: `America/New_York`, `US/Eastern`, `UTC` and `EST5EDT`
 * are, `america/new_york` and `+02:00` are not.
 */
export function isTimezone(name: string): boolean {
  return zoneRules(name) !== null
}

function formatOffset(minutes: number): string {
  const size = Math.abs(minutes)
  const hours = String(Math.floor(size / 60)).padStart(2, '0')
  return `${minutes < 0 ? '-' : '+'}${hours}:${String(size % 60).padStart(2, '0')}`
}
