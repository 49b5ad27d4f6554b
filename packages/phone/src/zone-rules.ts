import moment, { type MomentZone } from 'moment-timezone'

let names: ReadonlySet<string> | undefined
/** By name; there are some 600. moment reads a name anew each time. */
const known = new Map<string, MomentZone | null>()

/**
 * The rules of one IANA zone, aliases included, from the tzdata inside moment-timezone; null for a name it doesn't
 * know in exactly this spelling. Node's own tzdata is years behind and is not asked.
 */
export function zoneRules(name: string): MomentZone | null {
  const found = known.get(name)
  if (found !== undefined) return found
  names ??= new Set(moment.tz.names())
  if (!names.has(name)) return null
  const rules = moment.tz.zone(name)
  known.set(name, rules)
  return rules
}

/** Minutes east of UTC at an instant (milliseconds since the epoch). Offsets with seconds (before 1972) are rounded. */
export function offsetMinutes(rules: MomentZone, at: number): number {
  return -Math.round(rules.utcOffset(at))
}
