import { loadChecklistTemplate } from '@intake/leads/admin/load-checklist-template'
import { makeWorkspace } from '@intake/testing/make-workspace'
import { testTemplate } from '@intake/testing/test-template'
import { waitFor } from '@intake/testing/wait-for'
import { expect, test } from 'vitest'
import { update } from '../call.ts'
import { create, itemOf, read } from '../create.ts'
import { useGateway } from '../use-gateway.ts'

const used = useGateway()
const codes = testTemplate.groups.map((group) => group.items.map((item) => item.code))
const fileCodes = ['bank_statements', 'operating_agreement']

test('the full checklist is answered in the order of the template, whatever the order given', async () => {
  const given = codes.flat().reverse()
  const checklistItems = given.map((code) => ({ code, status: 'SKIPPED' }))
  for (const body of [{}, { checklistItems }]) {
    const answer = await create(used.gateway, used.workspace.key, body)
    expect(answer.checklistItems.map((group) => group.name)).toEqual(['Business', 'Owner', 'Documents'])
    expect(answer.checklistItems.map((group) => group.items.map((item) => item.checklistItem.code))).toEqual(
      codes,
    )
  }
})

test('an untouched item is TODO and null, with its whole definition', async () => {
  const answer = await create(used.gateway, used.workspace.key)
  expect(itemOf(answer, 'business_name')).toMatchObject({
    value: null,
    status: 'TODO',
    itemOverride: null,
    alternateValues: null,
    validationError: null,
    checklistItem: {
      code: 'business_name',
      label: 'Business name',
      fieldType: 'TEXT',
      isRequired: true,
      conditions: null,
      validationRules: { minLength: 2, maxLength: 100 },
      agentInstructions: null,
      clientInstructions: null,
      config: null,
    },
  })
  expect(itemOf(answer, 'entity_type').checklistItem.config).toEqual({ options: ['LLC', 'Corporation'] })
  expect(itemOf(answer, 'legal_name').checklistItem.isRequired).toBe(false)
  const conditions = { item: 'entity_type', equals: 'LLC' }
  expect(itemOf(answer, 'operating_agreement').checklistItem.conditions).toEqual(conditions)
})

test('items of a file type, and only they, have documents', async () => {
  const answer = await create(used.gateway, used.workspace.key)
  const items = answer.checklistItems.flatMap((group) => group.items)
  const having = items.filter((item) => item.documents).map((item) => item.checklistItem.code)
  expect(having).toEqual(fileCodes)
  expect(itemOf(answer, 'bank_statements').documents).toEqual([])
  expect(answer.documents).toEqual([])
})

test('every item has an id of its own that later reads repeat', async () => {
  const checklistItems = [{ code: 'legal_name', value: 'Acme' }]
  const first = await create(used.gateway, used.workspace.key, { checklistItems })
  const second = await create(used.gateway, used.workspace.key, { checklistItems })
  const ids = [first, second].map((answer) =>
    answer.checklistItems.flatMap((group) => group.items.map((item) => item.id)),
  )
  expect(new Set(ids.flat()).size).toBe(codes.flat().length * 2)
  for (const answer of [first, second])
    expect((await read(used.gateway, used.workspace.key, answer.lead.id)).checklistItems).toEqual(
      answer.checklistItems,
    )
  const definitions = [first, second].map((answer) => itemOf(answer, 'legal_name').checklistItemId)
  expect(definitions[0]).toBe(definitions[1])
  expect(definitions[0]).toBe(itemOf(first, 'legal_name').checklistItem.id)
})

test('an item that was touched keeps the id that it had untouched', async () => {
  const answer = await create(used.gateway, used.workspace.key)
  const { id } = itemOf(answer, 'tax_id')
  await update(used.gateway, used.workspace.key, answer.lead.id, {
    checklistItems: [{ code: 'tax_id', value: '12-3456789' }],
  })
  const later = await read(used.gateway, used.workspace.key, answer.lead.id)
  expect(itemOf(later, 'tax_id')).toMatchObject({ id, value: '12-3456789', status: 'COMPLETED' })
})

test('a new template counts for the creates that follow', async () => {
  const workspace = await makeWorkspace(used.gateway.db)
  const before = await create(used.gateway, workspace.key, {
    checklistItems: [{ code: 'legal_name', value: 'Acme' }],
  })
  const template = {
    groups: [
      {
        name: 'Anew',
        items: [
          { code: 'shoe_size', label: 'Shoe size', fieldType: 'NUMBER' },
          { code: 'legal_name', label: 'Name in law', fieldType: 'TEXT' },
        ],
      },
    ],
  }
  await loadChecklistTemplate({ db: used.gateway.db }, { workspaceId: workspace.id, template })
  const body = { firstName: 'Ada', checklistItems: [{ code: 'shoe_size', value: 42 }] }
  const answer = await waitFor('the new template', async () => {
    const response = await used.gateway.post(workspace.key, body)
    return response.status === 200 && create(used.gateway, workspace.key, body)
  })
  expect(answer.checklistItems.map((group) => group.name)).toEqual(['Anew'])
  expect(itemOf(answer, 'shoe_size')).toMatchObject({ value: 42, status: 'COMPLETED' })
  const later = await read(used.gateway, workspace.key, before.lead.id)
  expect(itemOf(later, 'legal_name')).toMatchObject({
    id: itemOf(before, 'legal_name').id,
    value: 'Acme',
    checklistItem: { label: 'Name in law' },
  })
})
