import { ownPlaceholderEmails } from '@intake/contracts/read-email'
import { ownPlaceholderPhones } from '@intake/phone/read-phone'

/** The keys of the numbers, addresses and `@domain`s that a workspace never wants matched. What is none of these is left out. */
export function placeholderKeys(entries: readonly string[], defaultRegion: string): ReadonlySet<string> {
  const addresses = entries.filter((entry) => entry.includes('@'))
  const numbers = entries.filter((entry) => !entry.includes('@'))
  return new Set([...ownPlaceholderEmails(addresses), ...ownPlaceholderPhones(numbers, defaultRegion)])
}
