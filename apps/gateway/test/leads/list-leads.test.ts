import { ListLeadsAnswer } from '@intake/contracts/list-leads'
import { loadChecklistTemplate } from '@intake/leads/admin/load-checklist-template'
import { makeWorkspace, type TestWorkspace } from '@intake/testing/make-workspace'
import { testTemplate } from '@intake/testing/test-template'
import { waitFor } from '@intake/testing/wait-for'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { call, taken, update } from '../call.ts'
import { create, read } from '../create.ts'
import { expectInvalid } from '../expect-problem.ts'
import { useGateway } from '../use-gateway.ts'

const used = useGateway()
type Query = Record<string, string>
const send = (workspace: TestWorkspace, query: Query) =>
  call(used.gateway, workspace.key, 'GET', `/leads?${new URLSearchParams(query)}`)

async function list(workspace: TestWorkspace, query: Query = {}): Promise<ListLeadsAnswer> {
  const answer = await taken(send(workspace, query))
  expect(ListLeadsAnswer.parse(answer)).toEqual(answer)
  return ListLeadsAnswer.parse(answer)
}

async function listAll(workspace: TestWorkspace, query: Query = {}): Promise<string[]> {
  const ids: string[] = []
  let cursor: string | null = null
  do {
    const page: ListLeadsAnswer = await list(workspace, { ...query, ...(cursor ? { cursor } : {}) })
    ids.push(...page.leads.map((lead) => lead.id))
    cursor = page.nextCursor
  } while (cursor !== null)
  return ids
}

async function fill(workspace: TestWorkspace, bodies: Record<string, unknown>[]): Promise<string[]> {
  const ids: string[] = []
  for (const body of bodies) ids.push((await create(used.gateway, workspace.key, body)).lead.id)
  return ids
}

describe('paging', () => {
  test('newest first, every lead once, whatever comes meanwhile', async () => {
    const workspace = await makeWorkspace(used.gateway.db)
    const ids = await fill(workspace, Array(7).fill({}))
    const first = await list(workspace, { limit: '3' })
    expect(first.leads.map((lead) => lead.id)).toEqual([ids[6], ids[5], ids[4]])
    await fill(workspace, [{}])
    const second = await list(workspace, { limit: '3', cursor: first.nextCursor ?? '' })
    expect(second.leads.map((lead) => lead.id)).toEqual([ids[3], ids[2], ids[1]])
    const last = await list(workspace, { limit: '3', cursor: second.nextCursor ?? '' })
    expect(last).toMatchObject({ leads: [{ id: ids[0] }], nextCursor: null })
  })

  test('a page that is just full is the last', async () => {
    const workspace = await makeWorkspace(used.gateway.db)
    await fill(workspace, [{}, {}])
    expect((await list(workspace, { limit: '2' })).nextCursor).toBeNull()
    expect(await list(await makeWorkspace(used.gateway.db))).toEqual({ leads: [], nextCursor: null })
  })

  test('the Link header leads to the next page, filters and all', async () => {
    const workspace = await makeWorkspace(used.gateway.db)
    const ids = await fill(workspace, Array(3).fill({ tags: ['A & B'] }))
    const response = await send(workspace, { limit: '2', tag: 'a & b' })
    const [, path] = /^<\/api\/v1(.*)>; rel="next"$/.exec(response.headers.get('link') ?? '') ?? []
    const next = await call(used.gateway, workspace.key, 'GET', path ?? '')
    expect(next.headers.get('link')).toBeNull()
    expect(await next.json()).toMatchObject({ leads: [{ id: ids[0] }], nextCursor: null })
  })

  test('fifty when nothing is said', async () => {
    const workspace = await makeWorkspace(used.gateway.db)
    await Promise.all(Array.from({ length: 51 }, () => create(used.gateway, workspace.key)))
    expect((await list(workspace)).leads).toHaveLength(50)
    expect((await list(workspace, { limit: '100' })).leads).toHaveLength(51)
  })

  test('a listed lead is the lead that a read finds, with its status', async () => {
    const workspace = await makeWorkspace(used.gateway.db)
    const [id = ''] = await fill(workspace, [{ tags: ['b', 'a'], email: 'ada@example.com' }])
    const { lead, status, suppressed } = await read(used.gateway, workspace.key, id)
    expect((await list(workspace)).leads).toEqual([{ ...lead, status, suppressed }])
  })
})

