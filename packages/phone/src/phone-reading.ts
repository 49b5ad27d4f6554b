export type PhoneKind =
  | 'mobile'
  | 'fixed_line'
  | 'fixed_line_or_mobile'
  | 'toll_free'
  | 'premium_rate'
  | 'shared_cost'
  | 'voip'
  | 'personal_number'
  | 'pager'
  | 'uan'
  | 'voicemail'
  | 'unknown'

/** `guessed`: the text allows another reading, or the plan doesn't know the number. Nothing that rests on a guess is sure. */
export type Certainty = 'certain' | 'guessed'

/** What is wrong with a number, by reason code, in words for the person who mends it. */
export const phoneProblems = {
  no_digits: 'Holds no phone number.',
  digits_lost: 'A spreadsheet rounded the number: some of its digits are lost.',
  too_short: 'Too few digits for a whole number; the area code may be missing.',
  too_long: 'Too many digits, or too much text, for a number.',
  digit_too_many: 'A North American number with a digit too many.',
  ambiguous:
    'May be an international number without its +, or a national one with a digit too many: write it with +.',
  national_abroad: 'A national number of another country: write it with + and the country code.',
  not_in_plan: 'The numbering plan has no such number.',
  unassigned: 'The numbering plan assigns this number to nobody, as far as is known.',
  placeholder: 'Stands for no number; it is kept but never matched.',
} as const
export type PhoneProblem = keyof typeof phoneProblems

export interface PhoneReading {
  /** As given, untouched; a JSON number as its decimal text. */
  raw: string
  /** `+` and 7 to 15 digits, or null where the number can't be read. */
  e164: string | null
  /** 1 to 15 digits, or null. */
  extension: string | null
  /**
   * What two forms of one subscriber's number share, in E.164's shape. Null for what must never match: unread and unassigned numbers and placeholders.
   * The extension isn't part of it.
   */
  key: string | null
  /** Further numbers of the field, readable or not, as they stand there but in ASCII digits. */
  others: string[]
  /** ISO 3166-1 alpha-2, or null where the number belongs to none or to one that isn't known. */
  country: string | null
  kind: PhoneKind
  /** The numbering plan assigns the number, as far as libphonenumber, or our list of area codes, knows. */
  valid: boolean
  /** `guessed` for what can't be read. */
  certainty: Certainty
  /** Null where all is well. One without `e164` says why; `unassigned` and `placeholder` stand beside an `e164`, too. */
  problem: PhoneProblem | null
}
