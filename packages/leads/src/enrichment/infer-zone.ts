import type { LeadRow } from '@intake/database/tables'
import { inferTimezone } from '@intake/phone/infer-timezone'

type ZoneColumns = Pick<
  LeadRow,
  'timezone' | 'timezone_source' | 'timezone_confidence' | 'timezone_inference'
>

/**
 * What a lead's phone says of its time zone, as the lead's columns; null where there is nothing to infer, as it has no phone or was given a
 * zone. An unknown zone is null with confidence none.
 */
export function inferZone(
  lead: Pick<LeadRow, 'phone_raw' | 'phone_e164' | 'timezone_source'>,
): ZoneColumns | null {
  if (lead.timezone_source === 'provided' || lead.phone_raw === null) return null
  if (lead.phone_e164 === null)
    return { timezone: null, timezone_source: null, timezone_confidence: 'none', timezone_inference: null }
  const { zone, confidence, alternatives, share, basis, tableVersion } = inferTimezone(lead.phone_e164)
  return {
    timezone: zone,
    timezone_source: zone === null ? null : 'phone',
    timezone_confidence: confidence,
    timezone_inference: { alternatives, share, basis, tableVersion },
  }
}
