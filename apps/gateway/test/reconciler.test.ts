import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createQueues } from '@intake/queue/create-queues'
import { createLogger } from '@intake/runtime/logger'
import { createStorage } from '@intake/storage/create-storage'
import { createTestDatabase } from '@intake/testing/create-test-database'
import { makeWorkspace } from '@intake/testing/make-workspace'
import { waitFor } from '@intake/testing/wait-for'
import { expect, test } from 'vitest'
import { startReconciler } from '../src/start-reconciler.ts'

test('expired idempotency keys are pruned without Redis too', async () => {
  const database = await createTestDatabase()
  const { id: workspaceId } = await makeWorkspace(database.db)
  await database.pool.query(
    `insert into idempotency_keys (workspace_id, route, key, fingerprint, status, body, expires_at)
     values ($1, 'POST /api/v1/leads', 'old', '', 200, '{}', now() - interval '1 second')`,
    [workspaceId],
  )
  const directory = await mkdtemp(join(tmpdir(), 'intake-files-'))
  const local = { directory, publicUrl: 'http://127.0.0.1', signingSecret: 'x' }
  const storage = await createStorage({ kind: 'local', ...local })
  const queues = createQueues({ redisUrl: 'redis://127.0.0.1:9' })
  await expect(queues.oldestJobAt()).rejects.toThrow('no connection to Redis')
  const reconciler = startReconciler({
    db: database.db,
    queues,
    logger: createLogger({ name: 'test', level: 'silent' }),
    everyMs: 50,
    graceSeconds: 1,
    storage,
    pendingFileSeconds: 3600,
    onRequeued: () => undefined,
  })
  await waitFor('the key to go', async () => {
    const { rowCount } = await database.pool.query('select from idempotency_keys')
    return rowCount === 0
  })
  await reconciler.close()
  await queues.close()
  await database.close()
  await rm(directory, { recursive: true })
})
