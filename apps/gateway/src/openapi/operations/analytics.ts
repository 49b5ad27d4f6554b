import { AnalyticsAnswer, AnalyticsFileAnswer, AnalyticsQuery } from '@intake/contracts/analytics'
import type { Operation } from '../operation.ts'

export const analyticsOperations: Operation[] = [
  {
    id: 'readAnalytics',
    method: 'get',
    path: '/api/v0/analytics',
    tag: 'Analytics',
    summary: 'Count what became of leads',
    description:
      'Live leads that were taken in from `start` on and before `end` and aren’t deleted, at most 200,000. Counted when it is asked for. Totals of all of them, and 500 leads a page. What nothing records is null, never 0.',
    scope: 'leads:read',
    query: AnalyticsQuery,
    answer: AnalyticsAnswer,
    otherAnswers: [AnalyticsFileAnswer],
    examples: {
      month: {
        summary: 'A month',
        params: { start: '2026-10-01T00:00:00.000Z', end: '2026-11-01T00:00:00.000Z' },
      },
    },
  },
]
