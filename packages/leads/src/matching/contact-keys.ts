import type { MatchField } from '@intake/contracts/lead'
import type { LeadRow } from '@intake/database/tables'
import { phoneE164 } from '@intake/phone/phone-e164'

/** What two leads can have in common, and where. */
export type Contact = Pick<LeadRow, 'phone_key' | 'email_key'>

/** The same of a certain workspace; test leads match nothing. */
export type MatchSubject = Contact & Pick<LeadRow, 'workspace_id' | 'is_test'>

/** The columns that a given phone makes. What can't be read is kept as given and matches nothing. */
export function phoneColumns(raw: string | null, defaultRegion: string) {
  const e164 = raw === null ? null : phoneE164(raw, defaultRegion)
  return { phone_raw: raw, phone_e164: e164, phone_key: e164, phone_extension: null }
}

/** What all spellings of an e-mail address share. */
export function emailKey(email: string | null): string | null {
  return email?.toLowerCase() ?? null
}

/** The keys of a contact as they are locked and told apart: of one kind each. */
export function contactsOf({ phone_key, email_key }: Contact): string[] {
  const contacts: string[] = []
  if (phone_key !== null) contacts.push(`phone ${phone_key}`)
  if (email_key !== null) contacts.push(`email ${email_key}`)
  return contacts
}

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
