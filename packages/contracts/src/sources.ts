import { z } from 'zod'
import { DuplicatePolicy } from './duplicate-policy.ts'
import { FieldMapping } from './field-mapping.ts'
import { Paging } from './list-leads.ts'
import { optionalText, StorableText } from './text.ts'

const Time = z.iso.datetime({ precision: 3 })
const NullableText = z.string().nullable()

/** Who can send leads to a source's address. */
export const sourceKinds = [
  'google-ads',
  'meta',
  'typeform',
  'webflow',
  'jotform',
  'form',
  'json',
  'tiktok',
  'linkedin',
] as const
export const SourceKindName = z.enum(sourceKinds).meta({
  id: 'SourceKind',
  description:
    'Who sends. `tiktok` and `linkedin` are experimental: they follow the public documentation and were not tried against a real account.',
})
export type SourceKindName = z.infer<typeof SourceKindName>

/** The source that calls of the API themselves count as; every workspace has it. */
export const apiSourceId = '00000000-0000-8000-8000-000000000001'

export const SourceHealth = z.enum(['OK', 'SILENT', 'DEGRADED']).meta({
  id: 'SourceHealth',
  description:
    'SILENT: nothing came for longer than usual. DEGRADED: something is wrong, as `healthReason` says.',
})
export type SourceHealth = z.infer<typeof SourceHealth>

const maxSecretLength = 1000
const Secrets = z
  .record(z.string().max(50), StorableText.trim().min(1).max(maxSecretLength))
  .refine((secrets) => Object.keys(secrets).length <= 10, { error: 'at most 10' })
  .describe('What proves who sends, by name. Stored encrypted and never answered. The kind says the names.')

const Origin = z
  .string()
  .max(300)
  .regex(/^https?:\/\/[^/\s]+$/, 'must be an origin such as https://shop.example')
  .toLowerCase()
const Address = z.url({ protocol: /^https?$/ }).max(2000)

/** Settings of all kinds. A kind uses those that mean something to it. */
export const SourceSettings = z
  .strictObject({
    allowedOrigins: z
      .array(Origin)
      .max(50)
      .optional()
      .describe('Of a form: origins of the pages that may send, such as `https://shop.example`.'),
    returnUrls: z
      .array(Address)
      .max(50)
      .optional()
      .describe('Of a form: addresses that a visitor may be sent back to. The first is the default.'),
    honeypot: StorableText.trim()
      .min(1)
      .max(100)
      .optional()
      .describe('Of a form: name of a field that people don’t see. Whoever fills it is a robot.'),
    leastFillSeconds: z
      .number()
      .min(0)
      .max(3600)
      .optional()
      .describe('Of a form: whoever sends faster than this after the page was loaded is a robot.'),
    externalIdPath: StorableText.trim()
      .min(1)
      .max(300)
      .optional()
      .describe('Of `json`: where the sender’s own id of a lead stands, such as `data.id`.'),
    recordPath: StorableText.trim()
      .min(1)
      .max(300)
      .optional()
      .describe(
        'Of `json`: where the fields of the lead stand, such as `data.fields`; the whole body unless given.',
      ),
    signature: z
      .strictObject({
        header: z.string().min(1).max(100).describe('Header that holds it.'),
        algorithm: z.enum(['sha256', 'sha1', 'sha512']).default('sha256').describe('Hash of the HMAC.'),
        encoding: z.enum(['hex', 'base64']).default('hex').describe('How it is written.'),
        prefix: z.string().max(50).default('').describe('What stands before it, such as `sha256=`.'),
      })
      .optional()
      .describe('Of `json`: an HMAC over the body, with the secret `signingSecret`.'),
    secretHeader: z
      .string()
      .min(1)
      .max(100)
      .optional()
      .describe('Of `json`: header that holds the secret `headerSecret`.'),
    graphUrl: Address.optional().describe('Of `meta`: address of the Graph API.'),
    graphVersion: z
      .string()
      .regex(/^v\d{1,3}\.\d{1,2}$/)
      .optional()
      .describe('Of `meta`: version of the Graph API.'),
    formIds: z
      .array(z.string().regex(/^[\w:-]{1,100}$/))
      .max(200)
      .optional()
      .describe('Of `meta` and `linkedin`: forms that are looked through for leads that were missed.'),
    apiUrl: Address.optional().describe('Of `linkedin`: address of its API.'),
    apiVersion: z
      .string()
      .regex(/^\d{6}$/)
      .optional()
      .describe('Of `linkedin`: version of its API, such as `202509`.'),
    pageLimit: z
      .int()
      .min(1)
      .max(500)
      .optional()
      .describe('Leads of one page when missed ones are looked for.'),
    silentAfterHours: z
      .number()
      .min(0.01)
      .max(8760)
      .nullable()
      .optional()
      .describe(
        'The source is SILENT after so long without a lead. Without it, after ten times its usual pause, a day at least.',
      ),
    mayOptOut: z
      .boolean()
      .optional()
      .describe('Of a form: whether what a visitor sends may opt the lead out. False unless given.'),
  })
  .meta({ id: 'SourceSettings', description: 'Settings of a source. Each kind uses those of its own.' })
