import type { WriteResult } from '@intake/contracts/duplicate-policy'
import type { CreatedAnswer } from '@intake/leads/create/created-answer'

/** The body that answers a create. */
export function fullBody(answer: CreatedAnswer, result?: WriteResult): string {
  return answer.toJson(opening(result))
}

/** The same for a client that prefers the id alone. */
export function minimalBody({ leadId }: CreatedAnswer, result?: WriteResult): string {
  return `${opening(result)}"lead":{"id":"${leadId}"}}`
}

function opening(result: WriteResult | undefined): string {
  return result === undefined ? '{"success":true,' : `{"success":true,"result":"${result}",`
}
