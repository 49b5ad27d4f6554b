import { isPlainAddress, readEmail, visibleText } from './read-email.ts'
import { StorableText } from './text.ts'

/**
 * An e-mail field, as given. `readEmail` finds an address in it: several addresses and a name around one are fine. Null, absent and blank mean
 * "not given".
 */
export const OptionalEmail = StorableText.refine(
  (text) => isPlainAddress(text) || visibleText(text) === '' || readEmail(text).email !== null,
  {
    error: 'must be an e-mail address',
    params: { code: 'invalid_email' },
  },
)
  .nullish()
  .transform((text) => (text && (isPlainAddress(text) || visibleText(text) !== '') ? text.trim() : undefined))
