const ascii = /^[\0-\x7f]*$/
const decimalDigit = /\p{Nd}/u

/**
 * The text with every decimal digit of any script (Arabic-Indic, full-width, Devanagari …) as 0 to 9 and full-width
 * letters and signs as ASCII. Cap the length first: compatibility forms can grow.
 */
export function toAsciiDigits(text: string): string {
  // As most numbers are written: there is nothing to do.
  if (ascii.test(text)) return text
  return text.normalize('NFKC').replace(/[^\P{Nd}0-9]/gu, digitValue)
}

/** Unicode lays the ten digits of a script side by side, zero first, with a gap before the next script's zero. */
function digitValue(digit: string): string {
  const code = digit.codePointAt(0) ?? 0
  let value = 0
  while (value < 9 && decimalDigit.test(String.fromCodePoint(code - value - 1))) value += 1
  return String(value)
}
