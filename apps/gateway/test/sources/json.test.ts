import { describeSource } from './source-suite.ts'

describeSource('json', {
  refusal: 401,
  externalIdOf: (id) => id,
  lead: {},
})
