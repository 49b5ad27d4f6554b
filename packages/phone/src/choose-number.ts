import type { CountryCode } from 'libphonenumber-js/max'
import type { NumberFacts } from './describe-number.ts'
import { digitGroups, isGroupedNorthAmerican, isNorthAmerican } from './north-american.ts'
import type { Certainty, PhoneProblem } from './phone-reading.ts'
import { type NumberReading, readNumber } from './read-number.ts'
import { countDigits, minDigits, type PhoneRun, splitPhoneText } from './split-phone-text.ts'
import { vanityDigits } from './vanity-digits.ts'

export interface ChosenNumber {
  facts: NumberFacts | null
  certainty: Certainty
  extension: string | null
  others: string[]
  problem: PhoneProblem | null
}

/** Numbers of one field that are tried; all others are kept unread. */
const maxTried = 5
/** Numbers of small islands have four digits; believed where there are no others. */
const minAlone = 4
/** Fewer digits than this are no number worth keeping: `Mobile 1`, `after 5pm`. */
const minOther = 5
/** Signs that part two numbers more often than two groups of one. */
const strongSeparator = /\s*\/\s*|\s+-+\s+|\s{2,}/
const weakSeparator = /\s+|(?<=\d)(?=\()/g
/** A few digits by themselves behind a whole number: `678-231-9992 12`. */
const looseExtension = /^(.*\d)\s+\(?(\d{1,5})\)?$/

/** The first number of a cleaned text that can be read, and all others of it. */
export function chooseNumber(text: string, region: CountryCode | undefined): ChosenNumber {
  const runs = splitPhoneText(text)
  const long = runs.filter(
    ({ number }, _, { length }) => countDigits(number) >= (length === 1 ? minAlone : minDigits),
  )
  let first: NumberReading | null = null
  for (const run of long.slice(0, maxTried)) {
    const reading = readNumber(run.number, region)
    first ??= reading
    const chosen = reading.facts ? { reading, extension: run.extension, rest: [] } : chooseWithin(run, region)
    if (chosen) return collect(chosen, run, runs, region)
  }
  return (
    readJoined(text, runs, region) ??
    readVanity(text, region) ?? {
      facts: null,
      certainty: 'guessed',
      extension: null,
      others: [],
      problem: first?.problem ?? (runs.length > 0 ? 'too_short' : 'no_digits'),
    }
  )
}

interface Chosen {
  reading: NumberReading
  extension: string | null
  /** What is left of the stretch that the number was found in. */
  rest: string[]
}

/** The first number of a stretch that holds several without a word between them. */
function chooseWithin(run: PhoneRun, region: CountryCode | undefined): Chosen | null {
  const suffix = run.written.slice(run.number.length)
  const pieces = run.number.split(strongSeparator)
  for (const [index, piece] of pieces.slice(0, maxTried).entries()) {
    if (pieces.length === 1 || countDigits(piece) < minDigits) continue
    const reading = readNumber(piece, region)
    if (!reading.facts?.valid) continue
    const last = index === pieces.length - 1
    const rest = pieces.map((other, at) => (at === pieces.length - 1 ? other + suffix : other))
    return { reading, extension: last ? run.extension : null, rest: rest.toSpliced(index, 1) }
  }
  for (const { index, 0: sign } of run.number.matchAll(weakSeparator)) {
    const right = run.number.slice(index + sign.length)
    if (countDigits(run.number.slice(0, index)) < minDigits || countDigits(right) < minDigits) continue
    const reading = readNumber(run.number.slice(0, index), region)
    if (reading.facts?.valid) return { reading, extension: null, rest: [right + suffix] }
  }
  return chooseExtended(run, region)
}

function chooseExtended(run: PhoneRun, region: CountryCode | undefined): Chosen | null {
  const [, number, extension] = looseExtension.exec(run.number) ?? []
  if (run.extension !== null || number === undefined || extension === undefined) return null
  const groups = digitGroups(number)
  if (groups.length < 3 || !isGroupedNorthAmerican(groups) || !isNorthAmerican(region)) return null
  const reading = readNumber(number, region)
  return reading.facts?.valid ? { reading: { ...reading, certainty: 'guessed' }, extension, rest: [] } : null
}

function collect(
  { reading, extension, rest }: Chosen,
  run: PhoneRun,
  runs: readonly PhoneRun[],
  region: CountryCode | undefined,
): ChosenNumber {
  const { facts, certainty } = reading
  const elsewhere = runs.filter((other) => other !== run).map(({ written }) => written)
  const others = [...rest, ...elsewhere]
    .map((other) => other.trim())
    .filter((other) => countDigits(other) >= minOther)
    .filter((other, index) => index >= maxTried || !repeats(other, facts, region))
  return { facts, certainty, extension, others, problem: facts?.valid ? null : 'unassigned' }
}

/** The number once more, perhaps in another form: nothing is lost without it. */
function repeats(other: string, facts: NumberFacts | null, region: CountryCode | undefined): boolean {
  const [only, more] = splitPhoneText(other)
  if (!only || more || only.extension !== null) return false
  return readNumber(only.number, region).facts?.e164 === facts?.e164
}

/** A number that commas, bars or line ends stand in. */
function readJoined(
  text: string,
  runs: readonly PhoneRun[],
  region: CountryCode | undefined,
): ChosenNumber | null {
  if (runs.length < 2 || /\p{L}/u.test(text)) return null
  const { facts, certainty } = readNumber(text.replace(/[^\d+]+/g, ' ').trim(), region)
  return facts?.valid ? { facts, certainty, extension: null, others: [], problem: null } : null
}

function readVanity(text: string, region: CountryCode | undefined): ChosenNumber | null {
  const dialled = vanityDigits(text.replace(/^tel:/i, ''), isNorthAmerican(region))
  if (!dialled) return null
  const { facts, certainty } = readNumber(dialled.number, region)
  return facts?.valid ? { facts, certainty, extension: dialled.extension, others: [], problem: null } : null
}
