import { createQueues } from '@intake/queue/create-queues'
import { singleRedis } from '@intake/queue/redis-settings'
import { createLogger } from '@intake/runtime/logger'
import { createTestDatabase } from '@intake/testing/create-test-database'
import { makeWorkspace } from '@intake/testing/make-workspace'
import { waitFor } from '@intake/testing/wait-for'
import { expect, test } from 'vitest'
import { startReconciler } from '../../src/processes/start-reconciler.ts'

test('expired idempotency keys are pruned without Redis too', async () => {
  const database = await createTestDatabase()
  const { id: workspaceId } = await makeWorkspace(database.db)
  await database.pool.query(
    `insert into idempotency_keys (workspace_id, route, key, fingerprint, status, body, expires_at)
     values ($1, 'POST /api/v1/leads', 'old', '', 200, '{}', now() - interval '1 second')`,
    [workspaceId],
  )
  const queues = createQueues({ redis: singleRedis('redis://127.0.0.1:9') })
  await expect(queues.oldestJobAt()).rejects.toThrow('no connection to Redis')
  const reconciler = startReconciler({
    db: database.db,
    queues,
    logger: createLogger({ name: 'test', level: 'silent' }),
    everyMs: 50,
    graceSeconds: 1,
    onRequeued: () => undefined,
  })
  await waitFor('the key to go', async () => {
    const { rowCount } = await database.pool.query('select from idempotency_keys')
    return rowCount === 0
  })
  await reconciler.close()
  await queues.close()
  await database.close()
})
