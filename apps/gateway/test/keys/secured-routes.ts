import { randomUUID } from 'node:crypto'
import { ListAuditEventsAnswer } from '@intake/contracts/audit-events'
import { ListLeadsAnswer } from '@intake/contracts/list-leads'
import type { Scope } from '@intake/leads/workspace/caller'
import { sql } from 'kysely'
import { makeForm } from '../documents/make-form.ts'
import type { TestGateway } from '../make-gateway.ts'
import { expectDocumented } from '../openapi/expect-documented.ts'
import { openRoutes } from './open-routes.ts'

/** What the shared security tests need to know of a route. A new route only adds an entry to `securedRoutes`. */
export interface SecuredRoute {
  method: string
  /** As registered in app.ts; the tests hold the list against the app's own table. */
  pattern: string
  scope: Scope
  /** Another that it needs. */
  besides?: Scope
  /** A path that works; `leadId` is of a lead of the caller's workspace, or of none. */
  path(leadId: string): string
  /** Whether the path or the body names a lead, so that the ids of another workspace have to be unknown there. */
  namesLead: boolean
  body?(leadId: string): unknown
  /** Of a route that takes a form. */
  form?(leadId: string): FormData
  /** Of the body, when it is neither JSON nor a form. */
  contentType?: string
  /** Refuses test keys. */
  liveOnly?: boolean
  /** Makes what the path names beside the lead, as far as there is a lead. */
  prepare?(gateway: TestGateway, leadId: string): Promise<unknown>
  /** Calls that could tell what their caller may not see; the entry's own call without it. */
  probes?(planted: Planted): Probe[]
  /** Shows nobody anything of a lead that it names or matches. */
  tellsNothing?: boolean
  /** For a route with pages: a first page that has a next one (three leads exist), and the page at a cursor. */
  pages?: { first: string; cursorOf(answer: unknown): string; at(cursor: string): string }
}

/** A lead with everything that a lead can have, and what others may meet it by. */
export interface Planted {
  leadId: string
  documentId: string
  /** A message of its timeline that awaits approval. */
  draftId: string
  contact: { email: string; phoneNumber: string }
}

/** What differs from the entry's own call. */
export interface Probe {
  path?: string
  body?: unknown
  headers?: Record<string, string>
}

const policies = ['flag', 'reject', 'merge'] as const
const underEachPolicy = (body: unknown): Probe[] =>
  policies.map((policy) => ({ body, headers: { 'intake-duplicate-policy': policy } }))

