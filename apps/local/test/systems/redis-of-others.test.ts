import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startRedisCluster } from '@intake/testing/start-redis-cluster'
import { waitFor } from '@intake/testing/wait-for'
import { expect, onTestFinished, test } from 'vitest'
import { runLocal } from '../run-local.ts'

test('npm start uses a cluster that REDIS_NODES names, and starts no Redis of its own', async () => {
  const cluster = await startRedisCluster()
  onTestFinished(cluster.close)
  const dataDir = mkdtempSync(join(tmpdir(), 'intake-local-cluster-'))
  const run = runLocal(dataDir, { PATH: process.env.PATH, ...cluster.env })
  onTestFinished(async () => {
    if (run.child.exitCode === null) await run.end('SIGTERM')
    rmSync(dataDir, { recursive: true, force: true })
  })
  const local = await run.ready()
  expect(local.pids.redis).toBeNull()
  const headers = { 'x-api-key': local.apiKey, 'content-type': 'application/json' }
  const response = await fetch(`${local.baseUrl}/api/v1/leads`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ firstName: 'Ada', phoneNumber: '6782319992' }),
  })
  const { lead } = (await response.json()) as { lead: { id: string } }
  await waitFor('the lead to be enriched', async () => {
    const answer = await fetch(`${local.baseUrl}/api/v1/leads/${lead.id}`, { headers })
    return ((await answer.json()) as { lead: { activitySummary: unknown } }).lead.activitySummary !== null
  })
  expect((await fetch(`${local.consoleUrl}/readyz`)).status).toBe(200)
  expect(await run.end('SIGTERM')).toEqual({ code: 0, signal: null })
})
