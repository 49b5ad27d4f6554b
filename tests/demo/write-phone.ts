import type { PhoneNumber } from './number-plan.ts'
import type { Random } from './random.ts'

type Spelling = (number: PhoneNumber, groups: string[], random: Random) => string

const northAmerican: Spelling[] = [
  (_, [area, exchange, line]) => `(${area}) ${exchange}-${line}`,
  (_, groups) => groups.join('-'),
  (_, groups) => groups.join('.'),
  (_, groups) => groups.join(''),
  (_, groups) => ` ${groups.join(' ')} `,
  (_, [area, exchange, line]) => `+1 (${area}) ${exchange}-${line}`,
  (_, groups) => `1-${groups.join('-')}`,
  (_, groups) => `+1.${groups.join('.')}`,
  (_, groups, random) => `${groups.join('-')} x${random.integer(1, 999)}`,
  (_, [area, exchange, line], random) => `(${area}) ${exchange}-${line} ext. ${random.integer(1, 9999)}`,
  (_, groups) => `001 ${groups.join(' ')}`,
  (_, groups) => fullWidth(groups.join('-')),
]

const international: Spelling[] = [
  ({ callingCode }, groups) => `+${callingCode} ${groups.join(' ')}`,
  ({ callingCode }, groups) => `+${callingCode}${groups.join('')}`,
  ({ callingCode }, groups) => `+${callingCode}-${groups.join('-')}`,
  ({ callingCode }, groups) => `+${callingCode}.${groups.join('.')}`,
  ({ callingCode }, groups) => `00${callingCode} ${groups.join(' ')}`,
  ({ callingCode }, groups) => `00 ${callingCode} ${groups.join('')}`,
  ({ callingCode }, groups) => `011 ${callingCode} ${groups.join(' ')}`,
  ({ callingCode }, groups) => `011-${callingCode}-${groups.join('-')}`,
  ({ callingCode }, [first, ...rest]) => `+${callingCode} (${first}) ${rest.join(' ')}`,
  ({ callingCode }, groups, random) => `+${callingCode} ${groups.join(' ')} ext ${random.integer(1, 999)}`,
  ({ callingCode }, groups) => fullWidth(`+${callingCode} ${groups.join(' ')}`),
]

/** A number in one of the ways that people, forms and other systems write it. */
export function writePhone(number: PhoneNumber, random: Random): string {
  const groups = number.national.trim().split(/\s+/)
  const spellings = number.callingCode === '1' ? northAmerican : international
  return random.pick(spellings)(number, groups, random)
}

/** As typed with an East Asian keyboard. */
function fullWidth(text: string): string {
  return text.replaceAll(/[\d+-]/g, (character) =>
    String.fromCodePoint((character.codePointAt(0) ?? 0) + 0xfee0),
  )
}
