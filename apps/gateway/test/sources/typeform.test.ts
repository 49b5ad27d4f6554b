import { describeSource } from './source-suite.ts'

describeSource('typeform', {
  refusal: 401,
  sendsTests: true,
  externalIdOf: (id) => `token-${id}`,
  lead: {
    submittedAt: '2026-11-30T10:00:00.000Z',
    attribution: { utm: { campaign: 'spring' }, ad: { formId: 'lT4Z3j' } },
  },
})
