import { DeleteLeadAnswer } from '@intake/contracts/delete-lead'
import { makeWorkspace } from '@intake/testing/make-workspace'
import { expect, test } from 'vitest'
import { call, taken } from '../call.ts'
import { create, read } from '../create.ts'
import { expectProblem } from '../expect-problem.ts'
import { useGateway } from '../use-gateway.ts'

const used = useGateway()
const remove = (key: string, id: string) => call(used.gateway, key, 'DELETE', `/leads/${id}`)

test('a deleted lead can be read, and is neither listed nor matched nor changed', async () => {
  const workspace = await makeWorkspace(used.gateway.db)
  const { lead } = await create(used.gateway, workspace.key, { email: 'ada@example.com' })
  const answer = DeleteLeadAnswer.parse(await taken(remove(workspace.key, lead.id)))
  expect(answer.lead.id).toBe(lead.id)
  const gone = await read(used.gateway, workspace.key, lead.id)
  expect(gone.lead.deletedAt).toBe(answer.lead.deletedAt)
  expect(gone.actionLogs[0]).toMatchObject({ type: 'API_ACTIVITY', summary: 'Lead deleted' })
  expect(await taken(call(used.gateway, workspace.key, 'GET', '/leads'))).toEqual({
    leads: [],
    nextCursor: null,
  })
  expect((await create(used.gateway, workspace.key, { email: 'ada@example.com' })).matchingLeads).toEqual([])
  const put = await call(used.gateway, workspace.key, 'PUT', `/leads/${lead.id}`, { lastName: 'X' })
  await expectProblem(put, 404, 'not_found')
})

test('deleting twice, or at once, deletes once', async () => {
  const { lead } = await create(used.gateway, used.workspace.key)
  const answers = await Promise.all(
    Array.from({ length: 5 }, () => taken(remove(used.workspace.key, lead.id))),
  )
  answers.push(await taken(remove(used.workspace.key, lead.id)))
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
  expect((await read(used.gateway, used.workspace.key, lead.id)).actionLogs).toHaveLength(2)
})

test('a deleted lead is no match of others any more', async () => {
  const workspace = await makeWorkspace(used.gateway.db)
  const one = await create(used.gateway, workspace.key, { email: 'ada@example.com' })
  const two = await create(used.gateway, workspace.key, { email: 'ada@example.com' })
  await taken(remove(workspace.key, one.lead.id))
  expect((await read(used.gateway, workspace.key, two.lead.id)).matchingLeads).toEqual([])
})

test('a test key deletes test leads only', async () => {
  const live = await create(used.gateway, used.workspace.key)
  await expectProblem(await remove(used.workspace.testKey, live.lead.id), 404, 'not_found')
  const trial = await create(used.gateway, used.workspace.testKey)
  await taken(remove(used.workspace.testKey, trial.lead.id))
})
