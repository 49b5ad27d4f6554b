import { makeWorkspace } from '@intake/testing/make-workspace'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { countStored, storesNothing } from '../count-stored.ts'
import { read } from '../create.ts'
import { expectProblem } from '../expect-problem.ts'
import { useGateway } from '../use-gateway.ts'

const used = useGateway()

/** First names that only Postgres refuses, by the class of the error it raises. */
const poisons = {
  'a constraint': '23514',
  'a value': '22023',
  'a limit': '54000',
  'a trigger’s own exception': 'P0001',
}

beforeAll(async () => {
  await sql`create function refuse_poison() returns trigger language plpgsql as $$
    begin
      if new.first_name like 'poison %' then
        raise exception 'poisoned' using errcode = split_part(new.first_name, ' ', 2);
      end if;
      return new;
    end $$`.execute(used.gateway.db)
  await sql`create trigger refuse_poison before insert on leads
    for each row execute function refuse_poison()`.execute(used.gateway.db)
})

const bodyOf = (firstName: string, index: number) => ({
  firstName,
  email: `${index % 50}@example.com`,
  tags: ['common'],
  checklistItems: [{ code: 'tax_id', value: '12-3456789' }],
  externalLeadId: String(index),
})

describe.each(Object.entries(poisons))('a lead that is refused by %s', (_name, state) => {
  test.each([
    ['alone among a hundred', [42]],
    ['first and last', [0, 99]],
  ])('%s leaves the others alone', async (_place, places) => {
    const { gateway } = used
    const workspace = await makeWorkspace(gateway.db)
    const responses = await Promise.all(
      Array.from({ length: 100 }, (_, index) =>
        gateway.post(
          workspace.key,
          bodyOf(places.includes(index) ? `poison ${state}` : `Ada ${index}`, index),
        ),
      ),
    )
    for (const [index, response] of responses.entries()) {
      if (places.includes(index)) {
        const problem = await expectProblem(response, 500, 'internal_error')
        expect(problem.detail).not.toContain('poison')
        continue
      }
      expect(response.status, `lead ${index}`).toBe(200)
      const { lead } = (await response.json()) as { lead: { id: string } }
      const stored = await read(gateway, workspace.key, lead.id)
      expect(stored.lead).toMatchObject({ firstName: `Ada ${index}`, tags: ['common'] })
    }
    const good = 100 - places.length
    expect(await countStored(gateway.db, workspace.id)).toMatchObject({
      leads: good,
      lead_tags: good,
      tags: 1,
      action_logs: good,
      owed_enrichments: good,
    })
    const announced = await sql<{ lead_id: string }>`
      select unnest(lead_ids) as lead_id from outbox where workspace_id = ${workspace.id}`.execute(gateway.db)
    const leads = await gateway.db
      .selectFrom('leads')
      .select('id')
      .where('workspace_id', '=', workspace.id)
      .execute()
    expect(announced.rows.map((row) => row.lead_id).sort()).toEqual(leads.map(({ id }) => id).sort())
  })
})

test('a poisoned lead stores nothing and frees its idempotency key', async () => {
  const { gateway } = used
  const workspace = await makeWorkspace(gateway.db)
  const headers = { 'idempotency-key': 'poisoned' }
  const response = await storesNothing(gateway.db, workspace.id, async () =>
    gateway.post(workspace.key, { ...bodyOf('poison 23514', 0), tags: [] }, headers),
  )
  await expectProblem(response, 500, 'internal_error')
  const retried = await gateway.post(workspace.key, { firstName: 'Ada' }, headers)
  expect(retried.status).toBe(200)
  expect(retried.headers.get('idempotent-replayed')).toBeNull()
})

test('a poisoned lead with a key leaves keyed neighbours alone', async () => {
  const { gateway } = used
  const workspace = await makeWorkspace(gateway.db)
  const send = () =>
    Promise.all(
      Array.from({ length: 40 }, async (_, index) => {
        const body = bodyOf(index === 7 ? 'poison 23514' : `Ada ${index}`, index)
        const response = await gateway.post(workspace.key, body, { 'idempotency-key': `keyed ${index}` })
        return { status: response.status, text: await response.text() }
      }),
    )
  const first = await send()
  const second = await send()
  expect(first.filter(({ status }) => status === 200)).toHaveLength(39)
  expect(first[7]?.status).toBe(500)
  expect(second.filter(({ status }) => status === 200)).toEqual(first.filter(({ status }) => status === 200))
  expect(await countStored(gateway.db, workspace.id)).toMatchObject({ leads: 39, idempotency_keys: 39 })
})
