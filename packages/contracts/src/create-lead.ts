import { z } from 'zod'
import { ChecklistItemStatus } from './checklist.ts'
import { OptionalEmail } from './email.ts'
import { optionalText, StorableJson, StorableText } from './text.ts'

export const AssigneeType = z.enum(['AI_AGENT', 'HUMAN_AGENT'])
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

export const ChecklistItemInput = z.object({
  code: StorableText.trim().min(1).max(100),
  value: StorableJson.optional(),
  status: ChecklistItemStatus.nullish().transform((status) => status ?? undefined),
})
export type ChecklistItemInput = z.infer<typeof ChecklistItemInput>

const optionalBoolean = z
  .boolean()
  .nullish()
  .transform((flag) => flag ?? undefined)

/** Body of `POST /api/v1/leads`. Members that it doesn't name are ignored; null means absent. */
export const CreateLeadRequest = z.object({
  firstName: StorableText.trim().min(1).max(200),
  lastName: optionalText(200),
  middleName: optionalText(200),
  businessName: optionalText(500),
  email: OptionalEmail,
  phoneNumber: optionalText(Number.MAX_SAFE_INTEGER),
  externalLeadId: optionalText(255),
  timezone: optionalText(100),
  assigneeType: z
    .enum(['agent', 'manual', 'AI_AGENT', 'HUMAN_AGENT'])
    .nullish()
    .transform((spelling) => (spelling ? assigneeSpellings[spelling] : undefined)),
  didOptOut: optionalBoolean,
  emailVerified: optionalBoolean,
  checklistItems: z
    .array(ChecklistItemInput)
    .max(maxChecklistItems)
    .nullish()
    .transform((items) => items ?? undefined),
  tags: Tags.nullish().transform((tags) => tags ?? undefined),
})
export type CreateLeadRequest = z.infer<typeof CreateLeadRequest>
