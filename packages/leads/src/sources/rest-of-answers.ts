import { isNothing, plainText } from '../mapping/read-values.ts'

/** What a lead says, as texts and as words of them. */
export interface Texts {
  whole: ReadonlySet<string>
  words: ReadonlySet<string>
}

export function textsOf(lead: Readonly<Record<string, unknown>>): Texts {
  const whole = leavesOf(lead).map(comparable)
  return { whole: new Set(whole), words: new Set(whole.flatMap(wordsOf)) }
}

function leavesOf(value: unknown): string[] {
  if (typeof value === 'string' || typeof value === 'number') return [String(value)]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(leavesOf) : []
}

/** As a text is compared: less what exports of Meta put in front of phones and ids. */
export const comparable = (text: string) =>
  plainText(text)
    .replace(/^[pl]:\s*/i, '')
    .toLowerCase()

const wordsOf = (text: string) => text.split(/[\s,;|"[\]]+|:::/).filter(Boolean)

/** What of a value that was mapped isn't in the lead: a second answer, a part of a name, what a field doesn't take. */
export function restOf(value: unknown, texts: Texts): unknown {
  if (Array.isArray(value)) {
    const rest = value.map((one) => restOf(one, texts)).filter((one) => one !== undefined)
    return rest.length > 1 ? rest : rest[0]
  }
  if (typeof value !== 'string' && typeof value !== 'number') return value ?? undefined
  const text = comparable(String(value))
  const isThere = texts.whole.has(text) || wordsOf(text).every((word) => texts.words.has(word))
  return isThere || isNothing(String(value).trim(), 'other') ? undefined : value
}
