import { ListConsentsAnswer } from '@intake/contracts/consent'
import { EraseLeadAnswer, EraseLeadRequest, RestoreLeadAnswer } from '@intake/contracts/erasures'
import { ExportLeadAnswer } from '@intake/contracts/export-lead'
import {
  CreateSuppressionsAnswer,
  CreateSuppressionsRequest,
  LiftSuppressionRequest,
  ListSuppressionsAnswer,
  ListSuppressionsQuery,
  SuppressionAnswer,
} from '@intake/contracts/suppressions'
import { EmptyRequest } from '@intake/contracts/webhooks'
import { z } from 'zod'
import { exampleIds } from '../example-ids.ts'
import { minimalAnswer, type Operation, success } from '../operation.ts'

const Id = z.strictObject({ id: z.uuid().describe('UUID.') }).describe('The suppression.')
const Created = CreateSuppressionsAnswer.extend(success).meta({
  id: 'CreateSuppressionsAnswer',
  description: 'The suppressions that hold now.',
})
const MinimalCreated = minimalAnswer('MinimalCreateSuppressionsAnswer', {
  suppressions: z.array(Id).describe('In the order given.'),
})
const Lifted = SuppressionAnswer.extend(success).meta({
  id: 'SuppressionAnswer',
  description: 'The suppression as it is now.',
})
const MinimalLifted = minimalAnswer('MinimalSuppressionAnswer', { suppression: Id })
const Found = SuppressionAnswer.meta({ id: 'GetSuppressionAnswer', description: 'A suppression.' })
const Consents = ListConsentsAnswer.meta({
  id: 'ListConsentsAnswer',
  description: 'The proof of what a lead agreed to.',
})
const Erased = EraseLeadAnswer.extend(success).meta({
  id: 'EraseLeadAnswer',
  description: 'The erasure that was asked for.',
})
const MinimalErased = minimalAnswer('MinimalEraseLeadAnswer', { erasure: Id.describe('The erasure.') })
const Restored = RestoreLeadAnswer.extend(success).meta({
  id: 'RestoreLeadAnswer',
  description: 'The lead that was restored.',
})
const MinimalRestored = minimalAnswer('MinimalRestoreLeadAnswer', {
  lead: RestoreLeadAnswer.shape.lead,
})

const common = { tag: 'Privacy', scope: 'privacy:manage' } as const
const params = { id: z.uuid().describe('UUID of the suppression.') }
const ofSuppression = { id: exampleIds.suppression }
const leadParams = { id: z.uuid().describe('UUID of the lead.') }
const ofLead = { id: exampleIds.lead }
const liveOnly = 'Not with a test key.'

export const privacyOperations: Operation[] = [
  {
    ...common,
    id: 'createSuppressions',
    method: 'post',
    path: '/api/v1/suppressions',
    summary: 'Say who must not be contacted',
    description: `Holds for every lead with the number or address, those to come among them, from the answer on. What was still to be sent is cancelled. ${liveOnly}`,
    body: CreateSuppressionsRequest,
    minimal: MinimalCreated,
    answer: Created,
    examples: {
      list: {
        summary: 'Part of a list',
        body: {
          suppressions: [
            { phoneNumber: '(678) 231-9992', channels: ['call', 'sms'], reason: 'national register' },
            { email: 'rosa@example.com' },
            { domain: 'shop.example', reason: 'customer of ours' },
          ],
        },
      },
    },
  },
  {
    ...common,
    id: 'listSuppressions',
    method: 'get',
    path: '/api/v1/suppressions',
    summary: 'List suppressions',
    description: `What leads said of themselves among them. ${liveOnly}`,
    query: ListSuppressionsQuery,
    answer: ListSuppressionsAnswer,
    paged: true,
    examples: { ofNumber: { summary: 'Those of a number', params: { phoneNumber: '+16782319992' } } },
  },
  {
    ...common,
    id: 'getSuppression',
    method: 'get',
    path: '/api/v1/suppressions/:id',
    summary: 'Get a suppression',
    description: liveOnly,
    params,
    answer: Found,
    examples: { suppression: { summary: 'A suppression', params: ofSuppression } },
  },
  {
    ...common,
    id: 'liftSuppression',
    method: 'post',
    path: '/api/v1/suppressions/:id/lift',
    summary: 'Lift a suppression',
    description: `The only way to end what another lead, a list or a sender said. The reason is kept. What else holds for the contact holds on. ${liveOnly}`,
    params,
    body: LiftSuppressionRequest,
    minimal: MinimalLifted,
    answer: Lifted,
    examples: {
      lift: {
        summary: 'By the person’s wish',
        params: ofSuppression,
        body: { reason: 'asked for it in writing on 2 December' },
      },
    },
  },
  {
    ...common,
    id: 'exportLead',
    method: 'get',
    path: '/api/v1/leads/:id/export',
    summary: 'Export a person',
    description:
      'All that is kept of one lead as one JSON: what a person may ask for. It is sent as it is read.',
    params: leadParams,
    answer: ExportLeadAnswer,
    examples: { lead: { summary: 'A lead', params: ofLead } },
  },
  {
    ...common,
    scope: 'leads:erase',
    id: 'eraseLead',
    method: 'post',
    path: '/api/v1/leads/:id/erase',
    summary: 'Erase a person',
    description:
      'The lead is deleted at once, and a job removes what is kept of it everywhere; `lead.erased` tells when it is done. Its id, its times and the reason stay. It can’t be taken back. Asking again changes nothing.',
    params: leadParams,
    body: EraseLeadRequest,
    minimal: MinimalErased,
    answer: Erased,
    examples: {
      suppress: {
        summary: 'And never contact it again',
        params: ofLead,
        body: { reason: 'request 2026-117', suppress: true },
      },
    },
  },
  {
    ...common,
    scope: 'leads:erase',
    id: 'restoreLead',
    method: 'post',
    path: '/api/v1/leads/:id/restore',
    summary: 'Restore a deleted lead',
    description: 'It is listed, matched and changed again. One that was erased is gone for good.',
    params: leadParams,
    body: EmptyRequest,
    minimal: MinimalRestored,
    answer: Restored,
    examples: { restore: { summary: 'A lead', params: ofLead, body: {} } },
  },
  {
    ...common,
    id: 'listConsents',
    method: 'get',
    path: '/api/v1/leads/:id/consents',
    summary: 'Prove the consent of a lead',
    description: 'Every consent that was recorded for the lead, word for word, oldest first.',
    params: leadParams,
    answer: Consents,
    examples: { lead: { summary: 'A lead', params: ofLead } },
  },
]
