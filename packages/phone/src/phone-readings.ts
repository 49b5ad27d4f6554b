import { type CountryCode, getCountryCallingCode } from 'libphonenumber-js/max'

export interface Reading {
  text: string
  /** A guess: taken only when the number turns out valid, not merely of a possible length. */
  onlyIfValid: boolean
}

const keypad: Record<string, string> = Object.fromEntries(
  ['ABC', 'DEF', 'GHI', 'JKL', 'MNO', 'PQRS', 'TUV', 'WXYZ'].flatMap((letters, index) =>
    [...letters].map((letter) => [letter, String(index + 2)]),
  ),
)
const extensionSuffix = /(?:;?\bext(?:ension|n)?|\bx|#)[.:=\s]{0,3}(\d{1,7})$/i
const vanityShape = /^\+?[\d\s().\-/]+[a-z][a-z\d\s().\-/]*$/i
/** Longer text with letters in it is prose. */
const maxVanityLength = 40

/** The ways a text may be meant as a phone number, most literal first; each is looked for only when the one before wasn't it. */
export function* readings(text: string, region: CountryCode | undefined): Generator<Reading> {
  const trimmed = text.trim().replace(/^tel:(?!.*phone-context)/i, '')
  yield { text: trimmed, onlyIfValid: false }
  const international = /^[^\d+]{0,3}(?:011|00)[\s().-]*(?=[1-9])/
  if (international.test(trimmed)) yield { text: trimmed.replace(international, '+'), onlyIfValid: false }
  const oldMexicanMobile = /^\+52[\s.-]*1(?=(?:\D*\d){10}\D*$)/
  if (oldMexicanMobile.test(trimmed))
    yield { text: trimmed.replace(oldMexicanMobile, '+52'), onlyIfValid: true }
  const digits = trimmed.replace(/\D/g, '')
  if (/^[1-9][\d\s().-]*$/.test(trimmed) && digits.length >= 11)
    yield { text: `+${digits}`, onlyIfValid: true }
  const [first, ...others] = trimmed.split(/\s*[,;|]\s*|\s+(?:\/|or)\s+/)
  if (first && others.length > 0) yield { text: first, onlyIfValid: true }
  const dialled = vanityDigits(trimmed, region)
  if (dialled) yield { text: dialled, onlyIfValid: true }
}

/** Letters as on a phone's keys. In North America what follows the tenth digit is for the eye only: 1-800-CONTACTS. */
function vanityDigits(text: string, region: CountryCode | undefined): string | null {
  const extension = extensionSuffix.exec(text)
  const number = (extension ? text.slice(0, extension.index) : text).trim()
  if (
    number.length > maxVanityLength ||
    !vanityShape.test(number) ||
    number.replace(/[^a-z]/gi, '').length < 3
  )
    return null
  const dialled = number.toUpperCase().replace(/[A-Z]/g, (letter) => keypad[letter] ?? '')
  const digits = dialled.replace(/\D/g, '')
  const northAmerican = dialled.startsWith('+')
    ? digits.startsWith('1')
    : region && getCountryCallingCode(region) === '1'
  const kept = northAmerican ? digits.slice(0, digits.startsWith('1') ? 11 : 10) : digits
  return `${dialled.startsWith('+') ? '+' : ''}${kept}${extension ? ` ext ${extension[1]}` : ''}`
}
