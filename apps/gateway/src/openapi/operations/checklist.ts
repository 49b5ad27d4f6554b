import { AddChecklistItemAnswer, AddChecklistItemRequest } from '@intake/contracts/checklist-item'
import { ChecklistGroup } from '@intake/contracts/lead-answer'
import { z } from 'zod'
import { exampleIds } from '../example-ids.ts'
import { minimalDescription, type Operation } from '../operation.ts'
import { leadParams } from './leads.ts'

const success = z.literal(true).describe('Always true.')
const example = { id: exampleIds.lead }

export const checklistOperations: Operation[] = [
  {
    id: 'getChecklist',
    method: 'get',
    path: '/api/v1/leads/:id/checklist',
    tag: 'Checklist',
    summary: 'Read a lead’s checklist',
    scope: 'leads:read',
    params: leadParams,
    answer: z.array(ChecklistGroup).describe('The groups of the checklist.'),
    examples: { lead: { summary: 'A lead', params: example } },
  },
  {
    id: 'addChecklistItem',
    method: 'post',
    path: '/api/v1/leads/:id/checklist-items',
    tag: 'Checklist',
    summary: 'Add an item for one lead alone',
    description: 'At most 100 a lead.',
    scope: 'leads:write',
    params: leadParams,
    body: AddChecklistItemRequest,
    minimal: z
      .object({
        success,
        checklistItem: z.object({ id: z.uuid().describe('UUID of the item.') }).describe('The item.'),
      })
      .meta({ id: 'MinimalChecklistItemAnswer', description: minimalDescription }),
    answer: AddChecklistItemAnswer.extend({ success }).meta({
      id: 'AddChecklistItemAnswer',
      description: 'The item as added.',
    }),
    examples: {
      bill: {
        summary: 'A document to ask for',
        params: example,
        body: { label: 'Utility bill', fieldType: 'FILE' },
      },
    },
  },
]
