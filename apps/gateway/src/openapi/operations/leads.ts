import { CheckLeadAnswer, CheckLeadRequest } from '@intake/contracts/check-lead'
import { CreateLeadRequest } from '@intake/contracts/create-lead'
import { CreateLeadsAnswer, CreateLeadsRequest } from '@intake/contracts/create-leads'
import { DeleteLeadAnswer } from '@intake/contracts/delete-lead'
import {
  CreateLeadAnswer,
  GetLeadAnswer,
  LeadAnswer,
  LeadWarnings,
  MinimalLeadAnswer,
} from '@intake/contracts/lead-answer'
import { ListChangesAnswer, ListChangesQuery } from '@intake/contracts/list-changes'
import { ExportLeadsQuery, ListedLead, ListLeadsAnswer, ListLeadsQuery } from '@intake/contracts/list-leads'
import { MergeLeadAnswer, MergeLeadRequest, UnmergeLeadAnswer } from '@intake/contracts/merge-leads'
import { SubmittedAnswer } from '@intake/contracts/sources'
import { UpdateLeadByBodyRequest, UpdateLeadRequest } from '@intake/contracts/update-lead'
import { EmptyRequest } from '@intake/contracts/webhooks'
import { z } from 'zod'
import { exampleIds } from '../example-ids.ts'
import type { Operation } from '../operation.ts'

export const leadParams = { id: z.uuid().describe('UUID of the lead.') }
const UpdateLeadAnswer = LeadAnswer.extend({
  success: z.literal(true).describe('Always true.'),
  warnings: LeadWarnings,
}).meta({
  id: 'UpdateLeadAnswer',
  description: 'The lead as it is now.',
})
const example = { id: exampleIds.lead }
const update = {
  tag: 'Leads',
  scope: 'leads:write',
  minimal: MinimalLeadAnswer,
  answer: UpdateLeadAnswer,
} as const
const updateRules =
  'A lead is locked while it changes, so calls for one lead follow one another and none undoes another. A changed e-mail or phone is no longer verified, and matches that no longer hold are forgotten. Each update owes the lead its enrichment anew.'

