import { randomUUID } from 'node:crypto'
import { newId } from '@intake/leads/ids/new-id'
import { createSealer } from '@intake/leads/sealing/sealer'
import { createSource } from '@intake/leads/sources/create-source'
import { createTestDatabase, type TestDatabase } from '@intake/testing/create-test-database'
import { insertLead } from '@intake/testing/insert-lead'
import { makeWorkspace } from '@intake/testing/make-workspace'

export const hostile = '<script>alert(1)</script>'

/** A database with something for every page: two leads that match, one of them hostile and dead, a webhook that failed, a source with something that waits. */
export async function makeStory() {
  const database = await createTestDatabase()
  const workspace = await makeWorkspace(database.db)
  const slug = await slugOf(database, workspace.id)
  const [leadId, twinId] = [
    await insertLead(database, workspace.id),
    await insertLead(database, workspace.id),
  ]
  await database.pool.query(
    `update leads set first_name = $2, last_name = 'Byron', email = 'ada@example.com', email_key = 'ada@example.com',
      phone_raw = '6782319992', phone_e164 = '+16782319992', phone_key = '+16782319992', external_lead_id = 'crm-77', business_name = 'Engines & Co'
     where id = $1`,
    [leadId, hostile],
  )
  await database.pool.query(
    `update leads set first_name = 'Grace', last_name = 'Hopper', email = 'grace@example.com', email_key = 'grace@example.com',
      phone_raw = '6782319992', phone_e164 = '+16782319992', phone_key = '+16782319992' where id = $1`,
    [twinId],
  )
  await database.pool.query(
    `insert into action_logs (workspace_id, lead_id, id, type, status, summary, input, output, created_at, completed_at)
     values ($1, $2, $3, 'API_ACTIVITY', 'COMPLETED', 'Lead created', $4, $5, now(), now())`,
    [
      workspace.id,
      leadId,
      randomUUID(),
      JSON.stringify({ requestId: 'req-made-it' }),
      JSON.stringify({ lines: ['Set: firstName, phoneNumber.', hostile] }),
    ],
  )
  await database.pool.query(
    `update owed_enrichments set dead_at = now(), dead_job = 'timezone-inference', dead_reason = $2, dead_attempts = 8
     where lead_id = $1`,
    [leadId, hostile],
  )
  return {
    ...{ database, workspace, slug, leadId, twinId },
    ...(await addDelivery(database, workspace.id, leadId)),
    ...(await addSource(database, workspace.id)),
  }
}

export type Story = Awaited<ReturnType<typeof makeStory>>

/** Every page behind the login but Bull Board, with something on it. */
export const pagesOf = (story: Story) => [
  '/',
  '/leads',
  `/leads?workspace=${story.slug}`,
  `/leads/${story.slug}/${story.leadId}`,
  `/workspaces/${story.slug}/suppressions`,
  '/workspaces',
  `/workspaces/${story.slug}`,
  `/workspaces/${story.slug}/checklist`,
  `/workspaces/${story.slug}/submissions?source=${story.sourceId}`,
  `/workspaces/${story.slug}/sources`,
  `/workspaces/${story.slug}/sources/${story.sourceId}`,
  `/workspaces/${story.slug}/submissions/${story.submissionId}`,
  '/webhooks',
  `/webhooks/${story.slug}/${story.endpointId}`,
  `/webhooks/${story.slug}/${story.endpointId}/${story.deliveryId}`,
  '/imports',
  `/imports/new?workspace=${story.slug}`,
  '/dead',
  '/audit',
]

export async function slugOf({ pool }: Pick<TestDatabase, 'pool'>, workspaceId: string): Promise<string> {
  const { rows } = await pool.query('select slug from workspaces where id = $1', [workspaceId])
  return rows[0].slug
}

async function addDelivery({ pool }: TestDatabase, workspaceId: string, leadId: string) {
  const [endpointId, deliveryId] = [randomUUID(), randomUUID()]
  await pool.query(
    `insert into webhook_endpoints (workspace_id, id, url, events, signing_secrets)
     values ($1, $2, 'https://hooks.example/<b>', '{lead.created}', '{whsec_c2VjcmV0c2VjcmV0c2VjcmV0}')`,
    [workspaceId, endpointId],
  )
  await pool.query(
    `insert into webhook_deliveries (workspace_id, id, endpoint_id, lead_id, event, payload, attempts, status, error)
     values ($1, $2, $3, $4, 'lead.created', '{}', 4, 'FAILED', $5)`,
    [workspaceId, deliveryId, endpointId, leadId, hostile],
  )
  return { endpointId, deliveryId }
}

/** A source of Google's, and something that came to it without anything that a mapping finds. */
async function addSource({ db, pool }: TestDatabase, workspaceId: string) {
  const { source, madeSecrets } = await createSource(
    { db, sealer: createSealer([]), workspaceId },
    { kind: 'google-ads', name: `Spring ${hostile}`, mapping: undefined },
  )
  const submissionId = newId()
  await pool.query(
    `insert into submissions (workspace_id, id, source_id, received_at, content_type, headers, body, status, code, errors)
     values ($1, $2, $3, now(), 'application/json', '{}', $4, 'QUARANTINED', 'nothing_to_take', $5)`,
    [
      workspaceId,
      submissionId,
      source.id,
      Buffer.from(JSON.stringify({ user_column_data: [{ column_name: hostile, string_value: 'Ada' }] })),
      JSON.stringify([{ pointer: '', code: 'nothing_to_take', message: hostile }]),
    ],
  )
  return {
    sourceId: source.id,
    sourcePath: source.path,
    googleKey: madeSecrets.googleKey ?? '',
    submissionId,
  }
}
