import { toPointer } from '@intake/contracts/field-errors'
import type { LeadWarning } from '@intake/contracts/lead-answer'
import type { WarningKind } from '@intake/contracts/warnings'
import { phoneProblems, readPhone } from '@intake/phone/read-phone'
import type { TouchedValue } from '../checklist/apply-items.ts'
import { emailOddity, isOfDocuments } from './odd-email.ts'

/** What a call wrote of a lead, as far as something of it can be odd. */
export interface WrittenParts {
  phone_raw: string | null
  phone_e164: string | null
  phone_key: string | null
  email: string | null
  email_key: string | null
}

/** Something odd about a lead that is taken all the same: what its answer says, and what is counted. */
export interface Oddity {
  /** Null for what is counted only. */
  warning: LeadWarning | null
  /** Null for what is counted already. */
  counted: { kind: WarningKind; subject: string } | null
}

const none: readonly Oddity[] = []

const emailMessages: Readonly<Record<ReturnType<typeof emailOddity> & string, string>> = {
  misspelt_domain: 'the domain looks misspelt',
  placeholder: 'the address stands for none; it is kept and never matched',
  address_of_a_machine: 'the address is read by a machine',
}

const maxDropped = 20
const longestName = 100

/** What is told of a phone that no number can be read in; null where there is one. */
export function unreadPhone(given: string | null | undefined, defaultRegion: string): LeadWarning | null {
  const { e164, problem } = given ? readPhone(given, defaultRegion) : { e164: '', problem: null }
  if (e164 !== null) return null
  return { pointer: '/phoneNumber', code: 'phone_not_read', message: phoneProblems[problem ?? 'no_digits'] }
}

/** What is odd about the parts that a call gave. `defaultRegion` is that of phones without a country code, `dropped` are names of members that could not be kept. */
export function leadOddities(
  { phone_raw, phone_e164, phone_key, email, email_key }: WrittenParts,
  values: readonly Pick<TouchedValue, 'item'>[],
  { defaultRegion, dropped = [] }: { defaultRegion: string; dropped?: readonly string[] },
): readonly Oddity[] {
  const found: Oddity[] = []
  if (phone_raw !== null && phone_e164 === null)
    found.push({
      warning: unreadPhone(phone_raw, defaultRegion),
      counted: { kind: 'unparsed_phone', subject: 'phoneNumber' },
    })
  if (phone_e164 !== null && phone_key === null) {
    const problem = readPhone(phone_e164, '').problem ?? 'placeholder'
    found.push({
      warning: { pointer: '/phoneNumber', code: 'phone_not_matched', message: phoneProblems[problem] },
      counted: { kind: 'odd_phone', subject: problem },
    })
  }
  const oddity = email === null ? null : emailOddity(email, email_key)
  if (oddity && email)
    found.push({
      // An example of a document is no mistake of whoever tries it.
      warning: isOfDocuments(email)
        ? null
        : { pointer: '/email', code: oddity, message: emailMessages[oddity] },
      counted: { kind: 'odd_email', subject: oddity },
    })
  for (const { item } of values)
    if (isDeprecated(item.config))
      found.push({
        warning: {
          pointer: '/checklistItems',
          code: 'deprecated_code',
          message: `the item ${item.code} is about to go`,
        },
        counted: { kind: 'deprecated_code', subject: item.code },
      })
  for (const name of dropped.slice(0, maxDropped))
    found.push({
      warning: {
        pointer: toPointer([name.slice(0, longestName)]),
        code: 'field_not_kept',
        message: 'is no field of a lead, and does not fit into customFields',
      },
      counted: null,
    })
  return found.length > 0 ? found : none
}

/** `config.deprecated: true` of a template's item says that its code is about to go. */
function isDeprecated(config: unknown): boolean {
  return typeof config === 'object' && config !== null && 'deprecated' in config && config.deprecated === true
}
