const keypad: Record<string, string> = Object.fromEntries(
  ['ABC', 'DEF', 'GHI', 'JKL', 'MNO', 'PQRS', 'TUV', 'WXYZ'].flatMap((letters, index) =>
    [...letters].map((letter) => [letter, String(index + 2)]),
  ),
)
const extensionSuffix = /(?:;?\bext(?:ension|n)?|\bx|#)[.:=\s]{0,3}(\d{1,7})$/i
const vanityShape = /^\+?[\d\s().\-/]+[a-z][a-z\d\s().\-/]*$/i
/** Longer text with letters in it is prose. */
const maxLength = 40

/**
 * Letters as on a phone's keys: `1-800-FLOWERS`. In North America what follows the tenth digit is for the eye only: `1-800-CONTACTS`.
 * Null when the text isn't such a number.
 */
export function vanityDigits(
  text: string,
  northAmericanRegion: boolean,
): { number: string; extension: string | null } | null {
  const extension = extensionSuffix.exec(text)
  const written = (extension ? text.slice(0, extension.index) : text).trim()
  if (written.length > maxLength || !vanityShape.test(written) || written.replace(/[^a-z]/gi, '').length < 3)
    return null
  const dialled = written.toUpperCase().replace(/[A-Z]/g, (letter) => keypad[letter] ?? '')
  const digits = dialled.replace(/\D/g, '')
  const plus = dialled.startsWith('+') ? '+' : ''
  const northAmerican = plus ? digits.startsWith('1') : northAmericanRegion
  const kept = northAmerican ? digits.slice(0, digits.startsWith('1') ? 11 : 10) : digits
  return { number: plus + kept, extension: extension?.[1] ?? null }
}
