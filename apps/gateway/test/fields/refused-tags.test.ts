import { makeWorkspace } from '@intake/testing/make-workspace'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { countStored, storesNothing } from '../count-stored.ts'
import { create } from '../create.ts'
import { expectProblem } from '../expect-problem.ts'
import { useGateway } from '../use-gateway.ts'

const used = useGateway()

test('a lead that Postgres refuses leaves no tag behind', async () => {
  const { gateway } = used
  const workspace = await makeWorkspace(gateway.db)
  await sql`alter table leads add constraint no_poison check (first_name <> 'poison')`.execute(gateway.db)
  const response = await storesNothing(gateway.db, workspace.id, async () =>
    gateway.post(workspace.key, { firstName: 'poison', tags: ['vip'] }),
  )
  await expectProblem(response, 500, 'internal_error')
  expect((await create(gateway, workspace.key, { tags: ['VIP'] })).lead.tags).toEqual(['VIP'])
})

test('a request refused for its idempotency key leaves no tag behind', async () => {
  const { gateway } = used
  const workspace = await makeWorkspace(gateway.db)
  const headers = { 'idempotency-key': 'once' }
  await create(gateway, workspace.key, {}, headers)
  const response = await storesNothing(gateway.db, workspace.id, async () =>
    gateway.post(workspace.key, { firstName: 'Eve', tags: ['vip'] }, headers),
  )
  await expectProblem(response, 422, 'idempotency_key_reused')
  expect((await countStored(gateway.db, workspace.id)).tags).toBe(0)
})
