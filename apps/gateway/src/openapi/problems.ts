import { type ErrorCode, errorCodes } from '@intake/contracts/app-error'
import { DuplicateLeadProblem, Problem } from '@intake/contracts/problem'
import { z } from 'zod'
import { kindOf, problemType } from '../answer/problem-kind.ts'
import { exampleIds } from './example-ids.ts'

interface Refusal {
  /** When it comes, for readers. */
  when: string
  /** What the caller can do about it. */
  cure: string
  /** Members of its example beside those of its kind. */
  example: { detail: string; errors?: z.infer<typeof Problem>['errors'] } & Record<string, unknown>
}

const required = { pointer: '/firstName', code: 'required', message: 'is required' }
const match = { matchedOn: ['email'] }

/** Every refusal a client can meet. */
export const refusals: Record<ErrorCode, Refusal> = {
  invalid_request: {
    when: 'Members of the body, the query or a header are wrong; `errors` names each.',
    cure: 'Mend what `errors` names, each by its pointer into your body, and send the call again.',
    example: { detail: '/firstName: is required', errors: [required] },
  },
  invalid_json: {
    when: 'The body is no JSON in UTF-8.',
    cure: 'Send JSON in UTF-8. A serializer makes no trailing commas, comments or single quotes.',
    example: { detail: 'The body is not valid JSON.' },
  },
  unauthorized: {
    when: 'The key is missing, malformed, unknown, revoked or expired.',
    cure: 'Send the whole key in the header `x-api-key`. An operator makes a new one with `admin key create`.',
    example: { detail: 'The x-api-key header is missing or holds no valid key.' },
  },
  forbidden: {
    when: 'The key lacks the scope, or a test key would change webhooks.',
    cure: 'Use a key that has the scope named in `detail`, or have an operator make one with `--scopes`.',
    example: { detail: 'This key lacks the scope leads:write.' },
  },
  not_found: {
    when: 'There is no such thing in the workspace.',
    cure: 'Check the id, and that the key is of the workspace that has it. Deleted leads are not found either.',
    example: { detail: 'There is no such lead.' },
  },
  method_not_allowed: {
    when: 'The address takes other methods; `Allow` names them.',
    cure: 'Use one of the methods that the header `Allow` names.',
    example: { detail: 'This address takes GET, POST, PUT only.' },
  },
  request_timeout: {
    when: 'The body did not arrive in time, 30 s unless set otherwise.',
    cure: 'Send the body without pauses, or in smaller parts, and repeat the call.',
    example: { detail: 'The body did not arrive in time.' },
  },
  duplicate_lead: {
    when: 'The workspace has the phone or the e-mail, and the duplicate policy is `reject`.',
    cure: 'Nothing was written. Use the lead that is there, or send `?duplicatePolicy=flag` or `merge` where you want this one too.',
    example: {
      detail: 'The workspace already has a lead with the same email.',
      existingLeadId: exampleIds.lead,
      ...match,
      matchingLeads: [{ id: exampleIds.lead, ...match }],
    },
  },
  opted_out: {
    when: 'The message would go by a channel that the lead must not be contacted by.',
    cure: 'Send nothing by this channel. `GET /leads/{id}` says in `suppressed` which channels are closed, and why.',
    example: { detail: 'The lead has opted out (sms); nothing may be sent to it.' },
  },
  idempotency_key_in_use: {
    when: 'A call with this Idempotency-Key is still running.',
    cure: 'Wait as long as `Retry-After` says, and repeat the call: it is then answered as the first one was.',
    example: { detail: 'A call with this Idempotency-Key is still running.' },
  },
  idempotency_key_reused: {
    when: 'The Idempotency-Key came before, with another body or for another lead.',
    cure: 'Make a new key for each new call, and repeat a call with the body that it had.',
    example: { detail: 'This Idempotency-Key was used with another body.' },
  },
  payload_too_large: {
    when: 'The body is larger than the gateway takes, 1,000,000 bytes unless set otherwise; a file 100 MiB.',
    cure: 'Send fewer leads in one call, or the whole file to `POST /imports`.',
    example: { detail: 'The body is larger than 1000000 bytes.' },
  },
  unsupported_media_type: {
    when: 'The Content-Type is another one.',
    cure: 'Say `Content-Type: application/json`, or the type that the call’s page names.',
    example: { detail: 'The Content-Type must be application/json, in UTF-8.' },
  },
  rate_limited: {
    when: 'The key has sent more than its limit.',
    cure: 'Wait as long as `Retry-After` says. A batch of leads counts by its size: one call for many leads is cheaper.',
    example: { detail: 'This key may send 50 requests a second, 100 at once.' },
  },
  internal_error: {
    when: 'A fault of the service. Whether a write took place is not known: repeat it with its Idempotency-Key.',
    cure: 'Repeat a write with its `Idempotency-Key`. Tell the operator the `requestId` if it goes on.',
    example: { detail: 'Something went wrong on our side; the request id helps to find it.' },
  },
  overloaded: {
    when: 'The gateway has more to do than it can; nothing was written.',
    cure: 'Repeat the call after `Retry-After`, with longer waits each time.',
    example: { detail: 'More requests are under way than fit; try again shortly.' },
  },
  unavailable: {
    when: 'The database, or the store of files, is away. Repeat a write with its Idempotency-Key.',
    cure: 'Repeat the call after `Retry-After`, a write with its `Idempotency-Key`.',
    example: { detail: 'The database is not available right now; try again shortly.' },
  },
}

/** `rate_limited` → `RateLimited` */
export function pascalCase(code: string): string {
  return code.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase())
}

/** Codes by their status, in ascending order. */
export function byStatus(codes: readonly ErrorCode[]): [status: number, codes: ErrorCode[]][] {
  const sets = new Map<number, ErrorCode[]>()
  for (const code of errorCodes)
    if (codes.includes(code)) {
      const { status } = kindOf(code)
      sets.set(status, [...(sets.get(status) ?? []), code])
    }
  return [...sets].sort(([one], [other]) => one - other)
}

/** The problem document of one code: `type`, `status` and `code` are fixed. */
export function problemSchema(code: ErrorCode): z.ZodType {
  const { status } = kindOf(code)
  const base = code === 'duplicate_lead' ? DuplicateLeadProblem : Problem
  return base
    .extend({
      type: z.literal(problemType(code)).describe('Names the kind of problem, and leads to its page.'),
      status: z.literal(status).describe('The HTTP status.'),
      code: z.literal(code).describe('Stable name of the kind, for programs.'),
    })
    .meta({ id: `${pascalCase(code)}Problem`, description: refusals[code].when })
}

/** An example of the document of one code. */
export function problemExample(code: ErrorCode): Record<string, unknown> {
  const { status, title, retryable } = kindOf(code)
  const { detail, errors = [], ...extensions } = refusals[code].example
  return {
    type: problemType(code),
    title,
    status,
    detail,
    instance: '/api/v1/leads',
    success: false,
    error: detail,
    code,
    requestId: 'crm-import-42',
    retryable,
    errors,
    ...extensions,
  }
}