export const securedRoutes: SecuredRoute[] = [
  {
    method: 'POST',
    pattern: '/api/v1/leads',
    scope: 'leads:submit',
    path: () => '/api/v1/leads',
    namesLead: false,
    body: () => ({ firstName: 'Ada' }),
    probes: ({ contact }) => underEachPolicy({ firstName: 'Ada', ...contact }),
  },
  {
    method: 'POST',
    pattern: '/api/v1/leads/batch',
    scope: 'leads:submit',
    path: () => '/api/v1/leads/batch',
    namesLead: false,
    body: () => ({ leads: [{ firstName: 'Ada' }, { firstName: '' }] }),
    probes: ({ contact }) => underEachPolicy({ leads: [{ firstName: 'Ada', ...contact }, { ...contact }] }),
  },
  {
    method: 'POST',
    pattern: '/api/v1/leads/check',
    scope: 'leads:read',
    path: () => '/api/v1/leads/check',
    namesLead: false,
    body: () => ({ email: 'ada@example.com' }),
    probes: ({ contact }) => [{ body: contact }],
  },
  {
    method: 'GET',
    pattern: '/api/v1/leads/:id',
    scope: 'leads:read',
    path: (leadId) => `/api/v1/leads/${leadId}`,
    namesLead: true,
  },
  {
    method: 'GET',
    pattern: '/api/v1/phone/:number',
    scope: 'leads:read',
    path: () => '/api/v1/phone/6782319992',
    namesLead: false,
    tellsNothing: true,
    probes: ({ contact }) => [{ path: `/api/v1/phone/${contact.phoneNumber}` }],
  },
  {
    method: 'PUT',
    pattern: '/api/v1/leads',
    scope: 'leads:write',
    path: () => '/api/v1/leads',
    namesLead: true,
    body: (leadId) => ({ leadId, lastName: 'X' }),
    probes: ({ leadId }) => [{ body: { leadId } }],
  },
  {
    method: 'GET',
    pattern: '/api/v1/leads',
    scope: 'leads:read',
    path: () => '/api/v1/leads',
    namesLead: false,
    probes: ({ contact: { email, phoneNumber } }) => [
      {},
      ...['', '&test=true', '&test=false'].flatMap((test) =>
        [`email=${email}`, `phoneNumber=${encodeURIComponent(phoneNumber)}`, 'status=IN_PROGRESS'].map(
          (filter) => ({ path: `/api/v1/leads?${filter}${test}` }),
        ),
      ),
    ],
    pages: {
      first: '/api/v1/leads?limit=1',
      cursorOf: (answer) => ListLeadsAnswer.parse(answer).nextCursor ?? '',
      at: (cursor) => `/api/v1/leads?limit=1&cursor=${cursor}`,
    },
  },
  {
    method: 'GET',
    pattern: '/api/v1/leads/export',
    scope: 'leads:read',
    path: () => '/api/v1/leads/export',
    namesLead: false,
    probes: ({ contact: { email } }) =>
      ['', '?test=true', '?test=false', `?email=${email}`].map((query) => ({
        path: `/api/v1/leads/export${query}`,
      })),
  },
  {
    method: 'GET',
    pattern: '/api/v1/leads/changes',
    scope: 'leads:read',
    path: () => '/api/v1/leads/changes',
    namesLead: false,
    // Changes show once nothing older can appear.
    tellsNothing: true,
    probes: () =>
      ['', '?test=true', '?test=false'].map((query) => ({ path: `/api/v1/leads/changes${query}` })),
  },
  {
    method: 'PUT',
    pattern: '/api/v1/leads/:id',
    scope: 'leads:write',
    path: (leadId) => `/api/v1/leads/${leadId}`,
    namesLead: true,
    body: () => ({ lastName: 'X' }),
    probes: () => [{ body: {} }, { body: { status: 'COMPLETED' } }],
  },
  {
    method: 'DELETE',
    pattern: '/api/v1/leads/:id',
    scope: 'leads:write',
    path: (leadId) => `/api/v1/leads/${leadId}`,
    namesLead: true,
    tellsNothing: true,
  },
  {
    method: 'POST',
    pattern: '/api/v1/leads/:id/merge',
    scope: 'leads:write',
    path: (leadId) => `/api/v1/leads/${besideOf(leadId)}/merge`,
    namesLead: true,
    body: (leadId) => ({ into: leadId }),
    prepare: insertBeside,
  },
  {
    method: 'POST',
    pattern: '/api/v1/leads/:id/unmerge',
    scope: 'leads:write',
    path: (leadId) => `/api/v1/leads/${besideOf(leadId)}/unmerge`,
    namesLead: true,
    body: () => ({}),
    prepare: insertMerged,
  },
  {
    method: 'GET',
    pattern: '/api/v1/leads/:id/checklist',
    scope: 'leads:read',
    path: (leadId) => `/api/v1/leads/${leadId}/checklist`,
    namesLead: true,
  },
  {
    method: 'POST',
    pattern: '/api/v1/leads/:id/checklist-items',
    scope: 'leads:write',
    path: (leadId) => `/api/v1/leads/${leadId}/checklist-items`,
    namesLead: true,
    tellsNothing: true,
    body: () => ({ label: randomUUID(), fieldType: 'TEXT' }),
  },
  {
    method: 'GET',
    pattern: '/api/v1/leads/:id/action-logs',
    scope: 'leads:read',
    path: (leadId) => `/api/v1/leads/${leadId}/action-logs`,
    namesLead: true,
  },
  {
    method: 'POST',
    pattern: '/api/v1/leads/:id/action-logs',
    scope: 'leads:write',
    path: (leadId) => `/api/v1/leads/${leadId}/action-logs`,
    namesLead: true,
    body: () => ({ type: 'SYSTEM_NOTE' }),
    probes: ({ leadId, draftId }) => [
      { body: { type: 'TOOL_CALL', parentActionId: draftId } },
      // What an entry of the matching job looks like.
      { body: { type: 'SYSTEM_NOTE', output: { matchingLeads: [{ leadId, on: ['phone'] }] } } },
    ],
  },
  {
    method: 'PUT',
    pattern: '/api/v1/leads/:id/action-logs/:logId',
    scope: 'leads:write',
    path: (leadId) => `/api/v1/leads/${leadId}/action-logs/${leadId}`,
    namesLead: true,
    body: () => ({ status: 'COMPLETED' }),
    probes: ({ leadId, draftId }) => [
      ...['AWAITING_APPROVAL', 'CANCELLED', 'CANCELLED', 'PENDING'].map((status) => ({
        path: `/api/v1/leads/${leadId}/action-logs/${draftId}`,
        body: { status },
      })),
      {},
    ],
    // The entry has the lead's id, so that the path can name it.
    prepare: ({ db }, leadId) =>
      sql`insert into action_logs (workspace_id, lead_id, id, type, status, created_at)
        select workspace_id, id, id, 'TOOL_CALL', 'PENDING', now() from leads where id = ${leadId}::uuid
        on conflict do nothing`.execute(db),
  },
  {
    method: 'POST',
    pattern: '/api/v1/documents',
    scope: 'leads:write',
    path: () => '/api/v1/documents',
    namesLead: true,
    tellsNothing: true,
    form: (leadId) => makeForm({ leadId, files: ['a statement'] }),
  },
  {
    method: 'GET',
    pattern: '/api/v1/leads/:id/documents',
    scope: 'leads:read',
    path: (leadId) => `/api/v1/leads/${leadId}/documents`,
    namesLead: true,
    prepare: insertDocuments,
  },
  {
    method: 'GET',
    pattern: '/api/v1/documents/:id',
    scope: 'leads:read',
    path: (leadId) => `/api/v1/documents/${leadId}`,
    namesLead: true,
    probes: ({ documentId }) => [{}, { path: `/api/v1/documents/${documentId}?includeContent=true` }],
    prepare: insertDocument,
  },
  {
    method: 'POST',
    pattern: '/api/v1/documents/:id/extraction',
    scope: 'leads:write',
    path: (leadId) => `/api/v1/documents/${leadId}/extraction`,
    namesLead: true,
    body: () => ({ status: 'completed' }),
    prepare: insertDocument,
  },
  {
    method: 'POST',
    pattern: '/api/v1/imports',
    scope: 'leads:write',
    path: () => '/api/v1/imports',
    namesLead: false,
    contentType: 'application/x-ndjson',
    tellsNothing: true,
    body: () => ({ firstName: 'Ada' }),
  },
  {
    method: 'GET',
    pattern: '/api/v1/imports',
    scope: 'leads:read',
    path: () => '/api/v1/imports',
    namesLead: false,
    prepare: insertImports,
  },
  ...(
    [
      ['GET', '', 'leads:read'],
      ['DELETE', '', 'leads:write'],
      ['GET', '/results', 'leads:read'],
    ] as const
  ).map(
    ([method, rest, scope]): SecuredRoute => ({
      method,
      pattern: `/api/v1/imports/:id${rest}`,
      scope,
      path: (leadId) => `/api/v1/imports/${leadId}${rest}`,
      namesLead: true,
      prepare: insertImports,
    }),
  ),
  {
    method: 'POST',
    pattern: '/api/v1/activity',
    scope: 'leads:write',
    path: () => '/api/v1/activity',
    namesLead: true,
    tellsNothing: true,
    body: (leadId) => ({ leadId, eventType: 'call', title: 'Called' }),
  },
  {
    method: 'POST',
    pattern: '/api/v1/webhook-endpoints',
    scope: 'webhooks:manage',
    besides: 'leads:read',
    path: () => '/api/v1/webhook-endpoints',
    namesLead: false,
    liveOnly: true,
    tellsNothing: true,
    body: () => ({ url: 'https://example.com/hooks' }),
  },
  {
    method: 'GET',
    pattern: '/api/v1/webhook-endpoints',
    scope: 'webhooks:manage',
    path: () => '/api/v1/webhook-endpoints',
    namesLead: false,
    prepare: insertEndpoint,
  },
  ...(
    [
      ['GET', ''],
      ['PUT', '', { description: 'X' }],
      ['DELETE', ''],
      ['POST', '/rotate-secret', {}],
      ['POST', '/test', {}],
      ['GET', '/deliveries'],
    ] as [string, string, object?][]
  ).map(
    ([method, rest, body]): SecuredRoute => ({
      method,
      pattern: `/api/v1/webhook-endpoints/:id${rest}`,
      scope: 'webhooks:manage',
      path: (leadId) => `/api/v1/webhook-endpoints/${leadId}${rest}`,
      namesLead: true,
      liveOnly: method !== 'GET',
      tellsNothing: method === 'DELETE' || rest === '/test',
      ...(body ? { body: () => body, probes: () => [{ body: {} }] } : {}),
      prepare: rest === '/deliveries' ? insertDeliveries : insertEndpoint,
    }),
  ),
  {
    method: 'POST',
    pattern: '/api/v1/webhook-deliveries/:id/replay',
    scope: 'webhooks:manage',
    path: (leadId) => `/api/v1/webhook-deliveries/${leadId}/replay`,
    namesLead: true,
    liveOnly: true,
    body: () => ({}),
    prepare: async (gateway, leadId) => {
      await insertEndpoint(gateway, leadId)
      await sql`insert into webhook_deliveries (workspace_id, id, endpoint_id, lead_id, event, payload)
        select workspace_id, id, id, id, 'lead.created', '{}' from leads where id = ${leadId}::uuid
        on conflict do nothing`.execute(gateway.db)
    },
  },
  {
    method: 'POST',
    pattern: '/api/v1/sources',
    scope: 'sources:manage',
    path: () => '/api/v1/sources',
    namesLead: false,
    liveOnly: true,
    tellsNothing: true,
    body: () => ({ kind: 'form', name: 'A form' }),
  },
  {
    method: 'GET',
    pattern: '/api/v1/sources',
    scope: 'sources:manage',
    path: () => '/api/v1/sources',
    namesLead: false,
    liveOnly: true,
    prepare: insertSource,
  },
  ...(
    [
      ['GET', ''],
      ['PUT', '', { name: 'Y' }],
      ['POST', '/test', { body: '{"firstName":"Ada"}' }],
      ['POST', '/replay', {}],
      ['DELETE', ''],
    ] as [string, string, object?][]
  ).map(
    ([method, rest, body]): SecuredRoute => ({
      method,
      pattern: `/api/v1/sources/:id${rest}`,
      scope: 'sources:manage',
      path: (leadId) => `/api/v1/sources/${leadId}${rest}`,
      namesLead: true,
      liveOnly: true,
      tellsNothing: rest !== '' || method === 'DELETE',
      ...(body ? { body: () => body } : {}),
      ...(method === 'PUT' ? { probes: () => [{ body: {} }] } : {}),
      prepare: rest === '/replay' ? insertSubmission : insertSource,
    }),
  ),
  {
    method: 'GET',
    pattern: '/api/v1/submissions',
    scope: 'sources:manage',
    path: () => '/api/v1/submissions',
    namesLead: false,
    tellsNothing: true,
    prepare: insertSubmission,
  },
  {
    method: 'GET',
    pattern: '/api/v1/submissions/:id',
    scope: 'sources:manage',
    path: (leadId) => `/api/v1/submissions/${leadId}`,
    namesLead: true,
    prepare: insertSubmission,
  },
  {
    method: 'PUT',
    pattern: '/api/v1/submissions/:id',
    scope: 'sources:manage',
    besides: 'leads:read',
    path: (leadId) => `/api/v1/submissions/${leadId}`,
    namesLead: true,
    liveOnly: true,
    tellsNothing: true,
    body: () => ({ body: '{"firstName":"Ada"}' }),
    prepare: insertSubmission,
  },
  {
    method: 'POST',
    pattern: '/api/v1/submissions/:id/replay',
    scope: 'sources:manage',
    path: (leadId) => `/api/v1/submissions/${leadId}/replay`,
    namesLead: true,
    liveOnly: true,
    tellsNothing: true,
    body: () => ({}),
    prepare: insertSubmission,
  },
  {
    method: 'POST',
    pattern: '/api/v1/submissions/:id/dismiss',
    scope: 'sources:manage',
    path: (leadId) => `/api/v1/submissions/${leadId}/dismiss`,
    namesLead: true,
    liveOnly: true,
    tellsNothing: true,
    body: () => ({}),
    prepare: insertSubmission,
  },
  {
    method: 'POST',
    pattern: '/api/v1/suppressions',
    scope: 'privacy:manage',
    path: () => '/api/v1/suppressions',
    namesLead: false,
    liveOnly: true,
    tellsNothing: true,
    body: () => ({ suppressions: [{ email: `${randomUUID()}@example.com` }] }),
  },
  {
    method: 'GET',
    pattern: '/api/v1/suppressions',
    scope: 'privacy:manage',
    path: () => '/api/v1/suppressions',
    namesLead: false,
    liveOnly: true,
    tellsNothing: true,
    prepare: insertSuppressions,
  },
  {
    method: 'GET',
    pattern: '/api/v1/suppressions/:id',
    scope: 'privacy:manage',
    path: (leadId) => `/api/v1/suppressions/${leadId}`,
    namesLead: true,
    liveOnly: true,
    tellsNothing: true,
    prepare: insertSuppressions,
  },
  {
    method: 'POST',
    pattern: '/api/v1/suppressions/:id/lift',
    scope: 'privacy:manage',
    path: (leadId) => `/api/v1/suppressions/${leadId}/lift`,
    namesLead: true,
    liveOnly: true,
    tellsNothing: true,
    body: () => ({ reason: 'a test' }),
    prepare: insertSuppressions,
  },
  {
    method: 'POST',
    pattern: '/api/v1/leads/:id/erase',
    scope: 'leads:erase',
    path: (leadId) => `/api/v1/leads/${leadId}/erase`,
    namesLead: true,
    tellsNothing: true,
    body: () => ({}),
  },
  {
    method: 'POST',
    pattern: '/api/v1/leads/:id/restore',
    scope: 'leads:erase',
    path: (leadId) => `/api/v1/leads/${leadId}/restore`,
    namesLead: true,
    tellsNothing: true,
    body: () => ({}),
  },
  {
    method: 'GET',
    pattern: '/api/v1/leads/:id/export',
    scope: 'privacy:manage',
    path: (leadId) => `/api/v1/leads/${leadId}/export`,
    namesLead: true,
  },
  {
    method: 'GET',
    pattern: '/api/v1/leads/:id/consents',
    scope: 'privacy:manage',
    path: (leadId) => `/api/v1/leads/${leadId}/consents`,
    namesLead: true,
  },
  {
    method: 'GET',
    pattern: '/api/v0/analytics',
    scope: 'leads:read',
    path: () => '/api/v0/analytics?start=2020-01-01T00:00:00Z&end=2100-01-01T00:00:00Z',
    namesLead: false,
  },
  {
    method: 'GET',
    pattern: '/api/v1/warnings',
    scope: 'leads:read',
    path: () => '/api/v1/warnings',
    namesLead: false,
    tellsNothing: true,
  },
  {
    method: 'GET',
    pattern: '/api/v1/audit-events',
    scope: 'audit:read',
    path: () => '/api/v1/audit-events',
    namesLead: false,
    liveOnly: true,
    tellsNothing: true,
    probes: ({ leadId }) => [{ path: `/api/v1/audit-events?subjectType=lead&subjectId=${leadId}` }],
    pages: {
      // A workspace was made, and its keys.
      first: '/api/v1/audit-events?limit=1',
      cursorOf: (answer) => ListAuditEventsAnswer.parse(answer).nextCursor ?? '',
      at: (cursor) => `/api/v1/audit-events?limit=1&cursor=${cursor}`,
    },
  },
]

