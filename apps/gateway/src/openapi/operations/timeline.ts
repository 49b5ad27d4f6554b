import { ActionLog } from '@intake/contracts/lead-answer'
import { Paging } from '@intake/contracts/list-leads'
import {
  ActionLogAnswer,
  AddActionLogRequest,
  AddActivityAnswer,
  AddActivityRequest,
  UpdateActionLogRequest,
} from '@intake/contracts/write-action-log'
import { z } from 'zod'
import { exampleIds } from '../example-ids.ts'
import { minimalDescription, type Operation } from '../operation.ts'
import { leadParams } from './leads.ts'

const success = z.literal(true).describe('Always true.')
const example = { id: exampleIds.lead }
const ActivityAnswer = AddActivityAnswer.extend({ success }).meta({
  id: 'AddActivityAnswer',
  description: 'The entry that was written.',
})
const write = {
  tag: 'Timeline',
  scope: 'leads:write',
  minimal: z
    .object({
      success,
      actionLog: z.object({ id: z.uuid().describe('UUID of the entry.') }).describe('The entry.'),
    })
    .meta({ id: 'MinimalActionLogAnswer', description: minimalDescription }),
  answer: ActionLogAnswer.extend({ success }).meta({
    id: 'ActionLogAnswer',
    description: 'The entry as it is now.',
  }),
} as const

export const timelineOperations: Operation[] = [
  {
    id: 'listActionLogs',
    method: 'get',
    path: '/api/v1/leads/:id/action-logs',
    tag: 'Timeline',
    summary: 'Read a lead’s timeline',
    description:
      'Newest first, 100 a page unless `limit` says otherwise; the next page stands in the `Link` header.',
    scope: 'leads:read',
    params: leadParams,
    query: Paging,
    answer: z.array(ActionLog).describe('A page of the timeline.'),
    paged: true,
    examples: { lead: { summary: 'The newest entry', params: { ...example, limit: '1' } } },
  },
  {
    ...write,
    id: 'addActionLog',
    method: 'post',
    path: '/api/v1/leads/:id/action-logs',
    summary: 'Write a message, follow-up, draft, tool call or note',
    description: 'A message to a lead that opted out can’t be PENDING or AWAITING_APPROVAL.',
    params: leadParams,
    errors: ['opted_out'],
    body: AddActionLogRequest,
    examples: {
      followUp: {
        summary: 'A follow-up to send later',
        params: example,
        body: {
          type: 'FOLLOW_UP_MESSAGE',
          scheduledAt: '2030-01-01T09:00:00.000Z',
          messages: [{ channel: 'sms', body: 'Do you have a minute today?' }],
        },
      },
      draft: {
        summary: 'A draft that awaits approval',
        params: example,
        body: {
          type: 'MESSAGE',
          status: 'AWAITING_APPROVAL',
          messages: [{ channel: 'email', subject: 'Your application', body: 'Two papers are missing.' }],
        },
      },
      note: {
        summary: 'A note',
        params: example,
        headers: { Prefer: 'return=minimal' },
        body: { type: 'SYSTEM_NOTE', summary: 'Credit report ordered' },
      },
    },
  },
  {
    ...write,
    id: 'updateActionLog',
    method: 'put',
    path: '/api/v1/leads/:id/action-logs/:logId',
    summary: 'Approve, complete, cancel or fail an open entry',
    description:
      'AWAITING_APPROVAL goes to PENDING (approved), COMPLETED (approved and sent), CANCELLED or FAILED; PENDING to COMPLETED, CANCELLED or FAILED. The final statuses don’t change.',
    params: { ...leadParams, logId: z.uuid().describe('UUID of the entry.') },
    errors: ['opted_out'],
    body: UpdateActionLogRequest,
    examples: {
      approve: {
        summary: 'Approve a draft',
        params: { ...example, logId: exampleIds.draft },
        body: { status: 'PENDING' },
      },
    },
  },
  {
    id: 'addActivity',
    method: 'post',
    path: '/api/v1/activity',
    tag: 'Timeline',
    summary: 'Note what happened elsewhere',
    scope: 'leads:write',
    body: AddActivityRequest,
    minimal: ActivityAnswer,
    answer: ActivityAnswer,
    errors: ['not_found'],
    examples: {
      call: {
        summary: 'A phone call',
        body: { leadId: exampleIds.lead, eventType: 'call', title: 'Called back', metadata: { seconds: 40 } },
      },
    },
  },
]
