import { makeWorkspace } from '@intake/testing/make-workspace'
import { describe, expect, test } from 'vitest'
import { storesNothing } from '../count-stored.ts'
import { create, itemOf, read } from '../create.ts'
import { expectInvalid } from '../expect-problem.ts'
import { useGateway } from '../use-gateway.ts'

const used = useGateway()

describe('checklistItems that name what they must not', () => {
  test.each([
    ['an unknown code', [{ code: 'shoe_size', value: 'x' }], '/checklistItems/0/code', 'shoe_size'],
    ['a code in other case', [{ code: 'TAX_ID', value: 'x' }], '/checklistItems/0/code', 'TAX_ID'],
    ['a prototype member', [{ code: '__proto__', value: 'x' }], '/checklistItems/0/code', '__proto__'],
    ['another one', [{ code: 'constructor', value: 'x' }], '/checklistItems/0/code', 'constructor'],
    [
      'a code given twice',
      [
        { code: 'tax_id', value: '12-3456789' },
        { code: 'legal_name', value: 'Acme' },
        { code: 'tax_id', value: '12-3456789' },
      ],
      '/checklistItems/2/code',
      'tax_id',
    ],
    [
      'a code given twice with spaces',
      [{ code: 'tax_id' }, { code: ' tax_id ' }],
      '/checklistItems/1/code',
      'tax_id',
    ],
  ])('%s: 400 naming it, nothing stored', async (_name, checklistItems, pointer, named) => {
    const { gateway, workspace } = used
    const response = await storesNothing(gateway.db, workspace.id, async () =>
      gateway.post(workspace.key, { firstName: 'Ada', tags: ['fresh'], checklistItems }),
    )
    const problem = await expectInvalid(response, pointer)
    expect(problem.detail).toContain(named)
    expect(problem.errors[0]?.message).toContain(named)
  })

  test('a workspace without a template knows no code', async () => {
    const workspace = await makeWorkspace(used.gateway.db, { template: null })
    const body = { firstName: 'Ada', checklistItems: [{ code: 'tax_id' }] }
    await expectInvalid(await used.gateway.post(workspace.key, body), '/checklistItems/0/code')
  })
})

describe('checklistItems of a wrong shape', () => {
  test.each([
    ['an object', {}, '/checklistItems'],
    ['a string', 'tax_id', '/checklistItems'],
    ['an array of strings', ['tax_id'], '/checklistItems/0'],
    ['an array of null', [null], '/checklistItems/0'],
    ['an array of arrays', [[]], '/checklistItems/0'],
    ['an item without code', [{ value: 'x' }], '/checklistItems/0/code'],
    ['a code that is no string', [{ code: 5 }], '/checklistItems/0/code'],
    ['an empty code', [{ code: ' ' }], '/checklistItems/0/code'],
    ['an unknown status', [{ code: 'tax_id', status: 'DONE' }], '/checklistItems/0/status'],
    ['a status in other case', [{ code: 'tax_id', status: 'completed' }], '/checklistItems/0/status'],
    ['a status that is no string', [{ code: 'tax_id', status: 1 }], '/checklistItems/0/status'],
  ])('%s is refused', async (_name, checklistItems, pointer) => {
    const { gateway, workspace } = used
    const response = await storesNothing(gateway.db, workspace.id, async () =>
      gateway.post(workspace.key, { firstName: 'Ada', checklistItems }),
    )
    await expectInvalid(response, pointer)
  })

  test.each([[null], [[]], [undefined]])('%j means none', async (checklistItems) => {
    const answer = await create(used.gateway, used.workspace.key, { checklistItems })
    const items = answer.checklistItems.flatMap((group) => group.items)
    expect(items.every((item) => item.status === 'TODO' && item.value === null)).toBe(true)
  })
})

describe('value and status', () => {
  const value = '12-3456789'
  test.each([
    ['value without status', { value }, { value, status: 'COMPLETED' }],
    ['value with null status', { value, status: null }, { value, status: 'COMPLETED' }],
    ['null value', { value: null }, { value: null, status: 'TODO' }],
    ['empty value', { value: '' }, { value: null, status: 'TODO' }],
    ['neither', {}, { value: null, status: 'TODO' }],
    ['value and COMPLETED', { value, status: 'COMPLETED' }, { value, status: 'COMPLETED' }],
    ['value and TODO', { value, status: 'TODO' }, { value, status: 'TODO' }],
    ['value and INVALID', { value, status: 'INVALID' }, { value, status: 'INVALID' }],
    ['value and SKIPPED', { value, status: 'SKIPPED' }, { value, status: 'SKIPPED' }],
    ['value and NEEDS_REVIEW', { value, status: 'NEEDS_REVIEW' }, { value, status: 'NEEDS_REVIEW' }],
    ['null value and SKIPPED', { value: null, status: 'SKIPPED' }, { value: null, status: 'SKIPPED' }],
    ['empty value and COMPLETED', { value: '', status: 'COMPLETED' }, { value: null, status: 'COMPLETED' }],
    ['status alone', { status: 'SKIPPED' }, { value: null, status: 'SKIPPED' }],
    ['NEEDS_REVIEW alone', { status: 'NEEDS_REVIEW' }, { value: null, status: 'NEEDS_REVIEW' }],
    ['unknown members', { value, note: 'x', id: 7 }, { value, status: 'COMPLETED' }],
  ])('%s', async (_name, given, expected) => {
    const checklistItems = [{ code: ' tax_id ', ...given }]
    const answer = await create(used.gateway, used.workspace.key, { checklistItems })
    expect(itemOf(answer, 'tax_id')).toMatchObject({ ...expected, validationError: null })
    const later = await read(used.gateway, used.workspace.key, answer.lead.id)
    expect(itemOf(later, 'tax_id')).toEqual(itemOf(answer, 'tax_id'))
  })
})
