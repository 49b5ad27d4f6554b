import { readEmail } from '@intake/contracts/read-email'
import { readPhone } from '@intake/phone/read-phone'
import type { Contact } from './contact-keys.ts'

/** What reading a contact depends on. */
export interface ContactContext {
  /** ISO 3166 region that a phone without a country code is read in. */
  defaultRegion: string
  /** What a workspace adds to the lists of placeholders: keys of phones and e-mails, and `@domain`s. */
  placeholders: ReadonlySet<string>
}

/** A phone and an e-mail as a call gives them. */
export interface GivenContact {
  phoneNumber?: string | null | undefined
  phoneExtension?: string | null | undefined
  email?: string | null | undefined
}

/** What a given contact is matched by. */
export function readContact(
  { phoneNumber, phoneExtension, email }: GivenContact,
  { defaultRegion, placeholders }: ContactContext,
): Contact {
  const phone = phoneNumber ? readPhone(phoneNumber, defaultRegion, { placeholders }) : null
  return {
    phone_key: phone?.key ?? null,
    phone_extension: phoneExtension ?? phone?.extension ?? null,
    email_key: email ? readEmail(email, { placeholders }).key : null,
  }
}
