import type { GetLeadAnswer } from '@intake/contracts/lead-answer'
import type { LeadRow } from '@intake/database/tables'
import { callingWindow } from '@intake/phone/calling-window'

/** Whether a lead may be called at `at`, in its zone and in every other it may be in. Null while no zone is known. */
export function presentCallingWindow(
  lead: Pick<LeadRow, 'timezone' | 'timezone_inference'>,
  { from, to }: { from: string; to: string },
  at: Date,
): GetLeadAnswer['callingWindow'] {
  if (lead.timezone === null) return null
  const zones = [lead.timezone, ...(lead.timezone_inference?.alternatives ?? [])]
  const { open, opensAt } = callingWindow({ zones, at, from, to })
  return { open, opensAt: opensAt?.toISOString() ?? null, zones, from, to }
}