export type SourceSettings = z.infer<typeof SourceSettings>

/** What every lead of a source gets where its sender says nothing: members of a create's body. */
const Defaults = z
  .strictObject({
    source: StorableText.trim().min(1).max(100).optional().describe('Instead of the kind’s name.'),
    assigneeType: z
      .enum(['agent', 'manual', 'AI_AGENT', 'HUMAN_AGENT'])
      .optional()
      .describe('Who works on it.'),
    tags: z
      .array(StorableText.trim().min(1).max(100))
      .max(20)
      .optional()
      .describe('Added to the lead’s own.'),
    timezone: StorableText.trim().max(100).optional().describe('IANA name.'),
    businessName: StorableText.trim().max(200).optional().describe('Business name.'),
  })
  .meta({
    id: 'SourceDefaults',
    description: 'What every lead of a source gets where its sender says nothing.',
  })
export type SourceDefaults = z.infer<typeof Defaults>

/** Body of `POST /api/v1/sources`. */
export const CreateSourceRequest = z
  .object({
    kind: SourceKindName.describe('Who sends.'),
    name: StorableText.trim().min(1).max(200).describe('For people.'),
    secrets: Secrets.optional(),
    mapping: FieldMapping.nullish()
      .transform((mapping) => mapping ?? undefined)
      .describe('Beside what is recognized by itself.'),
    defaults: Defaults.optional().describe('What every lead gets where its sender says nothing.'),
    duplicatePolicy: DuplicatePolicy.nullish().describe('Null for the workspace’s own.'),
    settings: SourceSettings.optional().describe('Settings of the kind.'),
  })
  .meta({ id: 'CreateSourceRequest', description: 'An address that somebody else’s leads come in at.' })
export type CreateSourceRequest = z.infer<typeof CreateSourceRequest>

/** Body of `PUT /api/v1/sources/{id}`: absent leaves as it is. */
export const UpdateSourceRequest = z
  .object({
    name: CreateSourceRequest.shape.name.optional(),
    secrets: Secrets.optional().describe('Those that it names are replaced.'),
    mapping: FieldMapping.nullish().describe('Replaces the whole mapping; null for none.'),
    defaults: Defaults.optional().describe('Replaces all defaults.'),
    duplicatePolicy: DuplicatePolicy.nullish().describe('Null for the workspace’s own.'),
    settings: SourceSettings.optional().describe('Replaces all settings.'),
    paused: z
      .boolean()
      .optional()
      .describe('True: what comes in is kept as QUARANTINED, until it is replayed.'),
  })
  .meta({ id: 'UpdateSourceRequest', description: 'What changes; the rest stays.' })
export type UpdateSourceRequest = z.infer<typeof UpdateSourceRequest>