test.each<[string, Query, string[]]>([
  ['limit 0', { limit: '0' }, ['/limit']],
  ['limit 101', { limit: '101' }, ['/limit']],
  ['limit x', { limit: 'x' }, ['/limit']],
  ['limit 1.5', { limit: '1.5' }, ['/limit']],
  ['an unknown status', { status: 'DONE' }, ['/status']],
  ['a test of neither kind', { test: 'yes' }, ['/test']],
  ['a day', { createdAfter: 'yesterday' }, ['/createdAfter']],
  ['an empty filter', { email: '' }, ['/email']],
  ['NUL', { tag: 'a\0b' }, ['/tag']],
  ['no cursor', { cursor: '' }, ['/cursor']],
  ['a made-up cursor', { cursor: 'AZrBJHfIdqmTk1oWj2tqWwAAAAAAAAAAAAAAAA' }, ['/cursor']],
  ['an unknown filter', { colour: 'red' }, ['/colour']],
  ['a long cursor', { cursor: 'A'.repeat(201) }, ['/cursor']],
])('%s is refused', async (_name, query, pointers) => {
  await expectInvalid(await send(used.workspace, query), ...pointers)
})

test('a cursor is good for its workspace and its filters alone, and says nothing of them', async () => {
  const [one, other] = [await makeWorkspace(used.gateway.db), await makeWorkspace(used.gateway.db)]
  await fill(one, Array(3).fill({ externalLeadId: 'crm-1' }))
  await fill(other, Array(3).fill({ externalLeadId: 'crm-1' }))
  const { nextCursor } = await list(one, { limit: '1', externalLeadId: 'crm-1' })
  const cursor = nextCursor ?? ''
  expect((await list(one, { limit: '2', externalLeadId: 'crm-1', cursor })).leads).toHaveLength(2)
  const foreign = await expectInvalid(await send(other, { externalLeadId: 'crm-1', cursor }), '/cursor')
  const madeUp = await expectInvalid(await send(other, { externalLeadId: 'crm-1', cursor: 'x' }), '/cursor')
  expect(foreign.errors).toEqual(madeUp.errors)
  await expectInvalid(await send(one, { cursor }), '/cursor')
  await expectInvalid(await send(one, { externalLeadId: 'crm-2', cursor }), '/cursor')
  const flipped = `${cursor.slice(0, 4)}${cursor[4] === 'A' ? 'B' : 'A'}${cursor.slice(5)}`
  await expectInvalid(await send(one, { externalLeadId: 'crm-1', cursor: flipped }), '/cursor')
})

describe('filters', () => {
  test.each<[string, Query, number[]]>([
    ['e-mail, in any case', { email: 'ADA@example.com' }, [1, 0]],
    ['e-mail of nobody', { email: 'nobody' }, []],
    ['phone, in any form', { phoneNumber: '(678) 231-9992' }, [2, 0]],
    ['phone in E.164', { phoneNumber: '+16782319992' }, [2, 0]],
    ['phone that can’t be parsed', { phoneNumber: 'call me' }, [3]],
    ['external id', { externalLeadId: 'crm-1' }, [3, 1]],
    ['external id in other case', { externalLeadId: 'CRM-1' }, []],
    ['tag, in any case', { tag: 'vip' }, [2, 1]],
    ['tag of nobody', { tag: 'none' }, []],
    ['several at once', { tag: 'VIP', externalLeadId: 'crm-1' }, [1]],
  ])('%s', async (_name, query, expected) => {
    const workspace = await makeWorkspace(used.gateway.db)
    const ids = await fill(workspace, [
      { email: 'ada@example.com', phoneNumber: '6782319992' },
      { email: 'Ada@Example.com', externalLeadId: 'crm-1', tags: ['VIP'] },
      { phoneNumber: '+1 678 231 9992', tags: ['Vip', 'x'] },
      { phoneNumber: 'call me', externalLeadId: 'crm-1' },
    ])
    expect(await listAll(workspace, { ...query, limit: '1' })).toEqual(expected.map((index) => ids[index]))
  })

  test.each<[string, Query]>([
    ['none', {}],
    ['e-mail', { email: 'ada@example.com' }],
    ['phone', { phoneNumber: '6782319992' }],
    ['a phone that can’t be parsed', { phoneNumber: 'call me' }],
    ['tag', { tag: 'vip' }],
    ['status', { status: 'IN_PROGRESS' }],
  ])(
    'by kind, and by %s: a live key lists test leads where it asks for them, a test key no others',
    async (_, query) => {
      const workspace = await makeWorkspace(used.gateway.db)
      const asTest = { ...workspace, key: workspace.testKey }
      const phoneNumber = query.phoneNumber ?? '6782319992'
      const body = { email: 'ada@example.com', phoneNumber, tags: ['VIP'] }
      const live = await create(used.gateway, workspace.key, body)
      const trial = await create(used.gateway, workspace.testKey, body)
      expect(await listAll(workspace, query)).toEqual([live.lead.id])
      expect(await listAll(workspace, { ...query, test: 'false' })).toEqual([live.lead.id])
      expect(await listAll(workspace, { ...query, test: 'true' })).toEqual([trial.lead.id])
      expect(await listAll(asTest, query)).toEqual([trial.lead.id])
      expect(await listAll(asTest, { ...query, test: 'true' })).toEqual([trial.lead.id])
      expect(await listAll(asTest, { ...query, test: 'false' })).toEqual([])
    },
  )

  test('the longest phone that is kept can be looked for', async () => {
    const workspace = await makeWorkspace(used.gateway.db)
    const phoneNumber = 'x'.repeat(100)
    const ids = await fill(workspace, [{ phoneNumber }, { phoneNumber: 'x'.repeat(101) }])
    expect(await listAll(workspace, { phoneNumber })).toEqual([ids[0]])
  })

  test('createdAfter and createdBefore leave out the moment itself', async () => {
    const workspace = await makeWorkspace(used.gateway.db)
    const leads = []
    for (let index = 0; index < 3; index++) leads.push((await create(used.gateway, workspace.key)).lead)
    const [, middle] = leads
    const at = middle?.createdAt ?? ''
    const newer = leads.filter(({ createdAt }) => createdAt > at).map(({ id }) => id)
    const older = leads.filter(({ createdAt }) => createdAt < at).map(({ id }) => id)
    expect(await listAll(workspace, { createdAfter: at })).toEqual(newer.reverse())
    expect(await listAll(workspace, { createdBefore: at })).toEqual(older.reverse())
    expect(await listAll(workspace, { createdAfter: '2000-01-01T00:00:00+02:00' })).toHaveLength(3)
    expect(await listAll(workspace, { createdBefore: '1960-01-01T00:00:00Z' })).toEqual([])
  })
})

