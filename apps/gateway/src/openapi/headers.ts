import { DuplicatePolicy } from '@intake/contracts/duplicate-policy'
import { unknownFieldsModes } from '@intake/contracts/gather-fields'
import { z } from 'zod'

export interface Header {
  name: string
  description: string
  schema: z.ZodType
  /** Of answers only: a form that is tried out would send it. */
  example?: string
}

/** Request headers, as reusable parameters. */
export const requestHeaders = {
  IdempotencyKey: {
    name: 'Idempotency-Key',
    description:
      'Names this call, so that it can be repeated: the same key and body get the first answer again, byte for byte, for 24 hours. Printable ASCII, best a UUID. A refused call uses no key up.',
    schema: z.string().min(1).max(255),
  },
  Prefer: {
    name: 'Prefer',
    description: '`return=minimal` answers ids only (RFC 7240).',
    schema: z.string(),
  },
  RequestId: {
    name: 'X-Request-Id',
    description:
      'Your name for this request, 1 to 128 of letters, digits and `._:/+=-`; made when it is missing or anything else.',
    schema: z.string().max(128),
  },
  DuplicatePolicy: {
    name: 'Intake-Duplicate-Policy',
    description:
      'What happens when the workspace already has the phone or the e-mail: `flag` stores and reports, `reject` refuses with a 409 that names the lead, `merge` merges into the newest lead that matches. The workspace’s own policy without it.',
    schema: DuplicatePolicy,
  },
  UnknownFields: {
    name: 'Intake-Unknown-Fields',
    description:
      'What is done with members of the body that are no field: `keep` puts them into `customFields`, as far as they fit, `ignore` leaves them out, `reject` refuses the lead and names them. The workspace’s own setting without it, which is `keep` unless an operator says otherwise.',
    schema: z.enum(unknownFieldsModes),
  },
} satisfies Record<string, Header>

/** Headers of the requests that receivers of webhooks get. */
export const webhookHeaders = {
  WebhookId: {
    name: 'webhook-id',
    description: 'The same on every try: drop what you have seen.',
    schema: z.string(),
  },
  WebhookTimestamp: {
    name: 'webhook-timestamp',
    description: 'Unix seconds of this try; refuse what is more than five minutes off.',
    schema: z.string(),
  },
  WebhookSignature: {
    name: 'webhook-signature',
    description:
      'One or two of `v1,` and the base64 of HMAC-SHA256 over id, timestamp and raw body, with dots between, separated by spaces.',
    schema: z.string(),
  },
} satisfies Record<string, Header>

/** Answer headers. */
export const answerHeaders = {
  RequestId: {
    name: 'X-Request-Id',
    description: 'The id that is in every log line of the request.',
    schema: z.string(),
    example: 'crm-import-42',
  },
  RateLimitPolicy: {
    name: 'RateLimit-Policy',
    description:
      'What the key may send (IETF draft): `q` requests at once, which are there again after `w` seconds. Only for a key with a limit.',
    schema: z.string(),
    example: '"default";q=100;w=2',
  },
  RateLimit: {
    name: 'RateLimit',
    description:
      'What is left: `r` requests; after `t` seconds all are there again, or on a 429 the next one. Only for a key with a limit.',
    schema: z.string(),
    example: '"default";r=99;t=1',
  },
  RetryAfter: {
    name: 'Retry-After',
    description: 'Seconds after which to try again.',
    schema: z.int().min(0),
    example: '1',
  },
  IdempotentReplayed: {
    name: 'Idempotent-Replayed',
    description: '`true` when this is the kept answer to an earlier call with the same key.',
    schema: z.literal('true'),
    example: 'true',
  },
  PreferenceApplied: {
    name: 'Preference-Applied',
    description: '`return=minimal` when the answer holds ids only.',
    schema: z.literal('return=minimal'),
    example: 'return=minimal',
  },
  Link: {
    name: 'Link',
    description: 'The next page, with `rel="next"`; absent on the last one.',
    schema: z.string(),
    example: '</api/v1/leads?limit=50&cursor=AAAB>; rel="next"',
  },
} satisfies Record<string, Header>