/** The id of a second lead that a test makes of a lead. */
const besideOf = (leadId: string) => `${leadId.slice(0, 24)}ffffffffffff`

/** A lead beside a lead, with its names, that is part of no other. */
async function insertBeside({ db }: TestGateway, leadId: string): Promise<void> {
  await sql`insert into leads (workspace_id, id, first_name, last_name, assignee_type, source, is_test, created_at, updated_at)
    select workspace_id, ${besideOf(leadId)}::uuid, first_name, last_name, assignee_type, source, is_test, created_at, updated_at
    from leads where id = ${leadId}::uuid on conflict do nothing`.execute(db)
  await sql`delete from lead_merges where lead_id = ${besideOf(leadId)}::uuid`.execute(db)
  await sql`update leads set deleted_at = null where id = ${besideOf(leadId)}::uuid`.execute(db)
}

/** The same, merged into the lead. */
async function insertMerged(gateway: TestGateway, leadId: string): Promise<void> {
  await insertBeside(gateway, leadId)
  await sql`insert into lead_merges (workspace_id, lead_id, into_id, merged_at, filled, custom_names, tag_ids, item_ids, moved_item_ids)
    select workspace_id, ${besideOf(leadId)}::uuid, id, now(), '{}', '{}', '{}', '{}', '{}' from leads where id = ${leadId}::uuid
    on conflict (workspace_id, lead_id) do nothing`.execute(gateway.db)
  await sql`update leads set deleted_at = now() where id = ${besideOf(leadId)}::uuid`.execute(gateway.db)
}

