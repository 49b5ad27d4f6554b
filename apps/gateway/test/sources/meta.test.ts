import { describeSource } from './source-suite.ts'

describeSource('meta', {
  refusal: 403,
  isFetched: true,
  externalIdOf: (id) => id,
  lead: {},
})