export const leadOperations: Operation[] = [
  {
    id: 'createLead',
    method: 'post',
    path: '/api/v1/leads',
    tag: 'Leads',
    summary: 'Take a lead in',
    description:
      'Answers after the lead is durably stored. Time zone and enriched timeline follow a moment later: read the lead again. Duplicates are reported in `matchingLeads`, unless the duplicate policy says otherwise. A test key makes a test lead. A key that may only submit is told no more than `submissionId`.',
    scope: 'leads:submit',
    headers: ['DuplicatePolicy', 'UnknownFields'],
    body: CreateLeadRequest,
    minimal: MinimalLeadAnswer,
    answer: CreateLeadAnswer,
    otherAnswers: [SubmittedAnswer],
    errors: ['duplicate_lead'],
    examples: {
      worked: {
        summary: 'A business and what is known of it',
        body: {
          firstName: 'John',
          lastName: 'Doe',
          email: 'john@example.com',
          phoneNumber: '6782319992',
          businessName: 'Pacific Coast Container Haulers',
          assigneeType: 'manual',
          tags: ['VIP'],
          checklistItems: [
            { code: 'business_name', value: 'Pacific Coast Container Haulers', status: 'COMPLETED' },
            { code: 'tax_id', value: '12-3456789', status: 'COMPLETED' },
          ],
        },
      },
      minimal: {
        summary: 'The only field that is required, and a short answer',
        headers: { Prefer: 'return=minimal' },
        body: { firstName: 'Ada' },
      },
    },
  },
  {
    id: 'createLeads',
    method: 'post',
    path: '/api/v1/leads/batch',
    tag: 'Leads',
    summary: 'Take many leads in',
    description:
      'Each lead by the rules of `createLead` and independent of the others: one that is refused has its problem among the results, and the call still answers 200. Leads of a batch that share a phone or an e-mail are taken in in their order, so that a later one finds the earlier. The `Idempotency-Key` holds for each lead by its place: a batch that broke off is sent again whole, leads that were stored are answered as before, and one that was refused can be mended under the same key. A batch counts as so many requests of the key’s limit.',
    scope: 'leads:submit',
    headers: ['IdempotencyKey', 'Prefer', 'DuplicatePolicy', 'UnknownFields'],
    body: CreateLeadsRequest,
    answer: CreateLeadsAnswer,
    examples: {
      two: {
        summary: 'One that is taken in and one that is refused',
        headers: { Prefer: 'return=minimal' },
        body: { leads: [{ firstName: 'Ada', email: 'ada@example.com' }, { lastName: 'Doe' }] },
      },
    },
  },
  {
    id: 'checkLead',
    method: 'post',
    path: '/api/v1/leads/check',
    tag: 'Leads',
    summary: 'See which leads one would match',
    description: 'Writes nothing.',
    scope: 'leads:read',
    body: CheckLeadRequest,
    answer: CheckLeadAnswer,
    examples: { email: { summary: 'By e-mail', body: { email: 'JOHN@example.com' } } },
  },
  {
    id: 'listLeads',
    method: 'get',
    path: '/api/v1/leads',
    tag: 'Leads',
    summary: 'List leads',
    description:
      'Newest first, 50 a page unless `limit` says otherwise. All filters must hold. Deleted leads are left out, and so are test leads unless `test=true`. A cursor is good for its workspace and its filters.',
    scope: 'leads:read',
    query: ListLeadsQuery,
    answer: ListLeadsAnswer,
    paged: true,
    examples: { filtered: { summary: 'By tag', params: { limit: '50', tag: 'vip' } } },
  },
  {
    id: 'exportLeads',
    method: 'get',
    path: '/api/v1/leads/export',
    tag: 'Leads',
    summary: 'Export leads',
    description:
      'All leads that a list with the same filters has, a JSON line each, however many there are. Leads that come meanwhile are left out. Lines that break off without the end of the answer are not all of them.',
    scope: 'leads:read',
    query: ExportLeadsQuery,
    answer: ListedLead,
    isLines: true,
    isNeverCsv: true,
    examples: { tagged: { summary: 'By tag', params: { tag: 'vip' } } },
  },
  {
    id: 'listChanges',
    method: 'get',
    path: '/api/v1/leads/changes',
    tag: 'Leads',
    summary: 'Follow what changes',
    description:
      'All leads in the order of their last change, deleted ones too, as they are now. The first call without a cursor begins with the oldest change, or at `since`; each next one goes on from `nextCursor`, which is always there. Whoever follows it misses no change, and may see one twice. A change shows after some seconds: the feed waits for writes that began before it and haven’t ended.',
    scope: 'leads:read',
    query: ListChangesQuery,
    answer: ListChangesAnswer,
    examples: { begin: { summary: 'From the beginning', params: { limit: '50' } } },
  },
  {
    id: 'getLead',
    method: 'get',
    path: '/api/v1/leads/:id',
    tag: 'Leads',
    summary: 'Read a lead',
    description:
      'Deleted leads can be read too; `deletedAt` tells. `truncated` names lists that were cut; a `Link` with `rel="related"` leads to all of the timeline or the documents.',
    scope: 'leads:read',
    params: leadParams,
    answer: GetLeadAnswer,
    examples: { lead: { summary: 'A lead', params: example } },
  },
  {
    ...update,
    id: 'updateLead',
    method: 'put',
    path: '/api/v1/leads/:id',
    summary: 'Change a lead',
    description: updateRules,
    params: leadParams,
    body: UpdateLeadRequest,
    examples: {
      fields: {
        summary: 'A new name, no business, another tag',
        params: example,
        body: { lastName: 'Roe', businessName: null, tags: ['Returning'] },
      },
      optOut: {
        summary: 'The lead refuses to be contacted',
        params: example,
        headers: { Prefer: 'return=minimal' },
        body: { status: 'OPTED_OUT' },
      },
    },
  },
  {
    ...update,
    id: 'updateLeadByBody',
    method: 'put',
    path: '/api/v1/leads',
    summary: 'Change a lead, its id in the body',
    description: updateRules,
    body: UpdateLeadByBodyRequest,
    errors: ['not_found'],
    examples: {
      status: {
        summary: 'Not interested',
        body: { leadId: exampleIds.lead, status: 'NOT_INTERESTED' },
      },
    },
  },
  {
    id: 'mergeLeads',
    method: 'post',
    path: '/api/v1/leads/:id/merge',
    tag: 'Leads',
    scope: 'leads:write',
    summary: 'Make a lead part of another',
    description:
      'For two leads that are one person. What is empty in the lead that stays is filled, as under the policy `merge`; tags, checklist values and items of the lead alone are added. Timeline, messages and documents of both show together. The other lead can still be read: `mergedInto` names the one it is part of. Again: the same answer. `unmergeLead` undoes it within 30 days.',
    params: leadParams,
    body: MergeLeadRequest,
    minimal: MinimalLeadAnswer,
    answer: MergeLeadAnswer.extend({ success: z.literal(true).describe('Always true.') }).meta({
      id: 'MergeLeadAnswer',
      description: 'The lead that stays.',
    }),
    examples: {
      two: { summary: 'Two leads of one person', params: example, body: { into: exampleIds.other } },
    },
  },
  {
    id: 'unmergeLead',
    method: 'post',
    path: '/api/v1/leads/:id/unmerge',
    tag: 'Leads',
    scope: 'leads:write',
    summary: 'Undo a merge',
    description:
      'The lead that was merged is there again. The other gives back what it was given and hasn’t changed since. Within 30 days, and not while that one is itself part of another.',
    params: leadParams,
    body: EmptyRequest,
    minimal: MinimalLeadAnswer,
    answer: UnmergeLeadAnswer.extend({ success: z.literal(true).describe('Always true.') }).meta({
      id: 'UnmergeLeadAnswer',
      description: 'The lead that is there again.',
    }),
    examples: { undo: { summary: 'A lead that was merged', params: example, body: {} } },
  },
  {
    id: 'deleteLead',
    method: 'delete',
    path: '/api/v1/leads/:id',
    tag: 'Leads',
    summary: 'Delete a lead',
    description:
      'Softly: it can still be read by its id. What was still to be sent is cancelled. Again: the same answer.',
    scope: 'leads:write',
    params: leadParams,
    answer: DeleteLeadAnswer,
    examples: { lead: { summary: 'A lead', params: example } },
  },
]
