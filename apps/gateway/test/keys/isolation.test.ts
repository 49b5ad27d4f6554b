import { makeWorkspace } from '@intake/testing/make-workspace'
import { expect, test } from 'vitest'
import { countStored, storesNothing } from '../count-stored.ts'
import { create, itemOf, read } from '../create.ts'
import { expectInvalid, expectProblem } from '../expect-problem.ts'
import { useGateway } from '../use-gateway.ts'

const used = useGateway()
const twoWorkspaces = async () =>
  [await makeWorkspace(used.gateway.db), await makeWorkspace(used.gateway.db)] as const
const person = {
  firstName: 'Ada',
  email: 'ada@example.com',
  phoneNumber: '6782319992',
  externalLeadId: 'crm-1',
  tags: ['Secret Tag'],
  checklistItems: [{ code: 'tax_id', value: '12-3456789' }],
}

test('a lead of another workspace can’t be read by any key', async () => {
  const [one, other] = await twoWorkspaces()
  const { lead } = await create(used.gateway, one.key, person)
  for (const key of [other.key, other.testKey])
    for (const id of [lead.id, lead.id.toUpperCase()])
      await expectProblem(await used.gateway.get(key, id), 404, 'not_found')
  expect((await read(used.gateway, one.key, lead.id)).lead.id).toBe(lead.id)
})

test('nothing in an answer comes from another workspace', async () => {
  const [one, other] = await twoWorkspaces()
  const theirs = await create(used.gateway, one.key, person)
  const ours = await create(used.gateway, other.key, { ...person, tags: ['secret tag'] })
  expect(ours.matchingLeads).toEqual([])
  expect(ours.lead.tags).toEqual(['secret tag'])
  const text = JSON.stringify([ours, await read(used.gateway, other.key, ours.lead.id)])
  expect(text).not.toContain(one.id)
  expect(text).not.toContain(theirs.lead.id)
  expect(text).not.toContain('Secret Tag')
  for (const group of theirs.checklistItems) {
    expect(text).not.toContain(group.id)
    for (const item of group.items) {
      expect(text).not.toContain(item.id)
      expect(text).not.toContain(item.checklistItemId)
    }
  }
})

test('a body can’t name another workspace or lead', async () => {
  const [one, other] = await twoWorkspaces()
  const theirs = await create(used.gateway, one.key, person)
  const answer = await storesNothing(used.gateway.db, one.id, () =>
    create(used.gateway, other.key, {
      ...person,
      workspaceId: one.id,
      workspace_id: one.id,
      id: theirs.lead.id,
      leadId: theirs.lead.id,
    }),
  )
  expect(answer.lead.workspaceId).toBe(other.id)
  expect(answer.lead.id).not.toBe(theirs.lead.id)
})

test('the checklist codes of another workspace are unknown', async () => {
  const items = [{ code: 'only_here', label: 'Only here', fieldType: 'TEXT' }]
  const one = await makeWorkspace(used.gateway.db, { template: { groups: [{ name: 'Own', items }] } })
  const other = await makeWorkspace(used.gateway.db)
  const body = { firstName: 'Ada', checklistItems: [{ code: 'only_here', value: 'x' }] }
  await expectInvalid(await used.gateway.post(other.key, body), '/checklistItems/0/code')
  expect(itemOf(await create(used.gateway, one.key, body), 'only_here').value).toBe('x')
})

test('workspaces that write at the same moment, in the same batches, stay apart', async () => {
  const workspaces = await Promise.all(Array.from({ length: 5 }, () => makeWorkspace(used.gateway.db)))
  const answers = await Promise.all(
    Array.from({ length: 100 }, async (_, index) => {
      const workspace = workspaces[index % 5]
      if (!workspace) throw new Error('there are five workspaces')
      const spelling = ['VIP', 'vip', 'Vip', 'vIP', 'viP'][index % 5]
      const answer = await create(used.gateway, workspace.key, {
        ...person,
        firstName: `Ada ${index}`,
        tags: [spelling],
      })
      return { workspace, spelling, answer }
    }),
  )
  for (const { workspace, spelling, answer } of answers) {
    expect(answer.lead).toMatchObject({ workspaceId: workspace.id, tags: [spelling] })
    for (const match of answer.matchingLeads) expect(match.workspaceId).toBe(workspace.id)
    const later = await read(used.gateway, workspace.key, answer.lead.id)
    expect(later.matchingLeads).toHaveLength(19)
    expect(later.matchingLeads.every((match) => match.workspaceId === workspace.id)).toBe(true)
  }
  for (const { id } of workspaces)
    expect(await countStored(used.gateway.db, id)).toMatchObject({ leads: 20, tags: 1, action_logs: 20 })
  const { lead } = await create(used.gateway, used.workspace.key, person)
  expect(lead.workspaceId).toBe(used.workspace.id)
})