/** A document that has the lead's id, so that the path can name it. */
function insertDocument({ db }: TestGateway, leadId: string): Promise<unknown> {
  return sql`insert into documents (workspace_id, id, lead_id, filename, mime_type, size, storage_key)
    select workspace_id, id, id, 'a.txt', 'text/plain', 1, 'documents/' || id from leads where id = ${leadId}::uuid
    on conflict do nothing`.execute(db)
}

/** The same and another one. */
async function insertDocuments(gateway: TestGateway, leadId: string): Promise<void> {
  await insertDocument(gateway, leadId)
  await sql`insert into documents (workspace_id, id, lead_id, filename, mime_type, size, storage_key)
    select workspace_id, gen_random_uuid(), id, 'b.txt', 'text/plain', 1, 'documents/another' from leads where id = ${leadId}::uuid`.execute(
    gateway.db,
  )
}

/** An import that has the lead's id and has recorded a row, and another one. */
async function insertImports({ db }: TestGateway, leadId: string): Promise<void> {
  await sql`insert into imports (workspace_id, id, status, format, is_test, runner, has_file)
    select workspace_id, id, 'RUNNING', 'ndjson', is_test, 'gateway', false from leads where id = ${leadId}::uuid
    union all
    select workspace_id, gen_random_uuid(), 'RECEIVED', 'ndjson', is_test, 'gateway', false from leads where id = ${leadId}::uuid
    on conflict do nothing`.execute(db)
  const line = JSON.stringify({ row: 1, line: 2, outcome: 'created', leadId, warnings: [] })
  await sql`insert into import_chunks (workspace_id, import_id, number, results)
    select workspace_id, id, 0, ${line} from leads where id = ${leadId}::uuid on conflict do nothing`.execute(
    db,
  )
}

