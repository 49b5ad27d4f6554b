export interface PlaceholderPhone {
  /** Numbers in E.164, or `step`: from each of the national digits to the next, modulo 10. */
  numbers: RegExp | { step: number }
  reason: string
}

/**
 * Numbers that people and programs write where they have none. Strangers share them, so they never match.
 * Reserved ranges of other countries (020 7946 0xxx, 01 99 00 xx xx) aren't listed: documents and tests show them, forms hardly see them.
 */
export const placeholderPhones: readonly PlaceholderPhone[] = [
  { numbers: { step: 0 }, reason: 'One digit repeated.' },
  { numbers: { step: 1 }, reason: 'The keys in a row, upwards.' },
  { numbers: { step: 9 }, reason: 'The keys in a row, downwards.' },
  { numbers: /^\+123456789[01]0$/, reason: '1-234-567-8900 and -8910: the keys in a row, from 1.' },
  {
    numbers: /^\+1\d{3}55501\d\d$/,
    reason: '555-0100 to 555-0199 are set aside for fiction in every area code (NANPA).',
  },
  { numbers: /^\+1\d{3}5551212$/, reason: 'Directory assistance, in every area code.' },
  {
    numbers: /^\+1(?!8(?:00|33|44|55|66|77|88))\d{3}555(?:1234|5555)$/,
    reason: '555-1234 and 555-5555: typed for want of a number; no subscriber has one.',
  },
  { numbers: /^\+1555\d{7}$/, reason: 'Area code 555 isn’t one (NANPA).' },
  {
    numbers: /^\+1(?!8(?:00|33|44|55|66|77|88))\d{3}[2-9]11\d{4}$/,
    reason: 'An exchange isn’t N11: those are 211, 411, 911 and their like.',
  },
  { numbers: /^\+1\d{3}8675309$/, reason: 'A number out of a song, given at tills in every area code.' },
  {
    numbers: /^\+1500555\d{4}$/,
    reason:
      '+1 500 555 0006 and its neighbours are test numbers of a message gateway (Twilio, "Test credentials").',
  },
]

const minSteps = 5
const anyForm = new RegExp(
  placeholderPhones.flatMap(({ numbers }) => (numbers instanceof RegExp ? [numbers.source] : [])).join('|'),
)

/**
 * Why a number stands for none, or null. `national`: the digits behind the country code, or all digits of a number that can't be read. `own`: a
 * workspace's own additions, as keys (`ownPlaceholderPhones` makes them).
 */
export function placeholderReason(
  national: string,
  e164: string | null,
  key: string | null,
  own?: ReadonlySet<string>,
): string | null {
  if (key !== null && own?.has(key)) return 'On the workspace’s own list.'
  const step = evenStep(national)
  if (step === null && !(e164 !== null && anyForm.test(e164))) return null
  const row = placeholderPhones.find(({ numbers }) =>
    numbers instanceof RegExp ? e164 !== null && numbers.test(e164) : numbers.step === step,
  )
  return row?.reason ?? null
}

/** From each digit to the next, modulo 10, where that is the same for all of five digits and more; null where it isn't. */
function evenStep(digits: string): number | null {
  if (digits.length < minSteps) return null
  const step = stepAt(digits, 1)
  for (let at = 2; at < digits.length; at += 1) if (stepAt(digits, at) !== step) return null
  return step
}

function stepAt(digits: string, at: number): number {
  return (digits.charCodeAt(at) - digits.charCodeAt(at - 1) + 10) % 10
}
