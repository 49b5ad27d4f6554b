import { z } from 'zod'
import { ChecklistItemStatus, FieldType } from './checklist.ts'
import { AssigneeType } from './create-lead.ts'
import { WriteResult } from './duplicate-policy.ts'

const Id = z.uuid()
const Time = z.iso.datetime({ precision: 3 })
const NullableText = z.string().nullable()
const NullableTime = Time.nullable()

export const TimezoneSource = z.enum(['provided', 'phone'])
export const TimezoneConfidence = z.enum(['high', 'medium', 'low', 'none'])

/** A lead as every endpoint answers it. */
export const Lead = z.strictObject({
  id: Id,
  workspaceId: Id,
  activitySummary: NullableText,
  assigneeType: AssigneeType,
  businessName: NullableText,
  createdAt: Time,
  deletedAt: NullableTime,
  didOptOut: z.boolean(),
  optOutAt: NullableTime,
  email: NullableText,
  emailVerifiedAt: NullableTime,
  externalLeadId: NullableText,
  externalPortalLink: NullableText,
  firstName: z.string(),
  middleName: NullableText,
  lastName: NullableText,
  phoneNumber: NullableText,
  phoneVerifiedAt: NullableTime,
  isTest: z.boolean(),
  source: z.string(),
  submittedAt: NullableTime,
  tags: z.array(z.string()),
  timezone: NullableText,
  timezoneSource: TimezoneSource.nullable(),
  timezoneConfidence: TimezoneConfidence.nullable(),
  /** Other zones that the phone may be in. */
  timezoneAlternatives: z.array(z.string()),
  /** What an inferred zone rests on. */
  timezoneBasis: NullableText,
  updatedAt: Time,
  website: NullableText,
})
export type Lead = z.infer<typeof Lead>

export const MatchField = z.enum(['phone', 'email'])
export type MatchField = z.infer<typeof MatchField>

export const MatchingLead = Lead.extend({ matchedOn: z.array(MatchField).min(1) })
export type MatchingLead = z.infer<typeof MatchingLead>

export const Document = z.strictObject({
  id: Id,
  filename: z.string(),
  mimeType: z.string(),
  size: z.int(),
  signedUrl: z.string(),
  metadata: z.strictObject({ extractionStatus: NullableText }),
  overallValid: z.boolean().nullable(),
  validationResult: z.unknown(),
  createdAt: Time,
})
export type Document = z.infer<typeof Document>

export const ChecklistItemDefinition = z.strictObject({
  id: Id,
  code: z.string(),
  label: z.string(),
  fieldType: FieldType,
  isRequired: z.boolean(),
  conditions: z.unknown(),
  validationRules: z.unknown(),
  agentInstructions: NullableText,
  clientInstructions: NullableText,
  config: z.unknown(),
})
export type ChecklistItemDefinition = z.infer<typeof ChecklistItemDefinition>

export const LeadChecklistItem = z.strictObject({
  id: Id,
  checklistItemId: Id,
  value: z.unknown(),
  status: ChecklistItemStatus,
  itemOverride: z.unknown(),
  alternateValues: z.unknown(),
  validationError: NullableText,
  checklistItem: ChecklistItemDefinition,
  documents: z.array(Document).optional(),
})
export type LeadChecklistItem = z.infer<typeof LeadChecklistItem>

export const ChecklistGroup = z.strictObject({
  id: Id,
  name: z.string(),
  conditions: z.unknown(),
  items: z.array(LeadChecklistItem),
})
export type ChecklistGroup = z.infer<typeof ChecklistGroup>

export const ActionLogType = z.enum([
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
export const ActionLogStatus = z.enum(['PENDING', 'AWAITING_APPROVAL', 'COMPLETED', 'CANCELLED', 'FAILED'])

export const Message = z.strictObject({
  id: Id,
  channel: z.string(),
  direction: z.enum(['INBOUND', 'OUTBOUND']),
  subject: NullableText,
  body: NullableText,
  documents: z.array(Document),
})
export type Message = z.infer<typeof Message>

export const ActionLog = z.strictObject({
  id: Id,
  type: ActionLogType,
  status: ActionLogStatus,
  summary: NullableText,
  input: z.unknown(),
  output: z.unknown(),
  error: NullableText,
  parentActionId: Id.nullable(),
  scheduledAt: NullableTime,
  createdAt: Time,
  completedAt: NullableTime,
  tool: z.strictObject({ id: Id, name: z.string(), description: NullableText }).nullable(),
  messages: z.array(Message),
  documents: z.array(Document),
})
export type ActionLog = z.infer<typeof ActionLog>

export const LeadStatus = z.enum(['OPTED_OUT', 'NOT_INTERESTED', 'REVIEW', 'COMPLETED', 'IN_PROGRESS'])
export type LeadStatus = z.infer<typeof LeadStatus>

/** The standard shape of create, update and get. */
export const LeadAnswer = z.strictObject({
  lead: Lead,
  status: LeadStatus,
  checklistItems: z.array(ChecklistGroup),
  documents: z.array(Document),
  actionLogs: z.array(ActionLog),
  matchingLeads: z.array(MatchingLead),
  lastAction: ActionLog.extend({ toolCalls: z.array(ActionLog) }).nullable(),
  nextFollowUp: ActionLog.nullable(),
  nextDraft: ActionLog.nullable(),
})
export type LeadAnswer = z.infer<typeof LeadAnswer>

/** Whether the lead may be called now, in every zone that it may be in, and when that is so next. */
export const CallingWindow = z.strictObject({
  open: z.boolean(),
  opensAt: NullableTime,
  zones: z.array(z.string()),
  from: z.string(),
  to: z.string(),
})

/** Answer of `GET /api/v1/leads/{id}`; callingWindow is null while no zone is known. */
export const GetLeadAnswer = LeadAnswer.extend({ callingWindow: CallingWindow.nullable() })
export type GetLeadAnswer = z.infer<typeof GetLeadAnswer>

/** Answer of `POST /api/v1/leads`. */
export const CreateLeadAnswer = LeadAnswer.extend({
  success: z.literal(true),
  /** Under the duplicate policies reject and merge only. */
  result: WriteResult.optional(),
})
export type CreateLeadAnswer = z.infer<typeof CreateLeadAnswer>

/** Answer to `Prefer: return=minimal`. */
export const MinimalLeadAnswer = z.strictObject({
  success: z.literal(true),
  lead: z.strictObject({ id: Id }),
  result: WriteResult.optional(),
})
