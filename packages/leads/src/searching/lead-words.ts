import type { LeadRow } from '@intake/database/tables'

/** What a lead is found by in a search. */
export type NamedLead = Pick<
  LeadRow,
  'first_name' | 'middle_name' | 'last_name' | 'business_name' | 'email' | 'phone_raw' | 'phone_e164'
>

/** The columns of a {@link NamedLead}. */
export const namedColumns = [
  'first_name',
  'middle_name',
  'last_name',
  'business_name',
  'email',
  'phone_raw',
  'phone_e164',
] as const satisfies readonly (keyof NamedLead)[]

const maxWords = 16
const maxTerms = 5
const maxLength = 40
/** Fewer digits are no end of a phone number. */
const minDigits = 3
const maxDigits = 15

/** Letters that Unicode takes apart no further, as people type them who don't have the key. */
const plainLetters: Readonly<Record<string, string>> = {
  ...{ ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i' },
}

/** In lower case, without accents and apostrophes. */
function fold(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\p{M}\p{Cf}'’ʼ`]/gu, '')
    .replace(/[ßæœøłđðþı]/g, (letter) => plainLetters[letter] ?? letter)
}

function wordsIn(text: string | null): string[] {
  return text === null ? [] : fold(text).split(/[^\p{L}\p{N}]+/u)
}

/** A phone by its last digits: they come first here. */
function endOf(phone: string | null): string[] {
  const digits = phone?.replace(/\D/g, '').slice(-maxDigits) ?? ''
  return digits.length < minDigits ? [] : [`#${[...digits].reverse().join('')}`]
}

function bounded(words: readonly string[]): string[] {
  const cut = words.flatMap((word) => [...word].slice(0, maxLength).join('') || [])
  return [...new Set(cut)].slice(0, maxWords)
}

/** The words by which a search finds a lead, at most 16 of at most 40 characters: of its names, its business, its e-mail, and its phone's digits from the last one on. */
export function wordsOf(lead: NamedLead): string[] {
  const { first_name, middle_name, last_name, business_name, email, phone_e164, phone_raw } = lead
  return bounded([
    ...endOf(phone_e164 ?? phone_raw),
    ...(email === null ? [] : [fold(email)]),
    ...wordsIn(first_name),
    ...wordsIn(last_name),
    ...wordsIn(email?.split('@')[0] ?? null),
    ...wordsIn(business_name),
    ...wordsIn(middle_name),
  ])
}

/** The words of leads as rows of the index. */
export function wordRows(
  leads: readonly (NamedLead & { id: string })[],
): { lead_id: string; word: string }[] {
  return leads.flatMap((lead) => wordsOf(lead).map((word) => ({ lead_id: lead.id, word })))
}

/** The beginnings of words that a searched text asks for, the longest five; digits alone are the end of a phone number. Empty for a text without a letter or a digit. */
export function termsOf(text: string): string[] {
  const end = /^[+\d\s().\-/]+$/.test(text) ? endOf(text) : []
  if (end.length > 0) return end
  const terms = text.split(/\s+/).flatMap((part) => (part.includes('@') ? [fold(part)] : wordsIn(part)))
  return bounded(terms)
    .sort((a, b) => b.length - a.length)
    .slice(0, maxTerms)
}

/** Whether each term begins one of the words. */
export function hasTerms(words: readonly string[], terms: readonly string[]): boolean {
  return terms.every((term) => words.some((word) => word.startsWith(term)))
}
