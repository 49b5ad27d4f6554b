import { domainToASCII } from 'node:url'
import { type Contact, contactsOf, keysOf } from '../matching/contact-keys.ts'
import type { Sealer } from '../sealing/sealer.ts'

/** What is suppressed of a lead: its number, its address, or what it alone said. */
export interface SuppressedKey {
  kind: 'phone' | 'email' | 'lead'
  key: string
}

/** The number without its extension, and the address, as suppressions name them. */
export function contactKeys(contact: Contact): SuppressedKey[] {
  return contactsOf(contact).map((key) => ({ kind: key.includes('@') ? 'email' : 'phone', key }))
}

/** The key of every address at a domain. */
export function domainKey(domain: string): string {
  return `@${domain}`
}

/** A domain in its one form: ASCII, lower case, without an `@`; null for what is none. */
export function readDomain(given: string): string | null {
  const domain = domainToASCII(given.trim().replace(/^@/, '').toLowerCase())
  return /^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(domain) ? domain : null
}

/** The keys of the domains that a contact's address is at: one, or none. */
export function domainKeys(contact: Contact): string[] {
  return contactsOf(contact).flatMap((key) =>
    key.includes('@') ? [domainKey(key.slice(key.lastIndexOf('@') + 1))] : [],
  )
}

/**
 * All keys that a contact's suppressions may stand under: its number and address in every form, the address's domain, and the keyed hashes that are
 * left of those that were erased.
 */
export function lookUpKeys(contact: Contact, workspaceId: string, sealer: Sealer): string[] {
  const { phone, email } = keysOf(contact)
  const hashes = sealer.isOn
    ? contactKeys(contact).flatMap(({ kind, key }) => erasedKeys(workspaceId, kind, key, sealer))
    : []
  return [...phone, ...email, ...domainKeys(contact), ...hashes]
}

/** What is left of a key once its person was erased, by each encryption key, today's first. */
export function erasedKeys(workspaceId: string, kind: string, key: string, sealer: Sealer): string[] {
  return sealer.hashes(`${workspaceId} ${kind} ${key}`)
}