/** A source that has the lead's id, so that the path can name it. */
async function insertSource({ db }: TestGateway, leadId: string): Promise<void> {
  await sql`insert into sources (workspace_id, id, kind, name, token)
    select workspace_id, id, 'json', 'A source', id::text from leads where id = ${leadId}::uuid on conflict do nothing`.execute(
    db,
  )
  await sql`update sources set deleted_at = null where id = ${leadId}::uuid and deleted_at is not null`.execute(
    db,
  )
}

/** The same with a submission that has the lead's id too, and waits. */
async function insertSubmission(gateway: TestGateway, leadId: string): Promise<void> {
  await insertSource(gateway, leadId)
  await sql`insert into submissions (workspace_id, id, source_id, received_at, status, code, body, is_test)
    select workspace_id, id, id, now(), 'QUARANTINED', 'nothing_to_take', '{"firstName":""}', is_test from leads where id = ${leadId}::uuid
    on conflict (workspace_id, id) do update set status = 'QUARANTINED'`.execute(gateway.db)
}

/** A suppression that has the lead's id, so that the path can name it, and another one. */
function insertSuppressions({ db }: TestGateway, leadId: string): Promise<unknown> {
  return sql`insert into suppressions (workspace_id, id, kind, key, channels, reason, lead_id, since, enforced_at)
    select workspace_id, id, 'lead', id::text, array['sms'], 'a test', id, now(), now() from leads where id = ${leadId}::uuid
    union all
    select workspace_id, gen_random_uuid(), 'lead', gen_random_uuid()::text, array['sms'], 'a test', id, now(), now() from leads where id = ${leadId}::uuid
    on conflict do nothing`.execute(db)
}

