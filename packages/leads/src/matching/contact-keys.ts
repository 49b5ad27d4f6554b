import type { MatchField } from '@intake/contracts/lead'
import { emailKey, formsOfEmailKey } from '@intake/contracts/read-email'
import type { LeadRow } from '@intake/database/tables'
import { formsOfKey, matchForm } from '@intake/phone/equal-forms'

/** What two leads can have in common, and where. */
export type Contact = Pick<LeadRow, 'phone_key' | 'phone_extension' | 'email_key'>

/** The same of a certain workspace; test leads match nothing. */
export type MatchSubject = Contact & Pick<LeadRow, 'workspace_id' | 'is_test'>

/** The keys of a contact in today's form, as they are locked, suppressed and told apart: an address has an @, a number has none. */
export function contactsOf({ phone_key, email_key }: Contact): string[] {
  const contacts: string[] = []
  if (phone_key !== null) contacts.push(matchForm(phone_key))
  if (email_key !== null) contacts.push(emailKey(email_key))
  return contacts
}

/** Which of phone and e-mail two leads share. A number is shared unless both have an extension, and not the same. */
export function matchedOn(a: Contact, b: Contact): MatchField[] {
  const shared: MatchField[] = []
  if (isSame(a.phone_key, b.phone_key, matchForm) && !areApart(a.phone_extension, b.phone_extension))
    shared.push('phone')
  if (isSame(a.email_key, b.email_key, emailKey)) shared.push('email')
  return shared
}

/** `toKey` makes today's key of one that an earlier version stored. */
function isSame(a: string | null, b: string | null, toKey: (key: string) => string): boolean {
  return a !== null && b !== null && (a === b || toKey(a) === toKey(b))
}

function areApart(a: string | null, b: string | null): boolean {
  return a !== null && b !== null && a !== b
}

/** The keys that a contact is looked up by: its own first, then those that earlier versions stored for the same. */
export function keysOf({ phone_key, email_key }: Contact): { phone: string[]; email: string[] } {
  return {
    phone: withForms(phone_key, matchForm, formsOfKey),
    email: withForms(email_key, emailKey, formsOfEmailKey),
  }
}

/** Whether earlier versions may have stored other keys for the same contact. */
export function hasFormerKeys(contact: Contact): boolean {
  const { phone, email } = keysOf(contact)
  return phone.length > 1 || email.length > 1
}

function withForms(
  stored: string | null,
  toKey: (key: string) => string,
  formsOf: (key: string) => string[],
): string[] {
  if (stored === null) return []
  const key = toKey(stored)
  return [...new Set([stored, key, ...formsOf(key)])]
}

/** `phone number`, `e-mail address` or both, for people. */
export function sharedWords(fields: Iterable<MatchField>): string {
  const shared = new Set(fields)
  return [shared.has('phone') && 'phone number', shared.has('email') && 'e-mail address']
    .filter(Boolean)
    .join(' and ')
}
