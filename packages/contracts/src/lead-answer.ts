import { z } from 'zod'
import { ChecklistItemStatus, FieldType } from './checklist.ts'
import { WriteResult } from './duplicate-policy.ts'
import { Lead, MatchingLead } from './lead.ts'
import { Suppressed } from './opt-out-channels.ts'

const Id = z.uuid()
const Time = z.iso.datetime({ precision: 3 })
const NullableText = z.string().nullable()
const NullableTime = Time.nullable()

export const Document = z
  .strictObject({
    id: Id.describe('UUID of the document.'),
    filename: z.string().describe('Name of the file as it was sent.'),
    mimeType: z.string().describe('Media type.'),
    size: z.int().describe('Bytes.'),
    signedUrl: z.string().describe('Address to download it from, good for an hour.'),
    metadata: z
      .strictObject({ extractionStatus: NullableText.describe('Null before any extraction.') })
      .describe('How far its content was extracted.'),
    overallValid: z.boolean().nullable().describe('Whether the document passed its validation; null before.'),
    validationResult: z.unknown().describe('What the validation found.'),
    createdAt: Time.describe('When it was taken in.'),
  })
  .meta({ id: 'Document', description: 'A file of a lead.' })
export type Document = z.infer<typeof Document>

export const ChecklistItemDefinition = z
  .strictObject({
    id: Id.describe('UUID of the item in the workspace’s template.'),
    code: z.string().describe('What calls name the item by.'),
    label: z.string().describe('What people read.'),
    fieldType: FieldType.describe('What kind of value it takes.'),
    isRequired: z.boolean().describe('Whether the lead is incomplete without it.'),
    conditions: z.unknown().describe('When the item applies: a `Condition`, or null for always.'),
    validationRules: z
      .unknown()
      .describe(
        'What a value must satisfy beyond its type: `ValidationRules`, texts on field types that take files, or null.',
      ),
    agentInstructions: NullableText.describe('How an agent asks for it.'),
    clientInstructions: NullableText.describe('How the lead is told about it.'),
    config: z.unknown().describe('Settings of the field type, such as the options of a SELECT.'),
  })
  .meta({ id: 'ChecklistItemDefinition', description: 'An item as the checklist defines it.' })
export type ChecklistItemDefinition = z.infer<typeof ChecklistItemDefinition>

export const LeadChecklistItem = z
  .strictObject({
    id: Id.describe('UUID of the item on this lead; the same before and after its first value.'),
    checklistItemId: Id.describe('UUID of its definition.'),
    value: z.unknown().describe('The value as given; null without one.'),
    status: ChecklistItemStatus.describe('Where the item stands.'),
    itemOverride: z.unknown().describe('Kept as given by updates.'),
    alternateValues: z.unknown().describe('Other values seen, kept as given by updates.'),
    validationError: NullableText.describe('Why the value is INVALID.'),
    checklistItem: ChecklistItemDefinition.describe('The definition.'),
    documents: z.array(Document).optional().describe('On file types only.'),
  })
  .meta({ id: 'LeadChecklistItem', description: 'An item of a lead’s checklist with its value.' })
export type LeadChecklistItem = z.infer<typeof LeadChecklistItem>

export const ChecklistGroup = z
  .strictObject({
    id: Id.describe('UUID of the group.'),
    name: z.string().describe('What people read.'),
    conditions: z.unknown().describe('When the group applies: a `Condition`, or null for always.'),
    items: z.array(LeadChecklistItem).describe('In the template’s order, untouched ones included.'),
  })
  .meta({ id: 'ChecklistGroup', description: 'A part of a lead’s checklist.' })
export type ChecklistGroup = z.infer<typeof ChecklistGroup>

export const ActionLogType = z
  .enum([
    'MESSAGE',
    'FOLLOW_UP_MESSAGE',
    'TOOL_CALL',
    'MANUAL_UPDATE',
    'SYSTEM_NOTE',
    'DOCUMENT_UPLOAD',
    'PORTAL_UPDATE',
    'PORTAL_SUBMISSION',
    'API_ACTIVITY',
  ])
  .meta({ id: 'ActionLogType', description: 'What a timeline entry tells of.' })
export const ActionLogStatus = z
  .enum(['PENDING', 'AWAITING_APPROVAL', 'COMPLETED', 'CANCELLED', 'FAILED'])
  .meta({
    id: 'ActionLogStatus',
    description: 'PENDING and AWAITING_APPROVAL are open; the others are final.',
  })

export const Message = z
  .strictObject({
    id: Id.describe('UUID of the message.'),
    channel: z.string().describe('Such as `sms` or `email`.'),
    direction: z.enum(['INBOUND', 'OUTBOUND']).describe('INBOUND comes from the lead.'),
    subject: NullableText.describe('Subject line, where the channel has one.'),
    body: NullableText.describe('The text.'),
    documents: z.array(Document).describe('Files sent along.'),
  })
  .meta({ id: 'Message', description: 'A message to or from a lead.' })
export type Message = z.infer<typeof Message>

export const ActionLog = z
  .strictObject({
    id: Id.describe('UUID of the entry.'),
    type: ActionLogType.describe('What it tells of.'),
    status: ActionLogStatus.describe('Where it stands.'),
    summary: NullableText.describe('One line for people.'),
    input: z.unknown().describe('What went into it. Of an API_ACTIVITY: the request id and what changed.'),
    output: z.unknown().describe('What came of it.'),
    error: NullableText.describe('Why it failed.'),
    parentActionId: Id.nullable().describe(
      'The entry that this one belongs to, as a tool call to its message.',
    ),
    scheduledAt: NullableTime.describe('When a message is to be sent.'),
    createdAt: Time.describe('When it was written.'),
    completedAt: NullableTime.describe('When it was completed.'),
    tool: z
      .strictObject({
        id: Id.describe('UUID of the tool.'),
        name: z.string().describe('What it is called.'),
        description: NullableText.describe('What it does.'),
      })
      .nullable()
      .describe('The tool of a TOOL_CALL.'),
    messages: z.array(Message).describe('The messages of a MESSAGE or FOLLOW_UP_MESSAGE.'),
    documents: z.array(Document).describe('Files that it concerns.'),
  })
  .meta({ id: 'ActionLog', description: 'An entry of a lead’s timeline.' })
