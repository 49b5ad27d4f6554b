import { errorCodes } from '@intake/contracts/app-error'
import { kindOf, problemType } from '../answer/problem-kind.ts'
import { refusals } from './problems.ts'

const kinds = errorCodes
  .map(
    (code) => `| ${kindOf(code).status} | \`${code}\` | \`${problemType(code)}\` | ${refusals[code].when} |`,
  )
  .join('\n')

/** What holds for every call, in Markdown. */
export const introduction = `Intake takes leads in over HTTP and answers each one after it is durably stored.

## Keys
Every call takes a key in the header \`x-api-key\`. The key selects the workspace and has scopes; each operation says which it needs.
Without \`leads:read\` no answer shows what the caller didn’t send: a write answers ids, for a create with \`result\` and the number of \`matches\`.
A test key makes test leads, which are never matched. It sees test leads only: every other one is unknown to it. A live key reads a test lead by its id,
and lists them with \`test=true\`.

## Repeating a call
Send an \`Idempotency-Key\` with every POST and PUT that writes. A call that was cut off can then be repeated as often as you like: it takes effect once,
and gets the first answer again with \`Idempotent-Replayed: true\`. Wait for as long as \`Retry-After\` says, else for a random time that grows.

## Limits
A body has at most 1,000,000 bytes unless set otherwise, a file of leads 5 GB; JSON nests 32 deep at most. A key with a rate limit is told what is left in \`RateLimit\`, and gets
429 beyond. A gateway with more to do than it can answers 503 before it reads the body.

## Values
JSON in UTF-8. Ids are UUIDs, times ISO 8601 in UTC with milliseconds. Members of a lead that are no field are kept in \`customFields\`; other unknown members and unknown parameters are ignored. Answers may get
members: ignore what you don’t know. Text holds no NUL and no unpaired surrogates.

## Problems
Every refusal is an RFC 9457 problem document, \`application/problem+json\`. Go by \`code\` (or \`type\`), and by \`retryable\`.

| status | code | type | when |
|---|---|---|---|
${kinds}
`
