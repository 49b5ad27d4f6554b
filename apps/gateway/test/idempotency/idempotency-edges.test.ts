import { loadChecklistTemplate } from '@intake/leads/admin/load-checklist-template'
import { makeWorkspace } from '@intake/testing/make-workspace'
import { waitFor } from '@intake/testing/wait-for'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeGateway, type TestGateway } from '../make-gateway.ts'

let gateway: TestGateway
beforeAll(async () => {
  gateway = await makeGateway()
})
afterAll(() => gateway.close())

test('a live call is never answered with the test lead of the same key and body', async () => {
  const { key, testKey } = await makeWorkspace(gateway.db)
  const headers = { 'idempotency-key': 'lead-123' }
  const trial = (await (await gateway.post(testKey, { firstName: 'Ada' }, headers)).json()) as {
    lead: { isTest: boolean }
  }
  const response = await gateway.post(key, { firstName: 'Ada' }, headers)
  const live = (await response.json()) as { lead: { isTest: boolean } }
  expect(trial.lead.isTest).toBe(true)
  expect(live.lead.isTest).toBe(false)
  expect(response.headers.get('idempotent-replayed')).toBeNull()
})

test('a repeated call gets its first answer although the checklist has moved on', async () => {
  const { id, key } = await makeWorkspace(gateway.db)
  const body = { firstName: 'Ada', checklistItems: [{ code: 'tax_id', value: '12-3456789' }] }
  const headers = { 'idempotency-key': 'before-the-change' }
  const first = await (await gateway.post(key, body, headers)).text()
  const template = {
    groups: [{ name: 'Only', items: [{ code: 'other', label: 'Other', fieldType: 'TEXT' }] }],
  }
  await loadChecklistTemplate({ db: gateway.db }, { workspaceId: id, template })
  await waitFor(
    'the new checklist to be in force',
    async () => (await gateway.post(key, body)).status === 400,
  )
  const again = await gateway.post(key, body, headers)
  expect(again.headers.get('idempotent-replayed')).toBe('true')
  expect(await again.text()).toBe(first)
})

test('a stored answer is that of the first call, byte for byte, at any gateway', async () => {
  const { key } = await makeWorkspace(gateway.db)
  const body = { firstName: 'Ada', lastName: 'Love"lace \\ \u2028', checklistItems: [{ code: 'tax_id' }] }
  const headers = { 'idempotency-key': 'stored' }
  const first = await (await gateway.post(key, body, headers)).text()
  const other = await makeGateway({ sharing: gateway })
  try {
    const again = await other.post(key, body, headers)
    expect(again.headers.get('idempotent-replayed')).toBe('true')
    expect(await again.text()).toBe(first)
  } finally {
    await other.close()
  }
})
