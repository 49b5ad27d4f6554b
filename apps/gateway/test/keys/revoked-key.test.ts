import { createApiKey } from '@intake/leads/admin/create-api-key'
import { revokeApiKey } from '@intake/leads/admin/revoke-api-key'
import { startStack } from '@intake/testing/start-stack'
import { waitFor } from '@intake/testing/wait-for'
import { expect, test } from 'vitest'

test('every gateway process refuses a revoked key, at the latest one second on', async () => {
  const stack = await startStack({ gateways: 2, workers: 0 })
  try {
    const { db } = stack.database
    const { id, key } = await createApiKey({ db }, { workspaceId: stack.workspace.id, name: 'brief' })
    const post = (gateway: number) =>
      stack.post({ firstName: 'Ada' }, { gateway, headers: { 'x-api-key': key } })
    for (const gateway of [0, 1]) expect((await post(gateway)).status).toBe(200)
    await revokeApiKey({ db }, { workspaceId: stack.workspace.id, key: id })
    const revokedAt = performance.now()
    await Promise.all(
      [0, 1].map((gateway) =>
        waitFor(`gateway ${gateway} to refuse the key`, async () => {
          const late = performance.now() - revokedAt > 1000
          const { status } = await post(gateway)
          if (late) expect(status).toBe(401)
          return status === 401
        }),
      ),
    )
  } finally {
    await stack.close()
  }
}, 90_000)
