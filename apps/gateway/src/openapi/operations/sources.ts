import {
  CreatedSourceAnswer,
  CreateSourceRequest,
  GetSubmissionAnswer,
  ListSourcesAnswer,
  ListSubmissionsAnswer,
  ListSubmissionsQuery,
  MendSubmissionRequest,
  ReplaySourceAnswer,
  ReplaySourceRequest,
  SourceAnswer,
  SubmissionAnswer,
  TestSourceAnswer,
  TestSourceRequest,
  UpdateSourceRequest,
} from '@intake/contracts/sources'
import { EmptyRequest } from '@intake/contracts/webhooks'
import { z } from 'zod'
import { exampleIds } from '../example-ids.ts'
import { minimalAnswer, type Operation, success } from '../operation.ts'

const Id = z.strictObject({ id: z.uuid().describe('UUID.') }).describe('The source.')
const Answer = SourceAnswer.extend(success).meta({
  id: 'SourceAnswer',
  description: 'The source as it is now.',
})
const CreatedAnswer = CreatedSourceAnswer.extend(success).meta({
  id: 'CreatedSourceAnswer',
  description: 'The source and, this once, the secrets that were made for it.',
})
const Minimal = minimalAnswer('MinimalSourceAnswer', { source: Id })
const MinimalCreated = minimalAnswer('MinimalCreatedSourceAnswer', {
  source: Id,
  madeSecrets: CreatedSourceAnswer.shape.madeSecrets,
})
const Found = SourceAnswer.meta({
  id: 'GetSourceAnswer',
  description: 'A source, and how to set its sender up.',
})
const Replayed = ReplaySourceAnswer.extend(success).meta({
  id: 'ReplaySourceAnswer',
  description: 'What became of the quarantined submissions.',
})
const OneSubmission = SubmissionAnswer.extend(success).meta({
  id: 'SubmissionAnswer',
  description: 'The submission as it is now.',
})

const common = { tag: 'Sources', scope: 'sources:manage' } as const
const params = { id: z.uuid().describe('UUID of the source.') }
const submissionParams = { id: z.uuid().describe('UUID of the submission.') }
const ofSource = { id: exampleIds.source }
const ofSubmission = { id: exampleIds.submission }
const liveOnly = 'Not with a test key.'
const twice = 'Repeating the call does no harm: a lead is there once.'

