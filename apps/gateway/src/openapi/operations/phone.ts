import { PhoneAnswer } from '@intake/contracts/phone-answer'
import { z } from 'zod'
import type { Operation } from '../operation.ts'

export const phoneOperations: Operation[] = [
  {
    id: 'describePhone',
    method: 'get',
    path: '/api/v1/phone/:number',
    tag: 'Phone',
    summary: 'What is known of a phone number',
    description:
      'Its time zone and local time, without making a lead. What isn’t known is null; no number is refused.',
    scope: 'leads:read',
    params: { number: z.string().describe('In any notation.') },
    answer: PhoneAnswer,
    examples: { phoenix: { summary: 'A number in Phoenix, Arizona', params: { number: '6022620000' } } },
  },
]
