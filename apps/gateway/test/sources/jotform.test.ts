import { describeSource } from './source-suite.ts'

describeSource('jotform', {
  refusal: null,
  externalIdOf: (id) => id,
  lead: { attribution: { ip: '203.0.113.7', ad: { formId: '240000000000001' } } },
})
