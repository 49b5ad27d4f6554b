import { fillSearchables } from '@intake/leads/admin/fill-searchables'
import { setSearchableFields } from '@intake/leads/admin/set-searchable-fields'
import { makeWorkspace, type TestWorkspace } from '@intake/testing/make-workspace'
import { waitFor } from '@intake/testing/wait-for'
import { expect, test } from 'vitest'
import { call, taken, update } from '../call.ts'
import { create } from '../create.ts'
import { expectInvalid, expectProblem } from '../expect-problem.ts'
import { useGateway } from '../use-gateway.ts'

const used = useGateway()
const ask = ({ key }: TestWorkspace, query: Record<string, string>) =>
  call(used.gateway, key, 'GET', `/leads?${new URLSearchParams(query)}`)
const find = async (workspace: TestWorkspace, query: Record<string, string>) =>
  ((await taken(ask(workspace, query))) as { leads: { id: string }[] }).leads.map(({ id }) => id)
const take = async ({ key }: TestWorkspace, customFields: unknown, more: object = {}) =>
  (await create(used.gateway, key, { customFields, ...more })).lead.id
const declare = (workspace: TestWorkspace, ...names: string[]) =>
  setSearchableFields(used.gateway, { workspaceId: workspace.id, names })
const fill = (workspace: TestWorkspace) => fillSearchables(used.gateway, { workspaceId: workspace.id })

/** Declares, fills, and waits until the gateway knows. */
async function declareAndFill(workspace: TestWorkspace, ...names: string[]) {
  await declare(workspace, ...names)
  await fill(workspace)
  for (const name of names)
    await waitFor(
      'the name to be known',
      async () => (await ask(workspace, { [`customFields.${name}`]: 'x' })).status === 200,
    )
}

test('leads are found by what they have under a declared name, newest first, whenever they came', async () => {
  const workspace = await makeWorkspace(used.gateway.db)
  const before = await take(workspace, { budget: '50k', plan: 'gold' })
  const deleted = await take(workspace, { budget: '50k' })
  await taken(call(used.gateway, workspace.key, 'DELETE', `/leads/${deleted}`))
  await declareAndFill(workspace, 'budget', 'plan')
  const after = await take(workspace, { budget: '50k', plan: 'tin', other: 'x' })
  const batch = call(used.gateway, workspace.key, 'POST', '/leads/batch', {
    leads: [
      { firstName: 'Bo', budget: '50k' },
      { firstName: 'Cy', budget: '60k' },
    ],
  })
  const { results } = (await taken(batch)) as { results: { answer: { lead: { id: string } } }[] }
  const [bo, cy] = results.map(({ answer }) => answer.lead.id)
  expect(await find(workspace, { 'customFields.budget': '50k' })).toEqual([bo, after, before])
  expect(await find(workspace, { 'customFields.budget': '60k' })).toEqual([cy])
  expect(await find(workspace, { 'customFields.budget': '50k', 'customFields.plan': 'tin' })).toEqual([after])
  expect(await find(workspace, { 'customFields.budget': '50K' })).toEqual([])
  const other = await makeWorkspace(used.gateway.db)
  await declareAndFill(other, 'budget')
  expect(await find(other, { 'customFields.budget': '50k' })).toEqual([])
})

test('pages go by the filter', async () => {
  const workspace = await makeWorkspace(used.gateway.db)
  await declareAndFill(workspace, 'a', 'b')
  const ids: string[] = []
  for (const b of [1, 2, 1]) ids.unshift(await take(workspace, { a: 'x', b }))
  const query = { limit: '2', 'customFields.a': 'x' }
  const first = (await taken(ask(workspace, query))) as { leads: { id: string }[]; nextCursor: string }
  expect(first.leads.map(({ id }) => id)).toEqual(ids.slice(0, 2))
  expect(await find(workspace, { ...query, cursor: first.nextCursor })).toEqual(ids.slice(2))
  const others = { ...query, 'customFields.b': '1', cursor: first.nextCursor }
  await expectInvalid(await ask(workspace, others), '/cursor')
})

