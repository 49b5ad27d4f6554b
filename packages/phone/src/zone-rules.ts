import moment, { type MomentZone } from 'moment-timezone'

let names: ReadonlySet<string> | undefined

/**
 * The rules of one IANA zone, aliases included, from the tzdata inside moment-timezone; null for a name it doesn't
 * know in exactly this spelling. Node's own tzdata is years behind and is not asked.
 */
export function zoneRules(name: string): MomentZone | null {
  names ??= new Set(moment.tz.names())
  return names.has(name) ? moment.tz.zone(name) : null
}

/** Minutes east of UTC at an instant (milliseconds since the epoch). Offsets with seconds (before 1972) are rounded. */
export function offsetMinutes(rules: MomentZone, at: number): number {
  return -Math.round(rules.utcOffset(at))
}
