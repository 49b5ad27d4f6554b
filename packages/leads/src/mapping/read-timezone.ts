import { isTimezone } from '@intake/phone/local-time'
import { abbreviations, otherZoneNames } from './zone-names.ts'

/** A zone and whether more than its name was needed to tell it. */
export interface ReadTimezone {
  zone: string
  isGuess: boolean
}

const zones = new Map<string, string>([
  ...Intl.supportedValuesOf('timeZone').map((zone): [string, string] => [zone.toLowerCase(), zone]),
  ...otherZoneNames.map(([name, zone]): [string, string] => [name.toLowerCase(), zone]),
])
/** `(GMT-05:00) Eastern Time`, `(UTC+01:00) Berlin`. */
const offsetPrefix = /^\((?:gmt|utc)[^)]*\)\s*/i

/**
 * The IANA zone that a name means, as IANA, Windows, HubSpot (`us_slash_eastern`) and Rails spell it, in any case. American abbreviations are
 * a guess: they stand for a clock of half a year. Null for what means several zones or none.
 */
export function readTimezone(text: string): ReadTimezone | null {
  const guess = abbreviations[text.toUpperCase()]
  if (guess !== undefined) return { zone: guess, isGuess: true }
  const zone = certainZone(text.replace(offsetPrefix, '').trim())
  return zone === null ? null : { zone, isGuess: false }
}

function certainZone(name: string): string | null {
  const exact = [name, name.toUpperCase()].find(isTimezone)
  if (exact) return exact
  const key = name.toLowerCase()
  const known = zones.get(key)
  if (known) return known
  const unslashed = key.replaceAll('_slash_', '/').replaceAll('_hyphen_', '-')
  const spelled = unslashed.replaceAll(/(^|[/_-])\p{L}/gu, (letter) => letter.toUpperCase())
  return (
    zones.get(unslashed) ??
    [spelled, spelled.replace(/^Us\//, 'US/')].find((one) => one.includes('/') && isTimezone(one)) ??
    null
  )
}
