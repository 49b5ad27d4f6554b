import { createDatabase } from '@intake/database/create-database'
import { makeWorkspace, type TestWorkspace } from '@intake/testing/make-workspace'
import { waitFor } from '@intake/testing/wait-for'
import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { call, taken, update } from '../call.ts'
import { create } from '../create.ts'
import { expectInvalid } from '../expect-problem.ts'
import { useGateway } from '../use-gateway.ts'

const used = useGateway()
let workspace: TestWorkspace
beforeEach(async () => {
  workspace = await makeWorkspace(used.gateway.db)
})
interface Page {
  leads: { id: string; lastName: string | null; deletedAt: string | null; status: string; isTest: boolean }[]
  nextCursor: string
  hasMore: boolean
}
const ask = (query: Record<string, string> = {}, key = workspace.key) =>
  call(used.gateway, key, 'GET', `/leads/changes?${new URLSearchParams(query)}`)
const make = async (body: Record<string, unknown> = {}) =>
  (await create(used.gateway, workspace.key, body)).lead.id

/** Follows the feed as a client does, and keeps what it was told last of each lead. */
function follow(query: Record<string, string> = {}, key = workspace.key) {
  const known = new Map<string, Page['leads'][number]>()
  let cursor: string | undefined
  return {
    known,
    async step(): Promise<Page> {
      const page = (await taken(ask(cursor === undefined ? query : { ...query, cursor }, key))) as Page
      for (const lead of page.leads) known.set(lead.id, lead)
      cursor = page.nextCursor
      return page
    },
    async until(what: string, isThere: () => boolean) {
      await waitFor(what, async () => {
        await this.step()
        return isThere()
      })
    },
  }
}

test('leads come in the order of their last change, as they are, deleted ones too', async () => {
  const [ada, bob, cy] = [await make(), await make(), await make()]
  await update(used.gateway, workspace.key, ada, { lastName: 'Byron' })
  await taken(call(used.gateway, workspace.key, 'DELETE', `/leads/${bob}`))
  const feed = follow()
  await feed.until('all three', () => feed.known.size === 3)
  await feed.until('the last', () => feed.known.get(bob)?.deletedAt != null)
  const whole = (await taken(ask())) as Page
  expect(whole.leads.map(({ id }) => id)).toEqual([cy, ada, bob])
  expect(whole).toMatchObject({
    leads: [{ status: 'IN_PROGRESS' }, { lastName: 'Byron' }, { id: bob }],
    hasMore: false,
  })
  const first = (await taken(ask({ limit: '2' }))) as Page
  expect(first.leads.map(({ id }) => id)).toEqual([cy, ada])
  const second = (await taken(ask({ limit: '2', cursor: first.nextCursor }))) as Page
  expect(second.leads.map(({ id }) => id)).toEqual([bob])
  const third = (await taken(ask({ cursor: second.nextCursor }))) as Page
  expect(third).toEqual({ leads: [], nextCursor: second.nextCursor, hasMore: false })
})

test('a change that commits late is told after others that were faster, and is not missed', async () => {
  const [slow, fast] = [await make(), await make()]
  const feed = follow()
  await feed.until('both', () => feed.known.size === 2)
  const beside = createDatabase({ url: used.gateway.databaseUrl, maxConnections: 1 })
  try {
    let commit: (() => void) | undefined
    const held = new Promise<void>((resolve) => {
      commit = resolve
    })
    let begun: (() => void) | undefined
    const isBegun = new Promise<void>((resolve) => {
      begun = resolve
    })
    const late = beside.db.transaction().execute(async (trx) => {
      await sql`update leads set last_name = 'Late', updated_at = clock_timestamp()
        where workspace_id = ${workspace.id} and id = ${slow}`.execute(trx)
      begun?.()
      await held
    })
    await isBegun
    await update(used.gateway, workspace.key, fast, { lastName: 'Fast' })
    // Time passes: whatever it was dated, the database's clock is well past it.
    const { rows } = await sql<{ at: Date }>`select clock_timestamp() + interval '3 seconds' as at`.execute(
      used.gateway.db,
    )
    await waitFor('the clock', async () => {
      expect((await feed.step()).leads).toEqual([])
      const now = await sql<{ is: boolean }>`select clock_timestamp() > ${rows[0]?.at} as is`.execute(
        used.gateway.db,
      )
      return now.rows[0]?.is === true
    })
    commit?.()
    await late
    await feed.until('both changes', () =>
      [...feed.known.values()].every(({ lastName }) => lastName !== null),
    )
    expect(feed.known.get(slow)?.lastName).toBe('Late')
    expect(feed.known.get(fast)?.lastName).toBe('Fast')
  } finally {
    await beside.close()
  }
})

