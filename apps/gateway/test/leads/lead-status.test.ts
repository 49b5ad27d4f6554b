import { makeWorkspace } from '@intake/testing/make-workspace'
import { describe, expect, test } from 'vitest'
import { create, read } from '../create.ts'
import { useGateway } from '../use-gateway.ts'

const used = useGateway()

interface Given {
  code: string
  value?: unknown
  status?: string
}
const name: Given = { code: 'business_name', value: 'Acme Inc' }
const ein: Given = { code: 'tax_id', value: '12-3456789' }
const bank: Given = { code: 'bank_statements', status: 'COMPLETED' }
const done = [name, ein, bank]
const llc: Given = { code: 'entity_type', value: 'LLC' }
const corporation: Given = { code: 'entity_type', value: 'Corporation' }
const agreement: Given = { code: 'operating_agreement', status: 'COMPLETED' }

const cases: [string, Given[], string][] = [
  ['nothing given', [], 'IN_PROGRESS'],
  ['one of three required', [name], 'IN_PROGRESS'],
  ['two of three required', [name, ein], 'IN_PROGRESS'],
  ['all required', done, 'COMPLETED'],
  ['required skipped', done.map(({ code }) => ({ code, status: 'SKIPPED' })), 'COMPLETED'],
  ['one required skipped', [name, { code: 'tax_id', status: 'SKIPPED' }, bank], 'COMPLETED'],
  ['one required needs review', [name, { ...ein, status: 'NEEDS_REVIEW' }, bank], 'REVIEW'],
  ['needs review, another one missing', [name, { ...ein, status: 'NEEDS_REVIEW' }], 'IN_PROGRESS'],
  ['a required value fails', [name, { code: 'tax_id', value: 'nonsense' }, bank], 'IN_PROGRESS'],
  ['a required one set to TODO', [name, { ...ein, status: 'TODO' }, bank], 'IN_PROGRESS'],
  ['a required one set to INVALID', [name, { ...ein, status: 'INVALID' }, bank], 'IN_PROGRESS'],
  ['a required one emptied', [name, { code: 'tax_id', value: '' }, bank], 'IN_PROGRESS'],
  ['optional invalid', [...done, { code: 'owner_email', value: 'x' }], 'COMPLETED'],
  ['optional needs review', [...done, { code: 'legal_name', status: 'NEEDS_REVIEW' }], 'COMPLETED'],
  ['a condition comes true', [...done, llc], 'IN_PROGRESS'],
  ['a condition comes true and its item is done', [...done, llc, agreement], 'COMPLETED'],
  ['a condition stays false', [...done, corporation], 'COMPLETED'],
]

describe('status', () => {
  test.each(cases)('%s: %#', async (_name, checklistItems, status) => {
    const answer = await create(used.gateway, used.workspace.key, { checklistItems })
    expect(answer.status).toBe(status)
    expect((await read(used.gateway, used.workspace.key, answer.lead.id)).status).toBe(status)
  })

  test.each(cases)('opting out goes before %s', async (_name, checklistItems) => {
    const answer = await create(used.gateway, used.workspace.key, { checklistItems, didOptOut: true })
    expect(answer.status).toBe('OPTED_OUT')
    expect((await read(used.gateway, used.workspace.key, answer.lead.id)).status).toBe('OPTED_OUT')
  })
})

test('without a template there is nothing to do, and the lead is in progress', async () => {
  const workspace = await makeWorkspace(used.gateway.db, { template: null })
  const answer = await create(used.gateway, workspace.key)
  expect(answer).toMatchObject({ status: 'IN_PROGRESS', checklistItems: [] })
})

test('a template without required items leaves the lead in progress, however full it is', async () => {
  const items = [{ code: 'note', label: 'Note', fieldType: 'TEXT', isRequired: false }]
  const workspace = await makeWorkspace(used.gateway.db, { template: { groups: [{ name: 'Notes', items }] } })
  const answer = await create(used.gateway, workspace.key, { checklistItems: [{ code: 'note', value: 'x' }] })
  expect(answer.status).toBe('IN_PROGRESS')
})

test('a condition on a group frees all of its items', async () => {
  const template = {
    groups: [
      { name: 'Kind', items: [{ code: 'kind', label: 'Kind', fieldType: 'TEXT' }] },
      {
        name: 'Trucks',
        conditions: { item: 'kind', equals: 'haulage' },
        items: [{ code: 'trucks', label: 'Trucks', fieldType: 'NUMBER' }],
      },
    ],
  }
  const workspace = await makeWorkspace(used.gateway.db, { template })
  const statusWith = async (kind: string) =>
    (await create(used.gateway, workspace.key, { checklistItems: [{ code: 'kind', value: kind }] })).status
  expect(await statusWith('bakery')).toBe('COMPLETED')
  expect(await statusWith('haulage')).toBe('IN_PROGRESS')
})