export type ActionLog = z.infer<typeof ActionLog>

export const LeadStatus = z.enum(['OPTED_OUT', 'NOT_INTERESTED', 'REVIEW', 'COMPLETED', 'IN_PROGRESS']).meta({
  id: 'LeadStatus',
  description:
    'Computed from the lead and its checklist: OPTED_OUT and NOT_INTERESTED as set; with every required item done REVIEW when one needs review, else COMPLETED; otherwise IN_PROGRESS.',
})
export type LeadStatus = z.infer<typeof LeadStatus>

export const LastAction = ActionLog.extend({
  toolCalls: z.array(ActionLog).describe('The TOOL_CALL entries that belong to it.'),
}).meta({ id: 'LastAction', description: 'A timeline entry with its tool calls.' })

/** The standard shape of create, update and get. */
export const LeadAnswer = z
  .strictObject({
    lead: Lead.describe('The lead itself.'),
    status: LeadStatus.describe('Where the lead stands.'),
    suppressed: Suppressed.nullable().describe(
      'What the lead must not be contacted by: what it said itself, or what was said of its number or address. Null while it may be.',
    ),
    checklistItems: z.array(ChecklistGroup).describe('The full checklist, group by group.'),
    documents: z.array(Document).describe('Newest first, at most 100 and 1 MB.'),
    actionLogs: z.array(ActionLog).describe('The timeline, newest first, at most 100 entries and 2 MB.'),
    matchingLeads: z
      .array(MatchingLead)
      .describe('Leads of the workspace with the same phone or e-mail, newest first, at most 100 and 1 MB.'),
    lastAction: LastAction.nullable().describe('The newest COMPLETED outbound message or follow-up.'),
    nextFollowUp: ActionLog.nullable().describe('The earliest PENDING follow-up.'),
    nextDraft: ActionLog.nullable().describe('The earliest message that awaits approval.'),
    truncated: z
      .array(z.enum(['actionLogs', 'documents', 'matchingLeads', 'lastAction.toolCalls']))
      .optional()
      .describe('Lists that were cut; not there when none was. `Link` of a read leads to the rest.'),
  })
  .meta({ id: 'LeadAnswer', description: 'A lead with everything that belongs to it.' })
export type LeadAnswer = z.infer<typeof LeadAnswer>

/** Whether the lead may be called now, in every zone that it may be in, and when that is so next. */
export const CallingWindow = z
  .strictObject({
    open: z.boolean().describe('Whether the lead may be called now, in every zone that it may be in.'),
    opensAt: NullableTime.describe('When that is so next; null while open.'),
    zones: z.array(z.string()).describe('IANA names of the zones looked at.'),
    from: z.string().describe('Start of the calling hours, as `08:00`.'),
    to: z.string().describe('End of the calling hours, as `21:00`.'),
  })
  .meta({ id: 'CallingWindow', description: 'The workspace’s calling hours at the lead’s place.' })

/** Answer of `GET /api/v1/leads/{id}`; callingWindow is null while no zone is known. */
export const GetLeadAnswer = LeadAnswer.extend({
  callingWindow: CallingWindow.nullable().describe('Null while no zone is known.'),
}).meta({
  id: 'GetLeadAnswer',
  description: 'A lead with everything that belongs to it, and whether it may be called now.',
})
export type GetLeadAnswer = z.infer<typeof GetLeadAnswer>

/** Something odd about a lead that was taken all the same. */
export const LeadWarning = z
  .strictObject({
    pointer: z.string().describe('Into the body.'),
    code: z.string().describe('What it is, for programs.'),
    message: z.string().describe('What it is, for people. It holds no value.'),
  })
  .meta({ id: 'LeadWarning', description: 'Something odd about a lead that was taken all the same.' })
export type LeadWarning = z.infer<typeof LeadWarning>

export const LeadWarnings = z
  .array(LeadWarning)
  .describe('What is odd about what the call gave; empty as a rule.')

/** Answer of `POST /api/v1/leads`. */
export const CreateLeadAnswer = LeadAnswer.extend({
  success: z.literal(true).describe('Always true.'),
  /** Under the duplicate policies reject and merge only. */
  result: WriteResult.optional().describe('Under the duplicate policies `reject` and `merge` only.'),
  warnings: LeadWarnings,
}).meta({ id: 'CreateLeadAnswer', description: 'The lead as taken in.' })
export type CreateLeadAnswer = z.infer<typeof CreateLeadAnswer>

/** Answer to `Prefer: return=minimal`, and to a key that may not read. */
export const MinimalLeadAnswer = z
  .strictObject({
    success: z.literal(true).describe('Always true.'),
    lead: z.strictObject({ id: Id.describe('UUID of the lead.') }).describe('The lead.'),
    result: WriteResult.optional().describe(
      'Under the duplicate policies `reject` and `merge`, and for a key without `leads:read`.',
    ),
    matches: z
      .int()
      .min(0)
      .optional()
      .describe('For a key without `leads:read`: how many leads match, at most 100.'),
    warnings: LeadWarnings,
  })
  .meta({
    id: 'MinimalLeadAnswer',
    description: 'The answer to `Prefer: return=minimal`, and to a key without `leads:read`.',
  })
