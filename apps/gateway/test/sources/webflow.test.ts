import { describeSource } from './source-suite.ts'

describeSource('webflow', {
  refusal: 401,
  externalIdOf: (id) => id,
  lead: {
    submittedAt: '2026-11-30T10:00:00.000Z',
    attribution: { ad: { formId: '65429eadebe8a9f3a30f62d0' } },
  },
})
