import { type CountryCode, isSupportedCountry } from 'libphonenumber-js/max'
import { chooseNumber } from './choose-number.ts'
import { cleanPhoneText } from './clean-phone-text.ts'
import type { NumberFacts } from './describe-number.ts'
import { matchForm } from './equal-forms.ts'
import type { Certainty, PhoneProblem, PhoneReading } from './phone-reading.ts'
import { placeholderReason } from './placeholder-phones.ts'
import { uniformArea } from './uniform-area.ts'

export type { Certainty, PhoneProblem, PhoneReading } from './phone-reading.ts'
export { phoneProblems } from './phone-reading.ts'

export interface ReadPhoneOptions {
  /** Numbers that a workspace never wants matched, as keys: `ownPlaceholderPhones` makes them. */
  placeholders?: ReadonlySet<string>
}

const noOptions: ReadPhoneOptions = {}

/** Ten digits of the North American plan in its usual grouping, with or without +1. */
const usual = /^(\+1[ .-]?)?(?:\(([2-9]\d\d)\) ?|([2-9]\d\d)[ .-]?)([2-9]\d\d)[ .-]?(\d{4})$/

/**
 * The E.164 of a North American number in its usual form, or null for any other text. Such a number has one reading only: its digits are
 * taken without the library, which costs a hundred times as much.
 */
export function usualE164(text: string, defaultRegion: string): string | null {
  const parts = usual.exec(text)
  if (!parts || !(parts[1] || defaultRegion === 'US' || defaultRegion === 'CA')) return null
  return `+1${parts[2] ?? parts[3]}${parts[4]}${parts[5]}`
}

/**
 * Reads a phone field as senders fill it: any notation, several numbers, an extension, a spreadsheet's floats, a chat program's addresses.
 * What a number can be is the numbering plan's to say. `defaultRegion` (ISO alpha-2) is the region of numbers without a country code; an
 * unknown one leaves only international numbers readable. Pure and never throws. `docs/phone/reading.md` shows the rules by example.
 */
export function readPhone(
  input: string | number,
  defaultRegion: string,
  options: ReadPhoneOptions = noOptions,
): PhoneReading {
  const raw = String(input)
  // As numbers are stored, and as most come in.
  const usual = uniformArea(raw) ? raw : usualE164(raw, defaultRegion)
  const uniform = usual && uniformArea(usual)
  if (uniform) {
    const { country, kind } = uniform
    return finish(raw, { e164: usual, national: usual.slice(2), country, kind, valid: true }, alone, options)
  }
  if (typeof input === 'number' && !(Number.isInteger(input) && input >= 0)) return unread(raw, 'not_in_plan')
  const cleaned = cleanPhoneText(raw)
  if ('problem' in cleaned) return unread(raw, cleaned.problem)
  const chosen = chooseNumber(cleaned.text, asRegion(defaultRegion))
  if (chosen.facts) return finish(raw, chosen.facts, chosen, options)
  const digits = cleaned.text.replace(/\D/g, '')
  const stands = placeholderReason(digits, null, null) ?? placeholderReason(digits.slice(1), null, null)
  return unread(raw, stands ? 'placeholder' : (chosen.problem ?? 'no_digits'))
}

/** A workspace's own additions as `ReadPhoneOptions` takes them. What can't be read is left out: it matches nothing anyway. */
export function ownPlaceholderPhones(numbers: readonly string[], defaultRegion: string): ReadonlySet<string> {
  return new Set(numbers.map((number) => readPhone(number, defaultRegion).key).filter((key) => key !== null))
}

interface Found {
  certainty: Certainty
  extension: string | null
  others: readonly string[]
  problem: PhoneProblem | null
}

/** A number that is all of its field. */
const alone: Found = { certainty: 'certain', extension: null, others: [], problem: null }

function finish(raw: string, facts: NumberFacts, found: Found, options: ReadPhoneOptions): PhoneReading {
  const { e164, national, country, kind, valid } = facts
  const key = valid ? matchForm(e164) : null
  const stands = placeholderReason(national, e164, key, options.placeholders)
  return {
    raw,
    e164,
    extension: found.extension,
    key: stands ? null : key,
    others: [...found.others],
    country,
    kind,
    valid,
    certainty: found.certainty,
    problem: stands ? 'placeholder' : found.problem,
  }
}

function unread(raw: string, problem: PhoneProblem): PhoneReading {
  return {
    raw,
    e164: null,
    extension: null,
    key: null,
    others: [],
    country: null,
    kind: 'unknown',
    valid: false,
    certainty: 'guessed',
    problem,
  }
}

function asRegion(code: string): CountryCode | undefined {
  const region = code.toUpperCase()
  return isSupportedCountry(region) ? region : undefined
}
