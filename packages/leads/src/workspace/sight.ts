import type { WriteResult } from '@intake/contracts/duplicate-policy'
import type { Caller } from './caller.ts'

/** How much of its answer a writing call wants. */
export type Preference = 'full' | 'minimal'

/**
 * How much of its answer a writing call gets. `minimal`: ids alone. `blind`: nothing that the caller didn't send. `submitted`: that it was taken,
 * whatever became of it.
 */
export type AnswerForm = Preference | 'blind' | 'submitted'

/** How an answer is to be shown; `result` is what became of a create whose whole answer doesn't say it. */
export interface Showing {
  form: AnswerForm
  result?: WriteResult | undefined
}

/** Whether the caller may know of a lead, or of a file of leads: a test key knows of test leads only. */
export function sees({ isTest }: Pick<Caller, 'isTest'>, { is_test }: { is_test: boolean }): boolean {
  return !isTest || is_test
}

/** Whether the caller may be shown what others sent. */
export function readsLeads({ scopes }: Pick<Caller, 'scopes'>): boolean {
  return scopes.includes('leads:read')
}

/** The form of what a writing call is answered: a caller who may not read gets the blind one, whatever it prefers, and who only submits less. */
export function answerForm({
  caller,
  preference = 'full',
}: {
  caller: Pick<Caller, 'scopes'>
  preference?: Preference
}): AnswerForm {
  if (readsLeads(caller)) return preference
  return caller.scopes.includes('leads:submit') && !caller.scopes.includes('leads:write')
    ? 'submitted'
    : 'blind'
}

/** Members of which a short answer keeps the ids. An answer about a lead keeps no other. */
const things = [
  'checklistItem',
  'actionLog',
  'documents',
  'import',
  'webhookEndpoint',
  'webhookDelivery',
  'source',
  'suppression',
  'suppressions',
  'erasure',
] as const
/** Members that a short answer keeps. A secret is told now or never. */
const kept = [
  'success',
  'result',
  'matches',
  'warnings',
  'actionLogId',
  'secret',
  'madeSecrets',
  'submissionId',
] as const

/** A whole answer in the form that the caller gets. What no list above names is left out of the short ones. */
export function inForm(answer: object, { form, result }: Showing): object {
  if (form === 'full') return answer
  const whole = answer as Record<string, unknown>
  if (form === 'submitted') return { success: true, submissionId: whole.submissionId }
  const short: Record<string, unknown> = {}
  const matching = form === 'blind' && Array.isArray(whole.matchingLeads) ? whole.matchingLeads : null
  const told: Record<string, unknown> = {
    ...whole,
    ...(matching && { result: whole.result ?? result, matches: matching.length }),
  }
  for (const name of kept) if (told[name] !== undefined) short[name] = told[name]
  for (const name of 'lead' in whole ? ['lead'] : things) if (name in whole) short[name] = idsOf(whole[name])
  return short
}

function idsOf(thing: unknown): unknown {
  return Array.isArray(thing) ? thing.map(idsOf) : { id: (thing as { id: string }).id }
}