export const Source = z
  .strictObject({
    id: z.uuid().describe('UUID of the source.'),
    kind: SourceKindName.describe('Who sends.'),
    name: z.string().describe('For people.'),
    isExperimental: z.boolean().describe('Whether its kind is experimental.'),
    path: z
      .string()
      .describe('Where the sender posts: this path at the gateway’s address. Whoever knows it may send.'),
    secretNames: z.array(z.string()).describe('Names of the secrets that are set.'),
    missingSecrets: z.array(z.string()).describe('Names of those that the kind needs and that are not set.'),
    mapping: z.record(z.string(), z.unknown()).nullable().describe('Beside what is recognized by itself.'),
    defaults: z
      .strictObject(Defaults.shape)
      .meta({
        id: 'StatedSourceDefaults',
        description: 'What every lead of the source gets where its sender says nothing.',
      })
      .describe('What every lead gets where its sender says nothing.'),
    duplicatePolicy: DuplicatePolicy.nullable().describe('Null for the workspace’s own.'),
    settings: z
      .strictObject(SourceSettings.shape)
      .meta({ id: 'StatedSourceSettings', description: 'Settings of the source.' })
      .describe('Settings of the kind.'),
    health: SourceHealth.describe('How it is.'),
    healthReason: NullableText.describe('Why it is not OK.'),
    lastReceivedAt: Time.nullable().describe('When something came in last.'),
    pausedAt: Time.nullable().describe('Since when it is paused.'),
    createdAt: Time.describe('When it was made.'),
    updatedAt: Time.describe('When it was last changed.'),
  })
  .meta({ id: 'Source', description: 'An address that somebody else’s leads come in at.' })
export type Source = z.infer<typeof Source>

const SetUpStep = z.strictObject({
  text: z.string().describe('What to do there.'),
  value: NullableText.describe('What to paste.'),
})

export const SourceAnswer = z.strictObject({
  source: Source.describe('The source.'),
  setUp: z.array(SetUpStep).describe('What to do at the sender’s side, in order.'),
})
export type SourceAnswer = z.infer<typeof SourceAnswer>
/** Of a create, which made the secrets that were not given. */
export const CreatedSourceAnswer = SourceAnswer.extend({
  madeSecrets: z
    .record(z.string(), z.string())
    .describe('Secrets that were made because none was given, told this once.'),
})
export type CreatedSourceAnswer = z.infer<typeof CreatedSourceAnswer>

export const ListSourcesAnswer = z
  .strictObject({ sources: z.array(Source).describe('Oldest first.') })
  .meta({ id: 'ListSourcesAnswer', description: 'All sources of the workspace.' })

export type ListSourcesAnswer = z.infer<typeof ListSourcesAnswer>

export const SubmissionStatus = z
  .enum(['RECEIVED', 'ACCEPTED', 'DUPLICATE', 'QUARANTINED', 'TEST', 'REFUSED'])
  .meta({
    id: 'SubmissionStatus',
    description:
      'RECEIVED waits to be fetched. ACCEPTED became a lead, TEST a test lead. DUPLICATE came before. QUARANTINED waits for a person. REFUSED got a refusal.',
  })
export type SubmissionStatus = z.infer<typeof SubmissionStatus>

const SubmissionError = z.strictObject({
  pointer: z.string().describe('Into the lead.'),
  code: z.string().describe('What it is, for programs.'),
  message: z.string().describe('What it is, for people.'),
  name: z.string().optional().describe('The name in the record that it is about.'),
})

export const Submission = z
  .strictObject({
    id: z.uuid().describe('UUID of the submission.'),
    sourceId: z.uuid().describe('UUID of its source; that of calls of the API is the same everywhere.'),
    externalId: NullableText.describe('The sender’s own id of it.'),
    status: SubmissionStatus.describe('Where it stands.'),
    code: NullableText.describe('Why it is not a lead, for programs.'),
    errors: z.array(SubmissionError).describe('What is wrong with it, or odd about it.'),
    leadId: z.uuid().nullable().describe('UUID of the lead that it became, or that was there.'),
    isTest: z.boolean().describe('Whether it is a test.'),
    hasBody: z.boolean().describe('Whether its body is still kept.'),
    contentType: NullableText.describe('Of its body.'),
    attempts: z.int().describe('Tries to fetch it.'),
    nextAttemptAt: Time.nullable().describe('When it is fetched next.'),
    receivedAt: Time.describe('When it came in.'),
  })
  .meta({ id: 'Submission', description: 'Something that came in, as it came.' })
export type Submission = z.infer<typeof Submission>

export const SubmissionAnswer = z.strictObject({ submission: Submission.describe('The submission.') })
export type SubmissionAnswer = z.infer<typeof SubmissionAnswer>

