import { type Stack, startStack } from '@intake/testing/start-stack'
import { waitFor } from '@intake/testing/wait-for'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { holdRelay } from '../chaos/hold-relay.ts'
import { expectEnrichedOnce, postTwins } from './effects.ts'

let stack: Stack
beforeAll(async () => {
  stack = await startStack({ workers: 0 })
})
afterAll(() => stack.close())

test('SIGTERM amid relaying: the claim is finished, the rest is relayed by another process', async () => {
  const [gateway] = stack.apps.gateway
  const held = await holdRelay(stack)
  const ids = await postTwins(stack, 3)
  await waitFor('the relay to be about to commit', async () => (await held.waiting()) > 0)
  ids.push(...(await postTwins(stack, 3)))
  const exited = gateway?.stop('SIGTERM')
  await waitFor('the port to close', () =>
    fetch(`${gateway?.url}/livez`).then(
      () => false,
      () => true,
    ),
  )
  await held.release()
  expect(await exited).toBe(0)
  const { rows } = await stack.database.pool.query<{ left: number }>(
    'select coalesce(sum(cardinality(lead_ids)), 0)::int as left from outbox',
  )
  expect(rows[0]?.left).toBeLessThan(6)
  await Promise.all([stack.add('gateway'), stack.add('worker')])
  await expectEnrichedOnce(stack, ids)
  expect((await stack.database.pool.query('select from outbox')).rowCount).toBe(0)
}, 120_000)
