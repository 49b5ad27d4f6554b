import { type ErrorCode, errorCodes } from '@intake/contracts/app-error'
import { DuplicateLeadProblem, Problem } from '@intake/contracts/problem'
import { z } from 'zod'
import { kindOf, problemType } from '../answer/problem-kind.ts'
import { exampleIds } from './example-ids.ts'

interface Refusal {
  /** When it comes, for readers. */
  when: string
  /** Members of its example beside those of its kind. */
  example: { detail: string; errors?: z.infer<typeof Problem>['errors'] } & Record<string, unknown>
}

const required = { pointer: '/firstName', code: 'required', message: 'is required' }
const match = { matchedOn: ['email'] }

/** Every refusal a client can meet. */
export const refusals: Record<ErrorCode, Refusal> = {
  invalid_request: {
    when: 'Members of the body, the query or a header are wrong; `errors` names each.',
    example: { detail: '/firstName: is required', errors: [required] },
  },
  invalid_json: { when: 'The body is no JSON in UTF-8.', example: { detail: 'The body is not valid JSON.' } },
  unauthorized: {
    when: 'The key is missing, malformed, unknown, revoked or expired.',
    example: { detail: 'The x-api-key header is missing or holds no valid key.' },
  },
  forbidden: {
    when: 'The key lacks the scope, or a test key would change webhooks.',
    example: { detail: 'This key lacks the scope leads:write.' },
  },
  not_found: {
    when: 'There is no such thing in the workspace.',
    example: { detail: 'There is no such lead.' },
  },
  method_not_allowed: {
    when: 'The address takes other methods; `Allow` names them.',
    example: { detail: 'This address takes GET, POST, PUT only.' },
  },
  request_timeout: {
    when: 'The body did not arrive in time, 30 s unless set otherwise.',
    example: { detail: 'The body did not arrive in time.' },
  },
  duplicate_lead: {
    when: 'The workspace has the phone or the e-mail, and the duplicate policy is `reject`.',
    example: {
      detail: 'The workspace already has a lead with the same email.',
      existingLeadId: exampleIds.lead,
      ...match,
      matchingLeads: [{ id: exampleIds.lead, ...match }],
    },
  },
  opted_out: {
    when: 'The message would go by a channel that the lead must not be contacted by.',
    example: { detail: 'The lead has opted out (sms); nothing may be sent to it.' },
  },
  idempotency_key_in_use: {
    when: 'A call with this Idempotency-Key is still running.',
    example: { detail: 'A call with this Idempotency-Key is still running.' },
  },
  idempotency_key_reused: {
    when: 'The Idempotency-Key came before, with another body or for another lead.',
    example: { detail: 'This Idempotency-Key was used with another body.' },
  },
  payload_too_large: {
    when: 'The body is larger than the gateway takes, 1,000,000 bytes unless set otherwise; a file 100 MiB.',
    example: { detail: 'The body is larger than 1000000 bytes.' },
  },
  unsupported_media_type: {
    when: 'The Content-Type is another one.',
    example: { detail: 'The Content-Type must be application/json, in UTF-8.' },
  },
  rate_limited: {
    when: 'The key has sent more than its limit.',
    example: { detail: 'This key may send 50 requests a second, 100 at once.' },
  },
  internal_error: {
    when: 'A fault of the service. Whether a write took place is not known: repeat it with its Idempotency-Key.',
    example: { detail: 'Something went wrong on our side; the request id helps to find it.' },
  },
  overloaded: {
    when: 'The gateway has more to do than it can; nothing was written.',
    example: { detail: 'More requests are under way than fit; try again shortly.' },
  },
  unavailable: {
    when: 'The database, or the store of files, is away. Repeat a write with its Idempotency-Key.',
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
      type: z.literal(problemType(code)).describe('URI of the kind of problem.'),
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
