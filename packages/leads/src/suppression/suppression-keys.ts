import { emailKey } from '@intake/contracts/read-email'
import { matchForm } from '@intake/phone/equal-forms'
import { type Contact, keysOf } from '../matching/contact-keys.ts'
import type { Sealer } from '../sealing/sealer.ts'

/** What is suppressed of a lead: its number, its address, or what it alone said. */
export interface SuppressedKey {
  kind: 'phone' | 'email' | 'lead'
  key: string
}

/** The number without its extension, and the address, as suppressions name them. */
export function contactKeys({ phone_key, email_key }: Contact): SuppressedKey[] {
  const keys: SuppressedKey[] = []
  if (phone_key !== null) keys.push({ kind: 'phone', key: matchForm(phone_key) })
  if (email_key !== null) keys.push({ kind: 'email', key: emailKey(email_key) })
  return keys
}

/** The key of every address at a domain. */
export function domainKey(domain: string): string {
  return `@${domain}`
}

/**
 * All keys that a contact's suppressions may stand under: its number and address in every form, the address's domain, and the keyed hashes that are
 * left of those that were erased.
 */
export function lookUpKeys(contact: Contact, workspaceId: string, sealer: Sealer): string[] {
  const { phone, email } = keysOf(contact)
  const keys = [...phone, ...email]
  if (contact.email_key !== null) {
    const key = emailKey(contact.email_key)
    keys.push(domainKey(key.slice(key.lastIndexOf('@') + 1)))
  }
  if (sealer.isOn)
    for (const { kind, key } of contactKeys(contact)) keys.push(...erasedKeys(workspaceId, kind, key, sealer))
  return keys
}

/** What is left of a key once its person was erased, by each encryption key, today's first. */
export function erasedKeys(workspaceId: string, kind: string, key: string, sealer: Sealer): string[] {
  return sealer.hashes(`${workspaceId} ${kind} ${key}`)
}
