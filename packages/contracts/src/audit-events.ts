import { z } from 'zod'
import { Instant, Paging } from './list-leads.ts'
import { StorableText } from './text.ts'

/** Who acts: an API key, a user of the console, a user of the admin command, a source, an import, or the service itself. */
export const auditActorKinds = ['key', 'console', 'cli', 'source', 'import', 'system'] as const
export const AuditActorKind = z.enum(auditActorKinds).meta({
  id: 'AuditActorKind',
  description:
    'A key, a user of the console, a user of the admin command, a source, an import, or the service itself.',
})
export type AuditActorKind = z.infer<typeof AuditActorKind>

/** What is put on record with the change itself. */
const changes = [
  'workspace.created',
  'workspace.changed',
  'template.loaded',
  'key.created',
  'key.revoked',
  'key.rotated',
  'source.created',
  'source.changed',
  'source.deleted',
  'source.secrets_changed',
  'source.replayed',
  'submission.replayed',
  'submission.mended',
  'submission.dismissed',
  'webhook_endpoint.created',
  'webhook_endpoint.changed',
  'webhook_endpoint.deleted',
  'webhook_endpoint.secret_rotated',
  'webhook_endpoint.tested',
  'webhook_delivery.replayed',
  'suppression.created',
  'suppression.lifted',
  'import.created',
  'import.cancelled',
  'lead.deleted',
  'lead.restored',
  'lead.erased',
  'lead.exported',
  'lead.redriven',
] as const

/** What calls did, gathered for some seconds. */
const gathered = [
  'leads.submitted',
  'leads.checked',
  'leads.listed',
  'lead.read',
  'lead.changed',
  'import.results_read',
  'submission.read',
  'submissions.listed',
  'suppressions.listed',
  'suppression.read',
  'consents.read',
  'audit.read',
] as const

export type AuditAction = (typeof changes)[number] | (typeof gathered)[number]
/** A call that is noted beside the request's path. */
export type GatheredAction = (typeof gathered)[number]

export const auditSubjectTypes = [
  'workspace',
  'key',
  'source',
  'submission',
  'webhook_endpoint',
  'webhook_delivery',
  'import',
  'suppression',
  'lead',
] as const
export type AuditSubjectType = (typeof auditSubjectTypes)[number]

const name = (maxLength: number) => StorableText.trim().min(1).max(maxLength)

/** Query of `GET /api/v1/audit-events`. All filters must hold. */
export const ListAuditEventsQuery = Paging.extend({
  actor: name(200).optional().describe('Id of a key, or name of a person.'),
  action: name(60).optional().describe('Such as `lead.read`.'),
  subjectType: z.enum(auditSubjectTypes).optional().describe('What it was done to.'),
  subjectId: name(200)
    .transform((id) => id.toLowerCase())
    .optional()
    .describe('Its id.'),
  since: Instant.optional().describe('ISO 8601; the moment itself included.'),
  until: Instant.optional().describe('ISO 8601; the moment itself left out.'),
})
export type ListAuditEventsQuery = z.infer<typeof ListAuditEventsQuery>

export const AuditEvent = z
  .strictObject({
    id: z.string().describe('UUID, in the order of time.'),
    at: z.iso.datetime().describe('When it was done.'),
    actor: z
      .strictObject({
        kind: AuditActorKind.describe('What acts.'),
        id: z.string().describe('Id of a key, a source or an import, or the name of a person.'),
        name: z.string().nullable().describe('What the workspace calls a key; null for others.'),
      })
      .describe('Who did it.'),
    action: z.string().describe('What was done, such as `key.created`. There will be others.'),
    subject: z
      .strictObject({ type: z.string().describe('What it is.'), id: z.string().describe('Its id.') })
      .describe('What it was done to.'),
    address: z.string().nullable().describe('Address of the caller; null where there is none.'),
    requestId: z.string().nullable().describe('Id of the call; null where there is none.'),
    details: z
      .record(z.string(), z.unknown())
      .describe('What else is known: names, numbers and ids, never values of a lead.'),
  })
  .meta({ id: 'AuditEvent', description: 'What somebody did, or read.' })
export type AuditEvent = z.infer<typeof AuditEvent>

/** Answer of `GET /api/v1/audit-events`. */
export const ListAuditEventsAnswer = z
  .strictObject({
    auditEvents: z.array(AuditEvent).describe('Newest first.'),
    nextCursor: z.string().nullable().describe('Opens the next page; null on the last one.'),
  })
  .meta({ id: 'ListAuditEventsAnswer', description: 'A page of audit events.' })
export type ListAuditEventsAnswer = z.infer<typeof ListAuditEventsAnswer>
