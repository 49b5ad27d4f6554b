import { describeSource } from './source-suite.ts'

describeSource('linkedin', {
  refusal: 401,
  isFetched: true,
  externalIdOf: (id) => `urn:li:leadGenFormResponse:${id}`,
  lead: {},
})