export const sourceOperations: Operation[] = [
  {
    ...common,
    id: 'createSource',
    method: 'post',
    path: '/api/v1/sources',
    summary: 'Let an ad platform or a form send leads',
    description: `Makes an address that others send leads to in their own form. Secrets that the sender lets you choose are made up unless given. ${liveOnly}`,
    body: CreateSourceRequest,
    minimal: MinimalCreated,
    answer: CreatedAnswer,
    examples: {
      form: {
        summary: 'A form of a web page',
        body: {
          kind: 'form',
          name: 'Contact form',
          settings: { allowedOrigins: ['https://shop.example'], returnUrls: ['https://shop.example/thanks'] },
        },
      },
    },
  },
  {
    ...common,
    id: 'listSources',
    method: 'get',
    path: '/api/v1/sources',
    summary: 'List sources',
    description: liveOnly,
    answer: ListSourcesAnswer,
    examples: { all: { summary: 'All of them' } },
  },
  {
    ...common,
    id: 'getSource',
    method: 'get',
    path: '/api/v1/sources/:id',
    summary: 'Get a source, and how to set its sender up',
    description: liveOnly,
    params,
    answer: Found,
    examples: { source: { summary: 'A source', params: ofSource } },
  },
  {
    ...common,
    id: 'updateSource',
    method: 'put',
    path: '/api/v1/sources/:id',
    summary: 'Change a source',
    description: `What the body doesn't name stays. New secrets fetch at once what waited for them. ${liveOnly}`,
    params,
    body: UpdateSourceRequest,
    minimal: Minimal,
    answer: Answer,
    examples: {
      mapping: {
        summary: 'Say what a field is made of',
        params: ofSource,
        body: {
          mapping: { businessName: { first: ['firm', 'shop_name'] }, 'customFields.budget': 'budget' },
        },
      },
    },
  },
  {
    ...common,
    id: 'testSource',
    method: 'post',
    path: '/api/v1/sources/:id/test',
    summary: 'See what a body would become',
    description: `Nothing is stored, and no signature is asked for. Another mapping may be tried. ${liveOnly}`,
    params,
    body: TestSourceRequest,
    answer: TestSourceAnswer,
    examples: {
      form: {
        summary: 'A form',
        params: ofSource,
        body: {
          body: 'name=Rosa+Pe%C3%B1a&phone=%28678%29+231-9992&utm_source=google&budget=50k',
          contentType: 'application/x-www-form-urlencoded',
        },
      },
    },
  },
  {
    ...common,
    id: 'replaySource',
    method: 'post',
    path: '/api/v1/sources/:id/replay',
    summary: 'Look at its quarantined submissions again',
    description: `After its mapping was mended, or a pause. Up to 200 a call, oldest first. ${twice} ${liveOnly}`,
    params,
    body: ReplaySourceRequest,
    answer: Replayed,
    examples: { replay: { summary: 'All of them', params: ofSource, body: {} } },
  },
  {
    ...common,
    id: 'deleteSource',
    method: 'delete',
    path: '/api/v1/sources/:id',
    summary: 'Delete a source',
    description: `Its address is unknown from now on. Its leads and submissions stay. ${liveOnly}`,
    params,
    unread: Minimal,
    answer: Answer,
    examples: { source: { summary: 'A source', params: ofSource } },
  },
  {
    ...common,
    id: 'listSubmissions',
    method: 'get',
    path: '/api/v1/submissions',
    summary: 'List what came in',
    description:
      'What became a lead and what did not, calls of the API that were refused among it. Without bodies.',
    query: ListSubmissionsQuery,
    answer: ListSubmissionsAnswer,
    paged: true,
    examples: {
      waiting: { summary: 'What waits for a person', params: { status: 'QUARANTINED', limit: '20' } },
    },
  },
  {
    ...common,
    id: 'getSubmission',
    method: 'get',
    path: '/api/v1/submissions/:id',
    summary: 'Get a submission with its body',
    description: 'Body, headers and address are told with `leads:read` only.',
    params: submissionParams,
    answer: GetSubmissionAnswer,
    examples: { submission: { summary: 'A submission', params: ofSubmission } },
  },
  {
    ...common,
    id: 'replaySubmission',
    method: 'post',
    path: '/api/v1/submissions/:id/replay',
    summary: 'Look at a submission again',
    description: `As its source is now. ${twice} ${liveOnly}`,
    params: submissionParams,
    body: EmptyRequest,
    answer: OneSubmission,
    examples: { replay: { summary: 'A submission', params: ofSubmission, body: {} } },
  },
  {
    ...common,
    id: 'dismissSubmission',
    method: 'post',
    path: '/api/v1/submissions/:id/dismiss',
    summary: 'Dismiss a quarantined submission',
    description: `Nothing is to become of it: it is \`REFUSED\` with the code \`dismissed\`, also when its sender sends it again. A replay takes it up again. A second call changes nothing. ${liveOnly}`,
    params: submissionParams,
    body: EmptyRequest,
    answer: OneSubmission,
    examples: { dismiss: { summary: 'A submission', params: ofSubmission, body: {} } },
  },
  {
    ...common,
    id: 'mendSubmission',
    method: 'put',
    path: '/api/v1/submissions/:id',
    summary: 'Mend a submission and take it in',
    description: `With a body as it should have been, in the sender's own form. ${twice} ${liveOnly}`,
    besides: 'leads:read',
    params: submissionParams,
    body: MendSubmissionRequest,
    answer: OneSubmission,
    examples: {
      mend: {
        summary: 'With the name that was missing',
        params: ofSubmission,
        body: { body: 'name=Rosa+Pe%C3%B1a' },
      },
    },
  },
]
