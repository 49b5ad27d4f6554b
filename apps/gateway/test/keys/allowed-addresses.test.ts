import { createApiKey } from '@intake/leads/admin/create-api-key'
import { expect, test } from 'vitest'
import { expectProblem } from '../expect-problem.ts'
import { useGateway } from '../use-gateway.ts'

const used = useGateway()

test('a key is taken from the addresses that it allows, and is unknown elsewhere', async () => {
  const { app, db } = used.gateway
  const allowedAddresses = ['203.0.113.0/24']
  const { key } = await createApiKey(
    { db },
    { workspaceId: used.workspace.id, name: 'there', allowedAddresses },
  )
  const from = (remoteAddress: string | undefined, by = key) =>
    app.request(
      '/api/v1/leads',
      {},
      { incoming: { headers: { 'x-api-key': by }, socket: { remoteAddress } } },
    )
  expect((await from('203.0.113.9')).status).toBe(200)
  for (const address of ['203.0.114.9', undefined]) {
    const { detail } = await expectProblem(await from(address), 401, 'unauthorized')
    expect(detail).toBe((await expectProblem(await from('203.0.113.9', 'none'), 401, 'unauthorized')).detail)
  }
  expect((await from('203.0.114.9', used.workspace.key)).status).toBe(200)
})
