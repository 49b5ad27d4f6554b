import { makeWorkspace } from '@intake/testing/make-workspace'
import { expect, test } from 'vitest'
import { call, taken } from '../call.ts'
import { create } from '../create.ts'
import { expectInvalid } from '../expect-problem.ts'
import { useGateway } from '../use-gateway.ts'

const used = useGateway()
const ask = (key: string, query = '') => call(used.gateway, key, 'GET', `/leads/export${query}`)
async function linesOf(key: string, query = '') {
  const response = await ask(key, query)
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toBe('application/x-ndjson')
  const text = await response.text()
  return text.split('\n').flatMap((line) => (line ? [JSON.parse(line) as { id: string }] : []))
}

test('every lead of the list is a line, over many pages, newest first', async () => {
  const workspace = await makeWorkspace(used.gateway.db)
  const leads = Array.from({ length: 120 }, (_, number) => ({ firstName: `Ada ${number}` }))
  for (let time = 0; time < 2; time++)
    await taken(call(used.gateway, workspace.key, 'POST', '/leads/batch', { leads: leads.slice(0, 100) }))
  const { lead } = await create(used.gateway, workspace.key, { tags: ['VIP'] })
  await create(used.gateway, workspace.testKey)
  const lines = await linesOf(workspace.key)
  expect(lines).toHaveLength(201)
  const list = (await taken(call(used.gateway, workspace.key, 'GET', '/leads?limit=100'))) as {
    leads: unknown[]
  }
  expect(lines.slice(0, 100)).toEqual(list.leads)
  expect(new Set(lines.map(({ id }) => id)).size).toBe(201)
  expect((await linesOf(workspace.key, '?tag=vip')).map(({ id }) => id)).toEqual([lead.id])
  expect(await linesOf(workspace.key, '?tag=none')).toEqual([])
  expect(await linesOf(workspace.testKey)).toHaveLength(1)
})

test('a reader that goes away is read for no more', async () => {
  const workspace = await makeWorkspace(used.gateway.db)
  for (let time = 0; time < 3; time++)
    await taken(
      call(used.gateway, workspace.key, 'POST', '/leads/batch', {
        leads: Array.from({ length: 100 }, () => ({ firstName: 'Ada' })),
      }),
    )
  const reader = (await ask(workspace.key)).body?.getReader()
  const { value } = (await reader?.read()) ?? {}
  const lines = new TextDecoder().decode(value).trimEnd().split('\n')
  expect(lines).toHaveLength(100)
  await reader?.cancel()
})

test('what a list refuses is refused before the first line', async () => {
  const { key } = used.workspace
  await expectInvalid(await ask(key, '?limit=5'), '/limit')
  await expectInvalid(await ask(key, '?status=x'), '/status')
  await expectInvalid(await ask(key, '?customFields.budget=1'), '/customFields.budget')
})
