import type { GetLeadAnswer } from '@intake/contracts/lead-answer'

const kindReasons: Record<string, string> = {
  toll_free: 'toll-free number',
  premium_rate: 'premium-rate number',
  shared_cost: 'shared-cost number',
  personal_number: 'personal number',
  voip: 'number on the internet',
}

/** Why a lead has no time zone, as far as its answer tells. */
export function whyZoneless({ lead, actionLogs }: GetLeadAnswer): string {
  if (lead.phoneNumber === null) return 'no phone number given'
  if (!/^\+\d+$/.test(lead.phoneNumber)) return 'phone number that cannot be read'
  const { country, kind } = phoneOf(actionLogs)
  const reason = kind && kindReasons[kind]
  if (reason) return `${reason}, which has no place`
  return country ? `no zone known for this number (${country})` : 'number of an unknown place'
}

/** The phone as the timeline describes it. */
function phoneOf(actionLogs: GetLeadAnswer['actionLogs']): { country?: string | null; kind?: string | null } {
  const output = actionLogs.find(({ type }) => type === 'API_ACTIVITY')?.output
  const phone = output && typeof output === 'object' && 'phone' in output ? output.phone : null
  return phone && typeof phone === 'object' ? phone : {}
}
