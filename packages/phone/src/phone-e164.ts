import { readPhone, usualE164 } from './read-phone.ts'

/** A phone number's E.164 and nothing else: `readPhone`'s `e164`, null where the number can't be read. */
export function phoneE164(raw: string, defaultRegion: string): string | null {
  return usualE164(raw, defaultRegion) ?? readPhone(raw, defaultRegion).e164
}
