import { readEmail } from '@intake/contracts/read-email'
import { readPhone } from '@intake/phone/read-phone'
import type { Sealer } from '../sealing/sealer.ts'
import { contactKeys, erasedKeys } from '../suppression/suppression-keys.ts'

/** Numbers without a country code are read in this region: the hash only has to be the same when the person is erased. */
const region = 'US'

/** Keyed hashes of the number and the address in the body of a create, as far as they can be read. None without an encryption key. */
export function submissionKeys(lead: unknown, workspaceId: string, sealer: Sealer): string[] {
  if (!sealer.isOn || typeof lead !== 'object' || lead === null) return []
  const { phoneNumber, email } = lead as { phoneNumber?: unknown; email?: unknown }
  const phone = phoneNumber == null ? null : readPhone(String(phoneNumber).slice(0, 100), region)
  const address = typeof email === 'string' ? readEmail(email.slice(0, 1000)) : null
  const contact = {
    phone_key: phone?.key ?? null,
    phone_extension: null,
    email_key: address?.key ?? null,
  }
  return contactKeys(contact).flatMap(({ kind, key }) =>
    erasedKeys(workspaceId, kind, key, sealer).slice(0, 1),
  )
}