/** An endpoint that has the lead's id, so that the path can name it. */
function insertEndpoint({ db }: TestGateway, leadId: string): Promise<unknown> {
  return sql`insert into webhook_endpoints (workspace_id, id, url, events, signing_secrets)
    select workspace_id, id, 'https://example.com', '{}', '{whsec_AAAA}' from leads where id = ${leadId}::uuid
    on conflict do nothing`.execute(db)
}

/** The same with two deliveries. */
async function insertDeliveries(gateway: TestGateway, leadId: string): Promise<void> {
  await insertEndpoint(gateway, leadId)
  await sql`insert into webhook_deliveries (workspace_id, id, endpoint_id, lead_id, event, payload)
    select workspace_id, gen_random_uuid(), id, id, 'lead.created', '{}'
    from leads cross join generate_series(1, 2) where id = ${leadId}::uuid`.execute(gateway.db)
}

export const unknownLead = '0198c0de-0000-7000-8000-000000000000'
/** The routes of an app that are neither in the list nor open on purpose, and those of both lists that it doesn't have. */
export function missingRoutes({ routes }: TestGateway['app']): string[] {
  const registered = new Set(
    routes.filter(({ method }) => method !== 'ALL').map(({ method, path }) => `${method} ${path}`),
  )
  const listed = new Set([...securedRoutes.map(nameOf), ...openRoutes])
  return [...registered, ...listed].filter((name) => !(registered.has(name) && listed.has(name)))
}

