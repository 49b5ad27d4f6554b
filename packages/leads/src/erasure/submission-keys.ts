import { readEmail } from '@intake/contracts/read-email'
import { readPhone } from '@intake/phone/read-phone'
import type { Sealer } from '../sealing/sealer.ts'
import { contactKeys, erasedKeys } from '../suppression/suppression-keys.ts'
import type { WorkspaceConfiguration } from '../workspace/configuration-cache.ts'

/** Keyed hashes of the number and the address in the body of a create, as far as they can be read. None without an encryption key. */
export function submissionKeys(
  lead: unknown,
  { id: workspaceId, defaultRegion }: Pick<WorkspaceConfiguration, 'id' | 'defaultRegion'>,
  sealer: Sealer,
): string[] {
  if (!sealer.isOn || typeof lead !== 'object' || lead === null) return []
  const { phoneNumber, email } = lead as { phoneNumber?: unknown; email?: unknown }
  const phone = phoneNumber == null ? null : readPhone(String(phoneNumber).slice(0, 100), defaultRegion)
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
