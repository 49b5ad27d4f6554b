import { localTimeIn } from '@intake/phone/local-time'
import type { ActivityFacts } from './activity-facts.ts'

/** Matches that are recorded at most; so many may be more. */
export const mostRecorded = 25

/** What an entry's output tells, and the sentence that is the lead's `activitySummary`. */
export interface ActivityDescription {
  summary: string
  lines: string[]
  fieldsSet: string[]
  phone: { number: string; country: string | null; kind: string | null; parsed: boolean } | null
  timezone: {
    zone: string | null
    source: 'provided' | 'phone' | null
    confidence: string | null
    alternatives: string[]
    /** ISO 8601 with offset: what time it was there when it was found. */
    localTime: string | null
  }
  /** At most 25 are counted. */
  matches: { phone: number; email: number; total: number }
  missingRequiredItems: string[]
}

/** Says in a person's words what a call did and what was found for it. No clock time stands in them. Pure. */
export function describeActivity(facts: ActivityFacts): ActivityDescription {
  const lines = [
    setLine(facts),
    phoneLine(facts),
    timezoneLine(facts),
    matchesLine(facts),
    missingLine(facts.missing ?? []),
  ].filter((line) => line !== null)
  return {
    summary: [`${facts.headline ?? 'Lead written'}.`, ...lines].join(' '),
    lines,
    fieldsSet: facts.fields_set ?? [],
    phone:
      facts.phone === null
        ? null
        : {
            number: facts.phone,
            country: facts.phone_country,
            kind: facts.phone_kind,
            parsed: facts.phone_kind !== null,
          },
    timezone: {
      zone: facts.zone,
      source: zoneSource(facts),
      confidence: facts.zone_confidence,
      alternatives: facts.zone_alternatives ?? [],
      localTime:
        facts.zone === null ? null : (localTimeIn(facts.zone, new Date(facts.at))?.localTime ?? null),
    },
    matches: {
      phone: facts.phone_matches ?? 0,
      email: facts.email_matches ?? 0,
      total: facts.matches ?? 0,
    },
    missingRequiredItems: facts.missing ?? [],
  }
}

/** A zone without a confidence was given. */
function zoneSource({ zone, zone_confidence }: ActivityFacts): 'provided' | 'phone' | null {
  if (zone === null) return null
  return zone_confidence === null ? 'provided' : 'phone'
}

function setLine({ fields_set, tags_set, items_set }: ActivityFacts): string | null {
  const parts = [...(fields_set ?? [])]
  if (tags_set > 0) parts.push(count(tags_set, 'tag'))
  if (items_set > 0) parts.push(count(items_set, 'checklist item'))
  return parts.length === 0 ? null : `Set: ${parts.join(', ')}.`
}

function phoneLine({ phone, phone_country, phone_kind }: ActivityFacts): string | null {
  if (phone === null) return null
  if (phone_kind === null) return 'The phone number could not be read and is kept as given.'
  const kind = phone_kind === 'unknown' ? 'kind unknown' : phone_kind.replaceAll('_', ' ')
  return `Phone: ${phone_country ?? 'country unknown'}, ${kind}.`
}

function timezoneLine(facts: ActivityFacts): string | null {
  const { zone, zone_confidence, zone_alternatives } = facts
  if (zone === null)
    return facts.phone === null ? null : 'The time zone cannot be told from the phone number.'
  if (zoneSource(facts) === 'provided') return `Time zone: ${zone} as given.`
  const others = zone_alternatives?.length ? `, or ${zone_alternatives.join(', ')}` : ''
  return `Time zone: ${zone} (${zone_confidence} confidence${others}).`
}

function matchesLine({ matches, phone_matches, email_matches }: ActivityFacts): string | null {
  if (!matches) return null
  const shared = [phone_matches ? 'phone number' : null, email_matches ? 'e-mail address' : null].filter(
    Boolean,
  )
  const number =
    matches >= mostRecorded
      ? `${mostRecorded} or more possible duplicates`
      : count(matches, 'possible duplicate')
  return `${number} (same ${shared.join(' or ')}).`
}

function missingLine(missing: readonly string[]): string | null {
  return missing.length === 0 ? null : `Still missing: ${missing.join(', ')}.`
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}
