import { expect, test } from 'vitest'
import { startBaselines } from './start-baselines.ts'

test('a baseline that does not come up is said, and the others run', async () => {
  const baselines = await startBaselines({
    // Nobody listens there: the one that makes its table first ends.
    beside: { databaseUrl: 'postgres://127.0.0.1:1/none', workspaceId: '' },
    postgresPid: process.pid,
    answerBytes: 1000,
    headers: {},
    fewestClients: 1,
  })
  baselines.stop()
  expect(baselines.contenders.map(({ name }) => name)).toEqual([
    'Hono + one CTE a request',
    'Hono, no database',
  ])
  expect(baselines.failed).toEqual([
    { contender: 'Fastify + one INSERT', reason: 'fastify-insert ended before it listened' },
  ])
}, 120_000)
