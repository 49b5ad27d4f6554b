import { type CountryCode, getCountryCallingCode } from 'libphonenumber-js/max'
import { describeNumber, type NumberFacts } from './describe-number.ts'
import {
  digitGroups,
  fitsNorthAmericanPlan,
  hasDigitTooMany,
  isGroupedNorthAmerican,
  isNorthAmerican,
  looksNorthAmerican,
} from './north-american.ts'
import type { Certainty, PhoneProblem } from './phone-reading.ts'

export type NumberReading =
  | { facts: NumberFacts; certainty: Certainty; problem: null }
  | { facts: null; certainty: Certainty; problem: PhoneProblem }

/** E.164 allows 15 digits; a prefix for calls abroad has up to 4. */
const maxDigits = 19
/** Fewer digits than this are a national number: none abroad is so short with its country code that it could be told apart. */
const minInternational = 11

const unread = (problem: PhoneProblem): NumberReading => ({ facts: null, certainty: 'guessed', problem })

/** Reads one number: digits and signs, no letters. A number that isn't assigned is always a guess. */
export function readNumber(text: string, region: CountryCode | undefined): NumberReading {
  const digits = text.replace(/\D/g, '')
  if (digits.length > maxDigits) return unread('too_long')
  const plus = text.lastIndexOf('+')
  const reading = plus >= 0 ? readWithPlus(text, plus, region) : readWithoutPlus(text, digits, region)
  return reading.facts && !reading.facts.valid ? { ...reading, certainty: 'guessed' } : reading
}

function accept(facts: NumberFacts, certainty: Certainty = 'certain'): NumberReading {
  return { facts, certainty, problem: null }
}

function readWithPlus(text: string, plus: number, region: CountryCode | undefined): NumberReading {
  const before = text.slice(0, plus).replace(/\D/g, '')
  const written = text.slice(plus).replace('(0)', '')
  const digits = written.replace(/\D/g, '')
  const found = readInternational(digits.replace(/^(?:00|011)(?=[1-9])/, ''))
  const groups = digitGroups(written)
  if (found?.valid) {
    const repeated = before === '' || /^0+$/.test(before) || digits.startsWith(before)
    // +469-433-9607: as likely a plus put before a North American number as one of Sweden.
    const doubtful = isNorthAmerican(region) && isGroupedNorthAmerican(groups) && groups.length === 3
    return accept(found, repeated && !(doubtful && digits.length === 10) ? 'certain' : 'guessed')
  }
  const repaired = repairPrefix(digits, region)
  if (repaired) return accept(repaired, 'guessed')
  // +470 600 0000: no number of Norway's, but one of Quebec's behind a wrong plus.
  const behind = found?.e164.slice(1) ?? digits
  const misplaced = fitsNorthAmericanPlan(behind) ? describeNumber(`+1${behind}`) : null
  if (misplaced?.valid)
    return isNorthAmerican(region) && behind === digits ? accept(misplaced, 'guessed') : unread('not_in_plan')
  return found ? accept(found, 'guessed') : unread(digits.length < 7 ? 'too_short' : 'not_in_plan')
}

/** What stands behind a plus and a zero, or behind a form's own +1: a national number, or one with a prefix for calls abroad. */
function repairPrefix(digits: string, region: CountryCode | undefined): NumberFacts | null {
  const national = region && /^0[1-9]/.test(digits) ? describeNumber(digits, region) : null
  if (national?.valid) return national
  const inner = /^1(?:00|011)([1-9]\d*)$/.exec(digits)?.[1]
  const abroad = inner ? readInternational(inner) : null
  return abroad?.valid ? abroad : null
}

function readInternational(digits: string): NumberFacts | null {
  return /^[1-9]/.test(digits) ? describeNumber(`+${digits}`) : null
}

function readWithoutPlus(text: string, digits: string, region: CountryCode | undefined): NumberReading {
  if (digits.startsWith('00')) {
    const abroad = readInternational(digits.slice(2))
    if (abroad?.valid) return accept(abroad)
  }
  const groups = digitGroups(text)
  const national = isNorthAmerican(region)
    ? readNorthAmerican(digits, groups, region)
    : readNational(digits, region)
  if (national.facts) return national
  if (digits.startsWith('011')) {
    const abroad = readInternational(digits.slice(3))
    if (abroad?.valid) return accept(abroad)
  }
  if (digits.length < minInternational || digits.startsWith('0')) return national
  const abroad = readInternational(digits)
  if (!abroad?.valid) return hasDigitTooMany(digits, groups) ? unread('digit_too_many') : national
  return judgeAbroad(abroad, digits, groups, region)
}

/** An international number without its plus, where it may as well be a national one with a digit too many. */
function judgeAbroad(
  abroad: NumberFacts,
  digits: string,
  groups: readonly number[],
  region: CountryCode | undefined,
): NumberReading {
  if (digits.startsWith('1') && groups.length === 4 && isGroupedNorthAmerican(groups)) return accept(abroad)
  const northAmerican = isNorthAmerican(region)
  const mistyped = northAmerican
    ? looksNorthAmerican(groups) || hasDigitTooMany(digits, groups)
    : region !== undefined && isNationalButForOneDigit(digits, region)
  if (!mistyped) return accept(abroad)
  if (digits.length > minInternational) return accept(abroad, 'guessed')
  return unread(northAmerican && groups.length > 1 ? 'digit_too_many' : 'ambiguous')
}

function isNationalButForOneDigit(digits: string, region: CountryCode): boolean {
  return [...digits].some(
    (_, at) => describeNumber(digits.slice(0, at) + digits.slice(at + 1), region)?.valid ?? false,
  )
}

function readNorthAmerican(
  digits: string,
  groups: readonly number[],
  region: CountryCode | undefined,
): NumberReading {
  const national = digits.length === 11 && digits.startsWith('1') ? digits.slice(1) : digits
  if (national.length === 10 && fitsNorthAmericanPlan(national)) {
    const facts = describeNumber(`+1${national}`)
    if (facts) return accept(facts, isGroupedNorthAmerican(groups) ? 'certain' : 'guessed')
  }
  if (digits.length === 7 && region !== 'US' && region !== 'CA') {
    const local = describeNumber(digits, region)
    if (local?.valid) return accept(local)
  }
  if (digits.startsWith('0') && digits.length >= 9) return unread('national_abroad')
  return unread(digits.length < 10 ? 'too_short' : 'not_in_plan')
}

function readNational(digits: string, region: CountryCode | undefined): NumberReading {
  const facts = region && describeNumber(digits, region)
  if (!region || !facts?.valid) return unread(digits.length < 7 ? 'too_short' : 'not_in_plan')
  // 49 151 23456789 in Germany: numbers of many lengths make nearly anything valid at home, too.
  const abroad = digits.startsWith(getCountryCallingCode(region)) ? readInternational(digits) : null
  if (!abroad?.valid || abroad.e164 === facts.e164) return accept(facts)
  return accept(digits.length >= minInternational ? abroad : facts, 'guessed')
}
