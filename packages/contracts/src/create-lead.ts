import { z } from 'zod'
import { ChecklistItemStatus } from './checklist.ts'
import { OptionalEmail } from './optional-email.ts'
import { optionalText, StorableJson, StorableText } from './text.ts'

export const AssigneeType = z
  .enum(['AI_AGENT', 'HUMAN_AGENT'])
  .meta({ id: 'AssigneeType', description: 'Who works on a lead.' })
export type AssigneeType = z.infer<typeof AssigneeType>

const assigneeSpellings = {
  agent: 'AI_AGENT',
  manual: 'HUMAN_AGENT',
  AI_AGENT: 'AI_AGENT',
  HUMAN_AGENT: 'HUMAN_AGENT',
} as const

export const maxTags = 50
const maxTagsGiven = 1000
const maxChecklistItems = 1000

/** Tags in the order given, trimmed, without repeats that differ only in case. */
export const Tags = z
  .array(StorableText.trim().min(1).max(100))
  .max(maxTagsGiven)
  .transform((tags) => {
    const first = new Map<string, string>()
    for (const tag of tags) if (!first.has(tagKey(tag))) first.set(tagKey(tag), tag)
    return [...first.values()]
  })
  .refine((tags) => tags.length <= maxTags, {
    error: `at most ${maxTags} different tags`,
    params: { code: 'too_many' },
  })

/** What two spellings of a tag share. */
export function tagKey(tag: string): string {
  return tag.normalize('NFC').toLowerCase()
}

export const ChecklistItemInput = z
  .object({
    code: StorableText.trim().min(1).max(100).describe('Code of an item of the lead’s checklist.'),
    value: StorableJson.optional().describe(
      'Checked against the item’s type and rules: one that fails is kept, with the status INVALID. Null and "" remove it.',
    ),
    status: ChecklistItemStatus.nullish()
      .transform((status) => status ?? undefined)
      .describe('Without it a value makes the item COMPLETED. A status alone leaves the value as it is.'),
  })
  .meta({ id: 'ChecklistItemInput', description: 'What is known for one checklist item.' })
export type ChecklistItemInput = z.infer<typeof ChecklistItemInput>

const optionalBoolean = z
  .boolean()
  .nullish()
  .transform((flag) => flag ?? undefined)

/** Body of `POST /api/v1/leads`. Members that it doesn't name are ignored; null means absent. */
export const CreateLeadRequest = z
  .object({
    firstName: StorableText.trim().min(1).max(200).describe('The only field that is required.'),
    lastName: optionalText(200).describe('Last name.'),
    middleName: optionalText(200).describe('Middle name.'),
    businessName: optionalText(500).describe('Name of the business.'),
    email: OptionalEmail.describe(
      'An address that can’t be delivered to by its form is refused. Matched without regard to case.',
    ),
    phoneNumber: optionalText(Number.MAX_SAFE_INTEGER).describe(
      'In any notation; of the workspace’s region without a country code. A number that can’t be parsed is kept as given and never refuses the lead.',
    ),
    externalLeadId: optionalText(255).describe('The id of the lead in your own system; need not be unique.'),
    timezone: optionalText(100).describe(
      'IANA name such as `America/New_York`. Without it the zone is inferred from the phone.',
    ),
    assigneeType: z
      .enum(['agent', 'manual', 'AI_AGENT', 'HUMAN_AGENT'])
      .nullish()
      .transform((spelling) => (spelling ? assigneeSpellings[spelling] : undefined))
      .describe('`agent` (or `AI_AGENT`, the default) or `manual` (or `HUMAN_AGENT`).'),
    didOptOut: optionalBoolean.describe('True: the lead refuses to be contacted.'),
    emailVerified: optionalBoolean.describe('True: the address is verified as of now.'),
    checklistItems: z
      .array(ChecklistItemInput)
      .max(maxChecklistItems)
      .nullish()
      .transform((items) => items ?? undefined)
      .describe('An unknown code, or one given twice, is refused.'),
    tags: Tags.nullish()
      .transform((tags) => tags ?? undefined)
      .describe('At most 50 that differ; case doesn’t matter. Created on first use.'),
  })
  .meta({
    id: 'CreateLeadRequest',
    description: 'A lead to take in. Unknown members are ignored, null means absent.',
  })
export type CreateLeadRequest = z.infer<typeof CreateLeadRequest>

/** The same, compiled: a fifth of the cost for a body that is right; one that is wrong goes through the other for its faults. */
export const CompiledCreateLeadRequest = z.compile(CreateLeadRequest, { strict: true })
