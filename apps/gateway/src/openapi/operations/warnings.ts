import { ListWarningsAnswer, ListWarningsQuery } from '@intake/contracts/warnings'
import type { Operation } from '../operation.ts'

export const warningOperations: Operation[] = [
  {
    id: 'listWarnings',
    method: 'get',
    path: '/api/v1/warnings',
    tag: 'Integration',
    summary: 'See what your calls get slightly wrong',
    description:
      'Nothing of it was refused, but for what went beyond a rate limit. Names and ids only, never values.',
    scope: 'leads:read',
    query: ListWarningsQuery,
    answer: ListWarningsAnswer,
    examples: {
      fields: {
        summary: 'Unknown fields of the last 30 days',
        params: { kind: 'unknown_field', days: '30' },
      },
    },
  },
]
