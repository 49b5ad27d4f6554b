import { randomUUID } from 'node:crypto'
import { createTestDatabase, type TestDatabase } from '@intake/testing/create-test-database'
import { makeWorkspace } from '@intake/testing/make-workspace'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readWebhookBacklog } from '../src/webhooks/read-webhook-backlog.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

async function addEndpoint(workspaceId: string, state: { paused?: boolean; disabled?: boolean } = {}) {
  const id = randomUUID()
  await sql`insert into webhook_endpoints (workspace_id, id, url, events, signing_secrets, paused_until, disabled_at)
    values (${workspaceId}, ${id}, 'https://example.com', '{}', '{whsec_AAAA}',
      case when ${state.paused ?? false} then now() + interval '1 hour' end,
      case when ${state.disabled ?? false} then now() end)`.execute(database.aside)
  return id
}

function addDelivery(workspaceId: string, endpointId: string, dueSinceSeconds: number) {
  return sql`insert into webhook_deliveries (workspace_id, id, endpoint_id, event, payload, next_attempt_at)
    values (${workspaceId}, ${randomUUID()}, ${endpointId}, 'lead.created', '{}',
      now() - make_interval(secs => ${dueSinceSeconds}))`.execute(database.aside)
}

test('endpoints are counted by how they stand, and only what is due at one that is well counts as late', async () => {
  const read = () => readWebhookBacklog(database.db)
  expect(await read()).toEqual({ enabled: 0, paused: 0, disabled: 0, oldestDueSeconds: 0 })
  const { id: workspaceId } = await makeWorkspace(database.db)
  const other = await makeWorkspace(database.db)
  const paused = await addEndpoint(workspaceId, { paused: true })
  const disabled = await addEndpoint(workspaceId, { disabled: true })
  await addDelivery(workspaceId, paused, 9000)
  await addDelivery(workspaceId, disabled, 9000)
  expect(await read()).toEqual({ enabled: 0, paused: 1, disabled: 1, oldestDueSeconds: 0 })
  const well = await addEndpoint(other.id)
  await addEndpoint(workspaceId)
  await addDelivery(other.id, well, -3600)
  expect(await read()).toEqual({ enabled: 2, paused: 1, disabled: 1, oldestDueSeconds: 0 })
  await addDelivery(other.id, well, 500)
  const { oldestDueSeconds } = await read()
  expect(oldestDueSeconds).toBeGreaterThanOrEqual(500)
  expect(oldestDueSeconds).toBeLessThan(900)
})