describe('status', () => {
  const done = [
    { code: 'business_name', value: 'Acme Inc' },
    { code: 'tax_id', value: '12-3456789' },
    { code: 'bank_statements', status: 'COMPLETED' },
  ]
  const bodies = [
    {},
    { checklistItems: done },
    { checklistItems: [...done, { code: 'entity_type', value: 'LLC' }] },
    { checklistItems: [...done.slice(1), { code: 'business_name', value: 'Acme', status: 'NEEDS_REVIEW' }] },
    { checklistItems: done, didOptOut: true },
    { checklistItems: [{ code: 'legal_name', value: 'x', status: 'NEEDS_REVIEW' }] },
    { checklistItems: done },
  ]

  test('is filtered as it is computed, page by page', async () => {
    const workspace = await makeWorkspace(used.gateway.db)
    const ids = await fill(workspace, bodies)
    await update(used.gateway, workspace.key, ids[6] ?? '', { status: 'NOT_INTERESTED' })
    for (const status of ['OPTED_OUT', 'NOT_INTERESTED', 'REVIEW', 'COMPLETED', 'IN_PROGRESS']) {
      const expected = []
      for (const id of [...ids].reverse())
        if ((await read(used.gateway, workspace.key, id)).status === status) expected.push(id)
      expect(expected.length, status).toBeGreaterThan(0)
      expect(await listAll(workspace, { status, limit: '1' }), status).toEqual(expected)
    }
  })

  test('follows a change of the template', async () => {
    const workspace = await makeWorkspace(used.gateway.db)
    const [id] = await fill(workspace, [{ checklistItems: done.slice(0, 2) }])
    expect(await listAll(workspace, { status: 'COMPLETED' })).toEqual([])
    const template = { groups: testTemplate.groups.slice(0, 2) }
    await loadChecklistTemplate({ db: used.gateway.db }, { workspaceId: workspace.id, template })
    await waitFor(
      'the new checklist to be in force',
      async () => (await listAll(workspace, { status: 'COMPLETED' }))[0] === id,
    )
    expect(await listAll(workspace, { status: 'IN_PROGRESS' })).toEqual([])
  })

  test('a search through very many leads goes on from page to page, and finds what is there', async () => {
    const items = [
      { code: 'kind', label: 'Kind', fieldType: 'TEXT', isRequired: false },
      {
        code: 'trucks',
        label: 'Trucks',
        fieldType: 'NUMBER',
        conditions: { item: 'kind', equals: 'haulage' },
      },
    ]
    const template = { groups: [{ name: 'All', items }] }
    const workspace = await makeWorkspace(used.gateway.db, { template })
    const checklistItems = [
      { code: 'kind', value: 'haulage' },
      { code: 'trucks', value: 3 },
    ]
    const [id] = await fill(workspace, [{ checklistItems }])
    await sql`
      insert into leads (workspace_id, id, first_name, assignee_type, source, is_test, created_at, updated_at)
      select ${workspace.id}::uuid, ('f' || substr(gen_random_uuid()::text, 2))::uuid, 'Ada', 'AI_AGENT', 'api', false, now(), now()
      from generate_series(1, 5300)`.execute(used.gateway.db)
    const first = await list(workspace, { status: 'COMPLETED' })
    expect(first).toEqual({ leads: [], nextCursor: expect.any(String) })
    const second = await list(workspace, { status: 'COMPLETED', cursor: first.nextCursor ?? '' })
    expect(second).toMatchObject({ leads: [{ id }], nextCursor: null })
  })
})
