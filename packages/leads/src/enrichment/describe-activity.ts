import type { LeadRow } from '@intake/database/tables'
import { localTimeIn } from '@intake/phone/local-time'
import { type ParsedPhone, parsePhone } from '@intake/phone/parse-phone'

type DescribedLead = Pick<
  LeadRow,
  'phone_raw' | 'phone_e164' | 'timezone' | 'timezone_source' | 'timezone_confidence' | 'timezone_inference'
>

/** What a lead's timeline entry is made of, as far as it isn't in the lead itself. */
export interface ActivityFacts {
  lead: DescribedLead
  defaultRegion: string
  /** The entry's own headline, such as "Lead created". */
  headline: string
  /** What the call set, by name. */
  fieldsSet: string[]
  tagsSet: number
  checklistItemsSet: number
  matches: { phone: number; email: number; total: number }
  /** Labels of required items that apply and aren't settled. */
  missing: string[]
  at: Date
}

/** The entry's output, and the sentence that becomes the lead's `activitySummary`. */
export interface ActivityDescription {
  summary: string
  output: {
    summary: string
    lines: string[]
    fieldsSet: string[]
    phone: { number: string; country: string | null; kind: string | null; parsed: boolean } | null
    timezone: {
      zone: string | null
      source: string | null
      confidence: string | null
      alternatives: string[]
      localTime: string | null
    }
    matches: ActivityFacts['matches']
    missingRequiredItems: string[]
  }
}

/** Says in a person's words what a call did and what was found out since. Pure. */
export function describeActivity(facts: ActivityFacts): ActivityDescription {
  const { lead } = facts
  const phone =
    lead.phone_raw === null ? null : parsePhone(lead.phone_e164 ?? lead.phone_raw, facts.defaultRegion)
  const local = lead.timezone === null ? null : localTimeIn(lead.timezone, facts.at)
  const lines = [
    setLine(facts),
    phoneLine(phone),
    timezoneLine(lead, local?.localTime ?? null),
    matchesLine(facts.matches),
    missingLine(facts.missing),
  ].filter((line) => line !== null)
  const summary = [`${facts.headline}.`, ...lines].join(' ')
  return {
    summary,
    output: {
      summary,
      lines,
      fieldsSet: facts.fieldsSet,
      phone: phone && {
        number: phone.e164 ?? phone.raw,
        country: phone.country,
        kind: phone.e164 ? phone.kind : null,
        parsed: phone.e164 !== null,
      },
      timezone: {
        zone: lead.timezone,
        source: lead.timezone_source,
        confidence: lead.timezone_confidence,
        alternatives: lead.timezone_inference?.alternatives ?? [],
        localTime: local?.localTime ?? null,
      },
      matches: facts.matches,
      missingRequiredItems: facts.missing,
    },
  }
}

function setLine({ fieldsSet, tagsSet, checklistItemsSet }: ActivityFacts): string | null {
  const parts = [...fieldsSet]
  if (tagsSet > 0) parts.push(count(tagsSet, 'tag'))
  if (checklistItemsSet > 0) parts.push(count(checklistItemsSet, 'checklist item'))
  return parts.length === 0 ? null : `Set: ${parts.join(', ')}.`
}

function phoneLine(phone: ParsedPhone | null): string | null {
  if (phone === null) return null
  if (phone.e164 === null) return 'The phone number could not be read and is kept as given.'
  const kind = phone.kind === 'unknown' ? 'kind unknown' : phone.kind.replaceAll('_', ' ')
  return `Phone: ${phone.country ?? 'country unknown'}, ${kind}.`
}

function timezoneLine(lead: DescribedLead, localTime: string | null): string | null {
  if (lead.timezone === null)
    return lead.phone_raw === null ? null : 'The time zone cannot be told from the phone number.'
  const clock = localTime ? `, local time ${localTime.slice(11, 16)}` : ''
  if (lead.timezone_source === 'provided') return `Time zone: ${lead.timezone} as given${clock}.`
  const alternatives = lead.timezone_inference?.alternatives ?? []
  const others = alternatives.length > 0 ? `, or ${alternatives.join(', ')}` : ''
  return `Time zone: ${lead.timezone} (${lead.timezone_confidence} confidence${others})${clock}.`
}

function matchesLine({ phone, email, total }: ActivityFacts['matches']): string | null {
  if (total === 0) return null
  const shared = [phone > 0 ? 'phone number' : null, email > 0 ? 'e-mail address' : null].filter(Boolean)
  return `${count(total, 'possible duplicate')} (same ${shared.join(' or ')}).`
}

function missingLine(missing: readonly string[]): string | null {
  return missing.length === 0 ? null : `Still missing: ${missing.join(', ')}.`
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}