test.each<[unknown, string, boolean]>([
  [3, '3', true],
  [1.5, '1.5', true],
  [1e21, '1000000000000000000000', true],
  [true, 'true', true],
  ['ä = "1"', 'ä = "1"', true],
  ['x'.repeat(2000), 'x'.repeat(2000), true],
  [['a'], '["a"]', false],
  [{ a: 1 }, '{"a": 1}', false],
])('a value of %j is asked for as %s: %s', async (value, text, isFound) => {
  const workspace = await makeWorkspace(used.gateway.db)
  const before = await take(workspace, { name: value })
  await declareAndFill(workspace, 'name')
  const after = await take(workspace, { name: value })
  expect(await find(workspace, { 'customFields.name': text })).toEqual(isFound ? [after, before] : [])
})

test('updates and merges keep what is found right', async () => {
  const workspace = await makeWorkspace(used.gateway.db)
  await declareAndFill(workspace, 'plan', 'size')
  const id = await take(workspace, { plan: 'tin' }, { email: 'ada@example.org' })
  await update(used.gateway, workspace.key, id, { customFields: { plan: 'gold', size: 3 } })
  expect(await find(workspace, { 'customFields.plan': 'tin' })).toEqual([])
  expect(await find(workspace, { 'customFields.plan': 'gold', 'customFields.size': '3' })).toEqual([id])
  await update(used.gateway, workspace.key, id, { customFields: { size: null } })
  expect(await find(workspace, { 'customFields.size': '3' })).toEqual([])
  const merged = await used.gateway.post(
    workspace.key,
    { firstName: 'Ada', email: 'ada@example.org', size: 4, plan: 'lead' },
    { 'intake-duplicate-policy': 'merge' },
  )
  expect(await taken(merged)).toMatchObject({ result: 'merged' })
  expect(await find(workspace, { 'customFields.plan': 'gold', 'customFields.size': '4' })).toEqual([id])
  await update(used.gateway, workspace.key, id, { customFields: null })
  expect(await find(workspace, { 'customFields.plan': 'gold' })).toEqual([])
})

test('a name that is not declared is refused with those that are; one that is not ready waits', async () => {
  const workspace = await makeWorkspace(used.gateway.db)
  const undeclared = await expectInvalid(
    await ask(workspace, { 'customFields.budget': '1' }),
    '/customFields.budget',
  )
  expect(undeclared.errors[0]).toMatchObject({ code: 'not_searchable' })
  await declareAndFill(workspace, 'plan', 'size')
  const { errors } = await expectInvalid(
    await ask(workspace, { 'customFields.budget': '1' }),
    '/customFields.budget',
  )
  expect(errors[0]?.message).toContain('plan, size')
  await declare(workspace, 'size', 'budget')
  await waitFor(
    'the name to be known',
    async () => (await ask(workspace, { 'customFields.budget': '1' })).status !== 400,
  )
  await expectProblem(await ask(workspace, { 'customFields.budget': '1' }), 503, 'unavailable')
  expect(await find(workspace, { 'customFields.size': '1' })).toEqual([])
  await expectInvalid(await ask(workspace, { 'customFields.plan': '1' }), '/customFields.plan')
  await expectInvalid(await ask(workspace, { customFields: '1' }), '/customFields')
})

test('a workspace that declares none has nothing indexed, and what was goes with the last name', async () => {
  const workspace = await makeWorkspace(used.gateway.db)
  const stored = () =>
    used.gateway.db
      .selectFrom('lead_searchables')
      .selectAll()
      .where('workspace_id', '=', workspace.id)
      .execute()
  await take(workspace, { plan: 'gold' })
  expect(await stored()).toEqual([])
  await declareAndFill(workspace, 'plan')
  expect(await stored()).toHaveLength(1)
  await declare(workspace)
  await fill(workspace)
  expect(await stored()).toEqual([])
})
