import { isPlainAddress, readEmail, visibleText } from './read-email.ts'
import { StorableText } from './text.ts'

/**
 * An e-mail address as `readEmail` reads it: `mailto:`, a name around it and what can't be seen are taken off. Null, absent and blank mean "not
 * given". Several addresses are refused: this field has no place for the others.
 */
export const OptionalEmail = StorableText.refine(
  (text) => isPlainAddress(text) || isOneAddressOrBlank(text),
  {
    error: 'must be an e-mail address',
    params: { code: 'invalid_email' },
  },
)
  .nullish()
  .transform((text) => {
    if (!text) return undefined
    return isPlainAddress(text) ? text : (readEmail(text).email ?? undefined)
  })

function isOneAddressOrBlank(text: string): boolean {
  const { email, others } = readEmail(text)
  return email === null ? visibleText(text) === '' : others.length === 0
}
