import { z } from 'zod'
import { ChecklistItemStatus } from './checklist.ts'
import { ConsentsInput } from './consent.ts'
import { fieldInputs } from './lead-fields.ts'
import { optionalText, StorableJson, StorableText } from './text.ts'

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
      'Checked against the item’s type and rules: one that fails is kept, with the status INVALID. Null and blanks remove it.',
    ),
    status: ChecklistItemStatus.nullish()
      .transform((status) => status ?? undefined)
      .describe('Without it a value makes the item COMPLETED. A status alone leaves the value as it is.'),
  })
  .meta({ id: 'ChecklistItemInput', description: 'What is known for one checklist item.' })
export type ChecklistItemInput = z.infer<typeof ChecklistItemInput>

/** Body of `POST /api/v1/leads`, as `gatherFields` leaves it: members that it doesn't name are in `customFields`. Null means absent. */
export const CreateLeadRequest = z
  .object({
    ...fieldInputs,
    fullName: optionalText(400).describe(
      'Instead of `firstName` and `lastName`: the last word is the last name, a single word the first; `Byron, Ada` has the last name in front. Kept in the timeline as given.',
    ),
    checklistItems: z
      .array(ChecklistItemInput)
      .max(maxChecklistItems)
      .nullish()
      .transform((items) => items ?? undefined)
      .describe('An unknown code, or one given twice, is refused.'),
    consent: ConsentsInput.describe('What the lead agreed to or took back, with its proof: one or a list.'),
    tags: Tags.nullish()
      .transform((tags) => tags ?? undefined)
      .describe('At most 50 that differ; case doesn’t matter. Created on first use.'),
  })
  .meta({
    id: 'CreateLeadRequest',
    description:
      'A lead to take in. Unknown members are kept in `customFields`, as far as they fit. Null means absent.',
  })
export type CreateLeadRequest = z.infer<typeof CreateLeadRequest>

/** The same, compiled: a fifth of the cost for a body that is right; one that is wrong goes through the other for its faults. */
export const CompiledCreateLeadRequest = z.compile(CreateLeadRequest, { strict: true })
