import { domainToASCII, domainToUnicode } from 'node:url'
import { isEmailAddress } from './email.ts'
import { placeholderReason } from './placeholder-emails.ts'

/** What is wrong with an e-mail field, by reason code, in words for the person who mends it. */
export const emailProblems = {
  no_address: 'Holds no e-mail address.',
  invalid_email: 'Not an address that can be delivered to.',
  placeholder: 'Stands for no address; it is kept but never matched.',
} as const
export type EmailProblem = keyof typeof emailProblems

export interface EmailReading {
  /** As given, untouched. */
  raw: string
  /** The first address that can be delivered to by its form, in NFC, its case as given; at most 254 characters. Null without one. */
  email: string | null
  /** What two spellings of one address share: NFC, lower case, the domain in IDNA's ASCII. Null without an address and for placeholders. */
  key: string | null
  /** Further addresses of the field, deliverable or not. */
  others: string[]
  /** Null where all is well. `placeholder` stands beside an `email`. */
  problem: EmailProblem | null
}

export interface ReadEmailOptions {
  /** Addresses that a workspace never wants matched: `ownPlaceholderEmails` makes them. */
  placeholders?: ReadonlySet<string>
}

const noOptions: ReadEmailOptions = {}
const noAddresses: readonly string[] = []
/** Room for some addresses of 254 characters; longer input is no e-mail field. */
const maxLength = 2000
const plain = /^[a-z0-9]+(?:[._+-][a-z0-9]+)*@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/i
const separators = /[\s,;|]+|:::/
const joiners: ReadonlySet<string> = new Set('or and oder und ou et o y e & / + - – —'.split(' '))
const label = /^(?!mailto:)[\p{L} -]{1,20}:(?!\/)\s*/iu
const inAngles = /<([^<>]*@[^<>]*)>/g
const comment = /\([^()@]*\)/g
const opening = /^["'`‘“„«<([\s]+/
const closing = /["'`’”“»>)\]:.\s]+$/

/**
 * Reads an e-mail field as senders fill it: invisible characters, `mailto:`, `Name <address>`, quotes, trailing dots and commas, several
 * addresses. Dots and plus tags stay: only the host knows what they mean. Pure and never throws.
 */
export function readEmail(input: string, options: ReadEmailOptions = noOptions): EmailReading {
  const unread = (problem: EmailProblem): EmailReading => ({
    raw: input,
    email: null,
    key: null,
    others: [],
    problem,
  })
  if (input.length > maxLength) return unread('invalid_email')
  if (isPlainAddress(input)) return finish(input, input, input.toLowerCase(), noAddresses, options)
  const text = visibleText(input)
  if (!text.includes('@')) return unread('no_address')
  const addresses = splitAddresses(text)
  const first = addresses?.find(isEmailAddress)
  if (!addresses || first === undefined) return unread('invalid_email')
  return finish(input, first, emailKey(first), addresses, options)
}

/**
 * What two spellings of one address share. Expects what `isEmailAddress` takes; a domain that IDNA doesn't take stays as it is, in lower case.
 */
export function emailKey(email: string): string {
  const at = email.lastIndexOf('@')
  const domain = email.slice(at + 1)
  const ascii = isAscii(domain) ? '' : domainToASCII(domain)
  return `${email.slice(0, at).toLowerCase().normalize('NFC')}@${(ascii || domain).toLowerCase()}`
}

/** Other texts that may have been an address's key: its domain in Unicode, in NFC and NFD. None for a key that is all ASCII. */
export function formsOfEmailKey(key: string): string[] {
  if (isAscii(key) && !key.includes('xn--')) return []
  const at = key.lastIndexOf('@')
  const unicode = `${key.slice(0, at)}@${domainToUnicode(key.slice(at + 1))}`
  const forms = [key, unicode].flatMap((form) => [form, form.normalize('NFD')])
  return [...new Set(forms)].filter((form) => form !== key && !form.endsWith('@'))
}

/** Whether a text is an address of the most usual form, ASCII and nothing around it: it reads as itself. A quarter of the cost of `isEmailAddress`. */
export function isPlainAddress(text: string): boolean {
  return text.length <= 254 && text.indexOf('@') <= 64 && plain.test(text)
}

/** The text without what can't be seen (Unicode Cf), in NFC, full-width signs and ideographic stops as ASCII, trimmed. */
export function visibleText(text: string): string {
  if (isAscii(text)) return text.trim()
  return text
    .replace(/\p{Cf}/gu, '')
    .normalize('NFC')
    .replace(/[\uff01-\uff5e]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
    .replace(/[\u3002\uff61]/g, '.')
    .trim()
}

/** A workspace's own additions as `ReadEmailOptions` takes them: addresses, or `@domain` for all of a domain. Others are left out. */
export function ownPlaceholderEmails(entries: readonly string[]): ReadonlySet<string> {
  return new Set(
    entries.flatMap((entry) => {
      const domain = visibleText(entry).startsWith('@')
      const { email } = readEmail(domain ? `any${visibleText(entry)}` : entry)
      if (email === null) return []
      const key = emailKey(email)
      return [domain ? key.slice(key.lastIndexOf('@')) : key]
    }),
  )
}

function finish(
  raw: string,
  email: string,
  key: string,
  addresses: readonly string[],
  { placeholders }: ReadEmailOptions,
): EmailReading {
  const stands = placeholderReason(key, placeholders)
  return {
    raw,
    email,
    key: stands ? null : key,
    others: addresses.filter(
      (other) => other !== email && !(isEmailAddress(other) && emailKey(other) === key),
    ),
    problem: stands ? 'placeholder' : null,
  }
}

/** What of a text stands for an address; null where it holds a word that is neither one nor the name of one. */
function splitAddresses(text: string): string[] | null {
  const angled = [...text.matchAll(inAngles)].map(([, inside = '']) => unwrap(inside))
  const outside = text.replace(inAngles, ' , ').replace(comment, ' ').replace(label, '')
  const words = outside
    .split(separators)
    .flatMap((word) => (word.split('@').length > 2 ? word.split('/') : [word]))
    .map(unwrap)
    .filter((word) => word !== '' && !joiners.has(word.toLowerCase()))
  if (angled.length === 0) return words.every((word) => word.includes('@')) ? words : null
  // Other words are names, and an address just before the angles is one, too.
  const bare = words.filter((word) => word.includes('@'))
  const first = bare.find(isEmailAddress) ?? ''
  const listed = /[,;|\n]/.test(text.slice(text.indexOf(first) + first.length, text.indexOf('<')))
  return first !== '' && listed ? [...bare, ...angled] : [...angled, ...bare]
}

function unwrap(word: string): string {
  const bare = word.replace(opening, '').replace(closing, '')
  return /^mailto:/i.test(bare) ? bare.slice('mailto:'.length).replace(/\?.*$/, '') : bare
}

function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) if (text.charCodeAt(at) > 127) return false
  return true
}
