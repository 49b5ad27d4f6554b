import type { MatchField } from '@intake/contracts/lead'
import type { Contact } from './contact-keys.ts'

/** Which of phone and e-mail two leads share. */
export function matchedOn(a: Contact, b: Contact): MatchField[] {
  const shared: MatchField[] = []
  if (a.phone_key !== null && a.phone_key === b.phone_key) shared.push('phone')
  if (a.email_key !== null && a.email_key === b.email_key) shared.push('email')
  return shared
}

/** `phone number`, `e-mail address` or both, for people. */
export function sharedWords(fields: Iterable<MatchField>): string {
  const shared = new Set(fields)
  return [shared.has('phone') && 'phone number', shared.has('email') && 'e-mail address']
    .filter(Boolean)
    .join(' and ')
}
