import { type FieldError, invalidRequest } from '@intake/contracts/app-error'
import type { ActionLog } from '@intake/contracts/lead-answer'
import { isOpen, type UpdateActionLogRequest } from '@intake/contracts/write-action-log'
import type { LeadRow } from '@intake/database/tables'
import { readDocuments } from '../documents/read-documents.ts'
import { type Answered, withIdempotency } from '../idempotency/with-idempotency.ts'
import { isOfLead, withMerged } from '../lead/merged-leads.ts'
import { touchLead } from '../lead/touch-lead.ts'
import { lockWithContacts } from '../suppression/lock-opt-out.ts'
import { refuseSuppressed } from '../suppression/refuse-suppressed.ts'
import { actionLogSettled } from '../webhooks/events.ts'
import { recordEvents } from '../webhooks/record-events.ts'
import { requireScope } from '../workspace/caller.ts'
import type { Ctx } from '../workspace/ctx.ts'
import { matchesNamedBy } from './match-note.ts'
import { readActionLog } from './read-action-logs.ts'
import { writeMessages } from './write-messages.ts'

/** What an open entry may become; approving a draft makes it PENDING, or COMPLETED when it was sent with it. */
const transitions: Record<ActionLog['status'], readonly ActionLog['status'][]> = {
  AWAITING_APPROVAL: ['PENDING', 'COMPLETED', 'CANCELLED', 'FAILED'],
  PENDING: ['COMPLETED', 'CANCELLED', 'FAILED'],
  COMPLETED: [],
  CANCELLED: [],
  FAILED: [],
}

/**
 * Approves, completes, cancels or fails an open entry of a lead's timeline, or rewords it. One that is settled stays as it
 * is; to set the status it has changes nothing. Throws `not_found`, `forbidden`, `invalid_request`.
 */
export async function updateActionLog(
  ctx: Ctx,
  { leadId, logId, request }: { leadId: string; logId: string; request: UpdateActionLogRequest },
): Promise<Answered> {
  requireScope(ctx.caller, 'leads:write')
  return withIdempotency(ctx, async ({ trx, workspace }) => {
    const { lead, at } = await lockWithContacts(trx, ctx.caller, leadId, 'asks')
    const key = await withMerged(trx, { workspaceId: lead.workspace_id, leadId: lead.id })
    const documents = await readDocuments(trx, ctx.files, key)
    const before = await readActionLog(trx, key, documents, logId)
    if (!isOpen(before.status) && isOnlyStatus(request, before.status)) return answerOf(lead, before)
    const errors = checkChange(before, request)
    if (errors.length > 0) throw invalidRequest(errors)
    const status = request.status ?? before.status
    const isPlan = request.status === 'PENDING' || request.messages || request.scheduledAt
    if (isOpen(status) && isPlan)
      await refuseSuppressed({ ...ctx, db: trx }, lead, request.messages ?? before.messages)
    const changed = await trx
      .updateTable('action_logs')
      .set({
        status,
        summary: request.summary ?? before.summary,
        error: request.error ?? before.error,
        ...(request.output === undefined ? {} : { output: JSON.stringify(request.output) }),
        ...(request.scheduledAt === undefined ? {} : { scheduled_at: request.scheduledAt }),
        completed_at: isOpen(status) ? null : at,
      })
      .where('workspace_id', '=', lead.workspace_id)
      .where(isOfLead('lead_id', key))
      .where('id', '=', logId)
      .returning(['workspace_id', 'lead_id as id'])
      .executeTakeFirstOrThrow()
    if (request.messages) await writeMessages(trx, changed, logId, request.messages, at)
    await touchLead(trx, lead, at)
    const actionLog = await readActionLog(trx, key, documents, logId)
    const message = actionLogSettled(lead, actionLog)
    await recordEvents(trx, workspace, [{ lead, message }], { requestId: ctx.requestId, at })
    return answerOf(lead, actionLog)
  })
}

function answerOf(lead: LeadRow, actionLog: ActionLog) {
  return { answer: { actionLog }, leadIds: [lead.id, ...matchesNamedBy(actionLog)] }
}

function isOnlyStatus({ status, ...rest }: UpdateActionLogRequest, current: ActionLog['status']): boolean {
  return status === current && Object.values(rest).every((value) => value === undefined)
}

function checkChange(log: ActionLog, request: UpdateActionLogRequest): FieldError[] {
  if (!isOpen(log.status))
    return [{ pointer: '', code: 'settled', message: `the action log is ${log.status} and stays so` }]
  const errors: FieldError[] = []
  const { status } = request
  if (status && status !== log.status && !transitions[log.status].includes(status))
    errors.push({
      pointer: '/status',
      code: 'invalid_transition',
      message: `${log.status} can't become ${status}`,
    })
  const isMessage = log.type === 'MESSAGE' || log.type === 'FOLLOW_UP_MESSAGE'
  for (const member of ['messages', 'scheduledAt'] as const)
    if (request[member] && !isMessage)
      errors.push({ pointer: `/${member}`, code: 'unsuitable', message: `a ${log.type} has none` })
  return errors
}
