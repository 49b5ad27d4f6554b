import { CreateLeadAnswer, GetLeadAnswer } from '@intake/contracts/lead-answer'
import { type PgBouncer, startPgBouncer } from '@intake/testing/start-pgbouncer'
import { type Stack, startStack } from '@intake/testing/start-stack'
import { waitFor } from '@intake/testing/wait-for'
import { afterAll, beforeAll, expect, test } from 'vitest'

let stack: Stack
let pooler: PgBouncer | undefined
beforeAll(async () => {
  stack = await startStack({
    gateways: 2,
    workers: 2,
    env: { DATABASE_POOLER: 'transaction' },
    // Far fewer than the four processes would open by themselves.
    through: async (url) => {
      pooler = await startPgBouncer(url, 6)
      return pooler.url
    },
  })
})
afterAll(async () => {
  await stack.close()
  await pooler?.stop()
})

const phone = (index: number) => `404${String(2_000_000 + index)}`

test('two gateways and two workers share six connections of a pooler in transaction mode', async () => {
  const sent = Array.from({ length: 300 }, (_, index) => index)
  const ids = await Promise.all(
    sent.map(async (index) => {
      const headers = { 'Idempotency-Key': `key-${index % 150}` }
      const lead = { firstName: 'Ada', phoneNumber: phone(index % 150), tags: ['Pooled'] }
      const response = await stack.post(lead, { gateway: index % 2, headers })
      expect(response.status).toBe(200)
      return CreateLeadAnswer.parse(await response.json()).lead.id
    }),
  )
  expect(new Set(ids).size).toBe(150)

  const guarded = await Promise.all(
    sent
      .slice(0, 40)
      .map((index) =>
        stack.post(
          { firstName: 'Bob', phoneNumber: phone(1000 + (index % 4)) },
          { gateway: index % 2, headers: { 'Intake-Duplicate-Policy': 'reject' } },
        ),
      ),
  )
  expect(guarded.filter(({ status }) => status === 200)).toHaveLength(4)
  expect(guarded.filter(({ status }) => status === 409)).toHaveLength(36)

  await waitFor('every lead to be enriched', async () => {
    const { owed } = await stack.database.aside
      .selectFrom('owed_enrichments')
      .select(({ fn }) => fn.countAll<string>().as('owed'))
      .executeTakeFirstOrThrow()
    return Number(owed) === 0
  })
  const { lead, actionLogs } = GetLeadAnswer.parse(await (await stack.get(ids[0] ?? '')).json())
  expect(lead).toMatchObject({ timezone: 'America/New_York', tags: ['Pooled'] })
  expect(actionLogs).toHaveLength(1)
})

test('a server that answers commits before they are on disk is refused behind a pooler', async () => {
  const { pool, url } = stack.database
  const name = new URL(url).pathname.slice(1)
  await pool.query(`alter database ${name} set synchronous_commit = off`)
  const pooled = await startPgBouncer(url, 2)
  const start = stack.add('gateway', { DATABASE_URL: pooled.url })
  await expect(start).rejects.toThrow('synchronous_commit is off on this server')
  await pool.query(`alter database ${name} reset synchronous_commit`)
  await pooled.stop()
})
