import type { CreateLeadAnswer } from '@intake/contracts/lead-answer'
import { makeWorkspace } from '@intake/testing/make-workspace'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { create } from '../create.ts'
import { makeGateway } from '../make-gateway.ts'
import { useGateway } from '../use-gateway.ts'

const used = useGateway()

test('spellings that two gateways use first at the same moment: every answer, kept ones too, has the stored one', async () => {
  const second = await makeGateway({ sharing: used.gateway })
  const workspace = await makeWorkspace(used.gateway.db)
  const gateways = [used.gateway, second]
  const send = (round: number, index: number) =>
    gateways[index % 2]?.post(
      workspace.key,
      { firstName: 'Ada', tags: [`${['vip', 'VIP', 'Vip'][index % 3]} ${round}`] },
      index % 4 < 2 ? { 'idempotency-key': `${round} ${index}` } : {},
    )
  try {
    for (let round = 0; round < 30; round++) {
      const calls = Array.from({ length: 12 }, (_, index) => index)
      const responses = await Promise.all(calls.map((index) => send(round, index)))
      const bodies = await Promise.all(responses.map((response) => response?.text()))
      const { rows } = await sql<{ name: string }>`
        select name from tags where workspace_id = ${workspace.id} and tag_key = ${`vip ${round}`}`.execute(
        used.gateway.db,
      )
      const spellings = bodies.map((body) => (JSON.parse(body ?? '') as CreateLeadAnswer).lead.tags)
      expect(spellings).toEqual(calls.map(() => [rows[0]?.name]))
      const again = await send(round, 0)
      expect([again?.headers.get('idempotent-replayed'), await again?.text()]).toEqual(['true', bodies[0]])
    }
  } finally {
    await second.close()
  }
})

test('a tag whose first lead was rolled back under a policy is made by the next', async () => {
  const workspace = await makeWorkspace(used.gateway.db)
  const { db } = used.gateway
  // Refused at the commit, after the statement has gone through.
  await sql`create function no_poison() returns trigger language plpgsql as $$
    begin if new.first_name = 'poison' then raise exception 'poison'; end if; return null; end $$`.execute(db)
  await sql`create constraint trigger no_poison after insert on leads deferrable initially deferred
    for each row execute function no_poison()`.execute(db)
  const guarded = { 'intake-duplicate-policy': 'merge' }
  const refused = await used.gateway.post(
    workspace.key,
    { firstName: 'poison', email: 'a@b.co', tags: ['Fresh'] },
    guarded,
  )
  expect(refused.status).toBe(500)
  expect((await create(used.gateway, workspace.key, { tags: ['fresh'] })).lead.tags).toEqual(['fresh'])
})
