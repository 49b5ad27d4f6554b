import { z } from 'zod'
import { ActionLog, ActionLogStatus, ActionLogType, Message } from './lead-answer.ts'
import { optionalText, StorableJson, StorableText } from './text.ts'
import { LeadIdField } from './update-lead.ts'

const maxText = 100_000
const Instant = z.iso
  .datetime({ offset: true })
  .nullish()
  .transform((time) => (time ? new Date(time) : undefined))

/** What a client may write; the other types are written by the calls that they tell of. */
export const WritableLogType = ActionLogType.exclude(['API_ACTIVITY', 'DOCUMENT_UPLOAD'])

export const MessageInput = z.object({
  channel: StorableText.trim().min(1).max(50),
  direction: Message.shape.direction.default('OUTBOUND'),
  subject: optionalText(1000),
  body: StorableText.max(maxText)
    .nullish()
    .transform((text) => text ?? undefined),
})

const isMessage = (type: string) => type === 'MESSAGE' || type === 'FOLLOW_UP_MESSAGE'

/** Body of `POST /api/v1/leads/{id}/action-logs`. Without a status a follow-up is PENDING, anything else COMPLETED. */
export const AddActionLogRequest = z
  .object({
    type: WritableLogType,
    status: ActionLogStatus.nullish().transform((status) => status ?? undefined),
    summary: optionalText(5000),
    input: StorableJson.optional(),
    output: StorableJson.optional(),
    error: optionalText(5000),
    parentActionId: LeadIdField.nullish().transform((id) => id ?? undefined),
    scheduledAt: Instant,
    tool: z
      .object({ name: StorableText.trim().min(1).max(200), description: optionalText(2000) })
      .nullish()
      .transform((tool) => tool ?? undefined),
    messages: z
      .array(MessageInput)
      .max(20)
      .nullish()
      .transform((messages) => messages ?? []),
  })
  .transform((log) => ({
    ...log,
    status: log.status ?? (log.type === 'FOLLOW_UP_MESSAGE' ? ('PENDING' as const) : ('COMPLETED' as const)),
  }))
  .superRefine((log, ctx) => {
    const refuse = (member: string, code: string, message: string) =>
      ctx.addIssue({ code: 'custom', path: [member], message, params: { code } })
    if (isMessage(log.type) !== log.messages.length > 0)
      refuse(
        'messages',
        isMessage(log.type) ? 'required' : 'unsuitable',
        isMessage(log.type) ? `a ${log.type} needs a message` : `a ${log.type} has no messages`,
      )
    if (log.tool && log.type !== 'TOOL_CALL') refuse('tool', 'unsuitable', 'only a TOOL_CALL has a tool')
    if (log.scheduledAt && !isMessage(log.type))
      refuse('scheduledAt', 'unsuitable', 'only a message is scheduled')
    if (log.status === 'AWAITING_APPROVAL' && !isMessage(log.type))
      refuse('status', 'unsuitable', 'only a message awaits approval')
    if (isOpen(log.status) && log.messages.some((message) => message.direction === 'INBOUND'))
      refuse('status', 'unsuitable', 'a message from the lead is not still to be sent')
  })
export type AddActionLogRequest = z.infer<typeof AddActionLogRequest>

/** Whether an action log is still to be acted on. */
export function isOpen(status: ActionLog['status']): boolean {
  return status === 'PENDING' || status === 'AWAITING_APPROVAL'
}

/** Body of `PUT /api/v1/leads/{id}/action-logs/{logId}`: approve, complete, cancel or fail what is open, or reword it. */
export const UpdateActionLogRequest = z.object({
  status: ActionLogStatus.nullish().transform((status) => status ?? undefined),
  summary: optionalText(5000),
  output: StorableJson.optional(),
  error: optionalText(5000),
  scheduledAt: Instant,
  /** Takes the place of all messages. */
  messages: z
    .array(MessageInput)
    .min(1)
    .max(20)
    .nullish()
    .transform((messages) => messages ?? undefined),
})
export type UpdateActionLogRequest = z.infer<typeof UpdateActionLogRequest>

/** Answer of both, less `success`. */
export const ActionLogAnswer = z.strictObject({ actionLog: ActionLog })
export type ActionLogAnswer = z.infer<typeof ActionLogAnswer>

/** Body of `POST /api/v1/activity`. */
export const AddActivityRequest = z.object({
  leadId: LeadIdField,
  eventType: StorableText.trim().min(1).max(100),
  title: StorableText.trim().min(1).max(500),
  description: optionalText(5000),
  metadata: StorableJson.optional(),
})
export type AddActivityRequest = z.infer<typeof AddActivityRequest>

/** Answer of `POST /api/v1/activity`, less `success`. */
export const AddActivityAnswer = z.strictObject({ actionLogId: z.uuid() })
export type AddActivityAnswer = z.infer<typeof AddActivityAnswer>
