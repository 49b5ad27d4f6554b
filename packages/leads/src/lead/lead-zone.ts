import type { Lead } from '@intake/contracts/lead'
import type { LeadRow } from '@intake/database/tables'
import type { InferredZone } from './read-leads.ts'

/** A lead's time zone and what it rests on. */
export interface LeadZone {
  /** IANA name; null while none is known. */
  zone: string | null
  source: Lead['timezoneSource']
  confidence: Lead['timezoneConfidence']
  alternatives: string[]
  basis: string | null
}

const unknown: LeadZone = { zone: null, source: null, confidence: null, alternatives: [], basis: null }

/** The zone that a lead was given, else the one of its present phone. A phone that can't be read tells none, with confidence `none`. */
export function zoneOf({
  lead,
  zone,
}: {
  lead: Pick<LeadRow, 'timezone' | 'phone_raw' | 'phone_e164'>
  zone: InferredZone | null
}): LeadZone {
  if (lead.timezone !== null) return { ...unknown, zone: lead.timezone, source: 'provided' }
  if (zone)
    return {
      zone: zone.zone,
      source: zone.zone === null ? null : 'phone',
      confidence: zone.confidence,
      alternatives: zone.alternatives ?? [],
      basis: zone.basis,
    }
  const isUnreadable = lead.phone_raw !== null && lead.phone_e164 === null
  return isUnreadable ? { ...unknown, confidence: 'none' } : unknown
}