/** Answer of `GET /api/v1/submissions/{id}`. */
export const GetSubmissionAnswer = Submission.extend({
  body: NullableText.describe(
    'What came in: text as it is, else base64. Null where it is not kept, and without `leads:read`.',
  ),
  bodyEncoding: z.enum(['text', 'base64']).nullable().describe('How `body` is written.'),
  headers: z.record(z.string(), z.string()).describe('Some of its headers; none without `leads:read`.'),
  ip: NullableText.describe('Where it came from; null without `leads:read`.'),
  userAgent: NullableText.describe('The program that sent it; null without `leads:read`.'),
}).meta({ id: 'GetSubmissionAnswer', description: 'Something that came in, with its body.' })
export type GetSubmissionAnswer = z.infer<typeof GetSubmissionAnswer>

/** Query of `GET /api/v1/submissions`. */
export const ListSubmissionsQuery = Paging.extend({
  status: SubmissionStatus.optional().describe('Where they stand.'),
  source: z.guid().optional().describe('UUID of the source.'),
  leadId: z.guid().optional().describe('UUID of the lead that they became.'),
})
export type ListSubmissionsQuery = z.infer<typeof ListSubmissionsQuery>

export const ListSubmissionsAnswer = z
  .strictObject({
    submissions: z.array(Submission).describe('Newest first.'),
    nextCursor: NullableText.describe('Opens the next page; null on the last one.'),
  })
  .meta({ id: 'ListSubmissionsAnswer', description: 'A page of submissions.' })
export type ListSubmissionsAnswer = z.infer<typeof ListSubmissionsAnswer>

/** Body of `PUT /api/v1/submissions/{id}`. */
export const MendSubmissionRequest = z
  .object({
    body: z
      .string()
      .min(1)
      .max(1_000_000)
      .describe('The body as it should have been, in the sender’s own form. It is taken in at once.'),
  })
  .meta({ id: 'MendSubmissionRequest', description: 'A body in place of the one that came in.' })
export type MendSubmissionRequest = z.infer<typeof MendSubmissionRequest>

/** Body of `POST /api/v1/sources/{id}/test`. */
export const TestSourceRequest = z
  .object({
    body: z
      .string()
      .min(1)
      .max(1_000_000)
      .describe('A body as the sender would post it. Its signature is not asked for.'),
    contentType: optionalText(200).describe('Of the body; JSON unless given.'),
    mapping: FieldMapping.nullish().describe('To try in place of the one that the source has.'),
  })
  .meta({ id: 'TestSourceRequest', description: 'A body, to see what it would become. Nothing is stored.' })
export type TestSourceRequest = z.infer<typeof TestSourceRequest>

/** Its answer. */
export const TestSourceAnswer = z
  .strictObject({
    entries: z
      .array(
        z.strictObject({
          externalId: NullableText.describe('The sender’s own id.'),
          isTest: z.boolean().describe('Whether it would be a test lead.'),
          status: SubmissionStatus.describe('What it would be.'),
          code: NullableText.describe('Why it would be no lead.'),
          record: z.record(z.string(), z.unknown()).nullable().describe('What the sender said, by name.'),
          lead: z.record(z.string(), z.unknown()).nullable().describe('The body of a create that it makes.'),
          errors: z.array(SubmissionError).describe('What is wrong with it, or odd about it.'),
        }),
      )
      .describe('One for each lead in the body.'),
  })
  .meta({ id: 'TestSourceAnswer', description: 'What a body would become.' })

export type TestSourceAnswer = z.infer<typeof TestSourceAnswer>

/** Body of `POST /api/v1/sources/{id}/replay`. */
export const ReplaySourceRequest = z
  .object({
    after: z.guid().optional().describe('`nextAfter` of the call before; without it, from the oldest on.'),
  })
  .meta({ id: 'ReplaySourceRequest', description: 'Where to go on.' })

/** Answer of `POST /api/v1/sources/{id}/replay`. */
export const ReplaySourceAnswer = z.strictObject({
  replayed: z.int().describe('How many quarantined submissions were looked at again.'),
  accepted: z.int().describe('How many of them are leads now.'),
  nextAfter: z.uuid().nullable().describe('Call again with it as `after`; null when all were looked at.'),
})

export type ReplaySourceAnswer = z.infer<typeof ReplaySourceAnswer>

/** Answer to a key that may only submit. */
export const SubmittedAnswer = z
  .strictObject({
    success: z.literal(true).describe('Always true.'),
    submissionId: z.uuid().describe('UUID of the submission.'),
  })
  .meta({
    id: 'SubmittedAnswer',
    description: 'The answer to a key that may only submit: whatever became of it.',
  })