test('a follower among many writers ends with what is stored', async () => {
  const ids = await Promise.all(Array.from({ length: 10 }, () => make()))
  const feed = follow({ limit: '3' })
  let isWriting = true
  const writers = Promise.all(
    Array.from({ length: 6 }, async (_, writer) => {
      for (let round = 0; round < 15; round++) {
        const id = ids[(writer * 7 + round * 3) % ids.length] ?? ''
        await update(used.gateway, workspace.key, id, { lastName: `${writer} ${round}` })
        if (round % 5 === 0) await make({ lastName: `${writer} new ${round}` })
      }
    }),
  ).finally(() => {
    isWriting = false
  })
  while (isWriting) await feed.step()
  await writers
  const stored = await used.gateway.db
    .selectFrom('leads')
    .select(['id', 'last_name'])
    .where('workspace_id', '=', workspace.id)
    .execute()
  const isSame = () => stored.every(({ id, last_name }) => feed.known.get(id)?.lastName === last_name)
  await feed.until('what is stored', isSame)
  expect(feed.known.size).toBe(stored.length)
})

test('what the jobs find is a change', async () => {
  const id = await make()
  const feed = follow()
  await feed.until('the lead', () => feed.known.has(id))
  feed.known.clear()
  await sql`insert into activity_facts (workspace_id, lead_id, action_log_id, at)
    select workspace_id, lead_id, id, clock_timestamp() from action_logs
    where workspace_id = ${workspace.id} and lead_id = ${id}`.execute(used.gateway.db)
  await feed.until('the facts', () => feed.known.has(id))
})

test('each key follows its own kind of leads, and since begins later', async () => {
  const live = await make()
  const { lead } = await create(used.gateway, workspace.testKey)
  const [own, tests] = [follow(), follow({}, workspace.testKey)]
  await own.until('the live lead', () => own.known.has(live))
  await tests.until('the test lead', () => tests.known.has(lead.id))
  const asked = follow({ test: 'true' })
  await asked.until('the test lead', () => asked.known.has(lead.id))
  for (const { known } of [own, tests, asked]) expect(known.size).toBe(1)
  expect(await taken(ask({ test: 'false' }, workspace.testKey))).toMatchObject({ leads: [], hasMore: false })
  const later = (await taken(ask({ since: '2100-01-01T00:00:00Z' }))) as Page
  expect(later).toMatchObject({ leads: [], hasMore: false })
})

test('a cursor of another workspace or another kind is refused', async () => {
  const { nextCursor } = (await taken(ask())) as Page
  const other = await makeWorkspace(used.gateway.db)
  await expectInvalid(await ask({ cursor: nextCursor }, other.key), '/cursor')
  await expectInvalid(await ask({ cursor: nextCursor, test: 'true' }), '/cursor')
  await expectInvalid(await ask({ cursor: 'AAAA' }), '/cursor')
  await expectInvalid(await ask({ cursor: nextCursor, since: '2020-01-01T00:00:00Z' }), '/since')
})

test('updatedAfter lists what changed since, by calls and by jobs', async () => {
  const [ada, bob, cy] = [await make(), await make(), await make()]
  const { lead } = await update(used.gateway, workspace.key, cy, { lastName: 'Old' })
  await update(used.gateway, workspace.key, ada, { lastName: 'Byron' })
  await sql`insert into activity_facts (workspace_id, lead_id, action_log_id, at)
    select workspace_id, lead_id, id, clock_timestamp() from action_logs
    where workspace_id = ${workspace.id} and lead_id = ${bob}`.execute(used.gateway.db)
  const list = await taken(
    call(used.gateway, workspace.key, 'GET', `/leads?updatedAfter=${encodeURIComponent(lead.updatedAt)}`),
  )
  expect((list as Page).leads.map(({ id }) => id)).toEqual([bob, ada])
})
