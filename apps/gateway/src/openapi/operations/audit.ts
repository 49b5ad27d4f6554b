import { ListAuditEventsAnswer, ListAuditEventsQuery } from '@intake/contracts/audit-events'
import { exampleIds } from '../example-ids.ts'
import type { Operation } from '../operation.ts'

export const auditOperations: Operation[] = [
  {
    id: 'listAuditEvents',
    method: 'get',
    path: '/api/v1/audit-events',
    tag: 'Audit',
    summary: 'See who did what, and who read which lead',
    description:
      'Changes are on record with what they changed. Reads and writes of leads by keys are gathered for a few seconds. Not with a test key.',
    scope: 'audit:read',
    query: ListAuditEventsQuery,
    paged: true,
    answer: ListAuditEventsAnswer,
    examples: {
      lead: {
        summary: 'Who read a lead',
        params: { subjectType: 'lead', subjectId: exampleIds.lead },
      },
      source: {
        summary: 'Who changed sources',
        params: { action: 'source.created', limit: '1' },
      },
    },
  },
]