export const nameOf = (route: SecuredRoute) => `${route.method} ${route.pattern}`

/** The headers and the body of a call; `body`, if given, in place of the entry's own. */
export function contentOf(
  route: SecuredRoute,
  leadId: string,
  body: unknown,
  headers: Record<string, string>,
): { headers: Record<string, string>; body?: string | FormData | ReadableStream; duplex?: 'half' } {
  if (route.form && body === undefined) return { headers, body: route.form(leadId) }
  if (body instanceof FormData) return { headers, body }
  const type = route.form ? 'multipart/form-data; boundary=x' : (route.contentType ?? 'application/json')
  const given = body ?? route.body?.(leadId)
  const isRaw = typeof given === 'string' || given instanceof ReadableStream
  return {
    headers: { 'content-type': type, ...headers },
    ...(given instanceof ReadableStream ? { duplex: 'half' } : {}),
    ...(given === undefined || !(route.body || route.form)
      ? {}
      : { body: isRaw ? given : JSON.stringify(given) }),
  }
}

/** Calls a route as its entry says; `body` replaces the entry's. The answer has been held against the OpenAPI document. */
export async function callRoute(
  gateway: TestGateway,
  route: SecuredRoute,
  key: string | null,
  { leadId = unknownLead, body }: { leadId?: string; body?: string } = {},
) {
  await route.prepare?.(gateway, leadId)
  const response = await gateway.app.request(route.path(leadId), {
    method: route.method,
    ...contentOf(route, leadId, body, key === null ? {} : { 'x-api-key': key }),
  })
  await expectDocumented(nameOf(route), response)
  return response
}
