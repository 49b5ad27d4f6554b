import { z } from 'zod'
import { ActionLog, ActionLogStatus, ActionLogType, Message } from './lead-answer.ts'
import { optionalText, StorableText, storableJson } from './text.ts'
import { LeadIdField } from './update-lead.ts'

const maxText = 100_000
const EntryJson = storableJson(65_536)
const Instant = z.iso
  .datetime({ offset: true })
  .nullish()
  .transform((time) => (time ? new Date(time) : undefined))

/** What a client may write; the other types are written by the calls that they tell of. */
export const WritableLogType = ActionLogType.exclude(['API_ACTIVITY', 'DOCUMENT_UPLOAD']).meta({
  id: 'WritableLogType',
  description: 'What a client may write; the other types are written by the calls that they tell of.',
})

export const MessageInput = z
  .object({
    channel: StorableText.trim().min(1).max(50).describe('Such as `sms` or `email`.'),
    direction: Message.shape.direction.default('OUTBOUND').describe('INBOUND comes from the lead.'),
    subject: optionalText(1000).describe('Subject line.'),
    body: StorableText.max(maxText)
      .nullish()
      .transform((text) => text ?? undefined)
      .describe('The text.'),
  })
  .meta({ id: 'MessageInput', description: 'A message to write.' })

const isMessage = (type: string) => type === 'MESSAGE' || type === 'FOLLOW_UP_MESSAGE'

/** Body of `POST /api/v1/leads/{id}/action-logs`. Without a status a follow-up is PENDING, anything else COMPLETED. */
export const AddActionLogRequest = z
  .object({
    type: WritableLogType.describe('What the entry tells of.'),
    status: ActionLogStatus.nullish()
      .transform((status) => status ?? undefined)
      .describe('Without it a follow-up is PENDING, anything else COMPLETED.'),
    summary: optionalText(5000).describe('One line for people.'),
    input: EntryJson.optional().describe('What went into it: any JSON, at most 64 kB.'),
    output: EntryJson.optional().describe('What came of it: any JSON, at most 64 kB.'),
    error: optionalText(5000).describe('Why it failed.'),
    parentActionId: LeadIdField.nullish()
      .transform((id) => id ?? undefined)
      .describe('The entry of the same lead that this one belongs to.'),
    scheduledAt: Instant.describe('When a message is to be sent; ISO 8601.'),
    tool: z
      .object({
        name: StorableText.trim().min(1).max(200).describe('What it is called.'),
        description: optionalText(2000).describe('What it does.'),
      })
      .nullish()
      .transform((tool) => tool ?? undefined)
      .describe('Of a TOOL_CALL only.'),
    messages: z
      .array(MessageInput)
      .max(20)
      .nullish()
      .transform((messages) => messages ?? [])
      .describe('A MESSAGE and a FOLLOW_UP_MESSAGE need one, nothing else has any.'),
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
  .meta({ id: 'AddActionLogRequest', description: 'A timeline entry to write.' })
export type AddActionLogRequest = z.infer<typeof AddActionLogRequest>

/** Whether an action log is still to be acted on. */
export function isOpen(status: ActionLog['status']): boolean {
  return status === 'PENDING' || status === 'AWAITING_APPROVAL'
}

/** Body of `PUT /api/v1/leads/{id}/action-logs/{logId}`: approve, complete, cancel or fail what is open, or reword it. */
export const UpdateActionLogRequest = z
  .object({
    status: ActionLogStatus.nullish()
      .transform((status) => status ?? undefined)
      .describe('Where the entry is to go.'),
    summary: optionalText(5000).describe('One line for people.'),
    output: EntryJson.optional().describe('What came of it: any JSON, at most 64 kB.'),
    error: optionalText(5000).describe('Why it failed.'),
    scheduledAt: Instant.describe('When a message is to be sent; ISO 8601.'),
    messages: z
      .array(MessageInput)
      .min(1)
      .max(20)
      .nullish()
      .transform((messages) => messages ?? undefined)
      .describe('Takes the place of all messages.'),
  })
  .meta({ id: 'UpdateActionLogRequest', description: 'What is to change of an open entry.' })
export type UpdateActionLogRequest = z.infer<typeof UpdateActionLogRequest>

/** Answer of both, less `success`. */
export const ActionLogAnswer = z.strictObject({ actionLog: ActionLog.describe('The entry.') })
export type ActionLogAnswer = z.infer<typeof ActionLogAnswer>

/** Body of `POST /api/v1/activity`. */
export const AddActivityRequest = z
  .object({
    leadId: LeadIdField.describe('UUID of the lead.'),
    eventType: StorableText.trim().min(1).max(100).describe('Your name for the kind of event.'),
    title: StorableText.trim().min(1).max(500).describe('One line for people; the summary of the entry.'),
    description: optionalText(5000).describe('More on it.'),
    metadata: EntryJson.optional().describe('Any JSON, kept with the entry: at most 64 kB.'),
  })
  .meta({ id: 'AddActivityRequest', description: 'Something that happened elsewhere.' })
export type AddActivityRequest = z.infer<typeof AddActivityRequest>

/** Answer of `POST /api/v1/activity`, less `success`. */
export const AddActivityAnswer = z.strictObject({
  actionLogId: z.uuid().describe('UUID of the timeline entry.'),
})
export type AddActivityAnswer = z.infer<typeof AddActivityAnswer>
