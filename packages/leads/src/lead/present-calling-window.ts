import type { GetLeadAnswer } from '@intake/contracts/lead-answer'
import { callingWindow } from '@intake/phone/calling-window'
import type { LeadZone } from './lead-zone.ts'

/** Whether a lead may be called at `at`, in its zone and in every other it may be in. Null while no zone is known. */
export function presentCallingWindow(
  { zone, alternatives }: Pick<LeadZone, 'zone' | 'alternatives'>,
  { from, to }: { from: string; to: string },
  at: Date,
): GetLeadAnswer['callingWindow'] {
  if (zone === null) return null
  const zones = [zone, ...alternatives]
  const { open, opensAt } = callingWindow({ zones, at, from, to })
  return { open, opensAt: opensAt?.toISOString() ?? null, zones, from, to }
}
