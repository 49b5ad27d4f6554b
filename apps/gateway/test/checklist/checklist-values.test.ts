import { makeWorkspace, type TestWorkspace } from '@intake/testing/make-workspace'
import { testTemplate } from '@intake/testing/test-template'
import { beforeAll, describe, expect, test } from 'vitest'
import { create, itemOf, read } from '../create.ts'
import { useGateway } from '../use-gateway.ts'

const used = useGateway()
let workspace: TestWorkspace
beforeAll(async () => {
  const more = {
    name: 'More',
    items: [
      {
        code: 'grade',
        label: 'Grade',
        fieldType: 'NUMBER',
        validationRules: { min: 1, max: 6, integer: true },
      },
      { code: 'plate', label: 'Plate', fieldType: 'TEXT', validationRules: { pattern: '^[A-Z]{2}\\d+$' } },
      { code: 'since', label: 'Since', fieldType: 'DATE', validationRules: { notBefore: '2000-01-01' } },
      {
        code: 'plan',
        label: 'Plan',
        fieldType: 'SELECT',
        config: { options: [{ value: 'gold', label: 'Gold plan' }] },
      },
      { code: 'share', label: 'Share', fieldType: 'NUMBER', config: { min: 0, max: 100 } },
      { code: 'ticket', label: 'Ticket', fieldType: 'TEXT', config: { pattern: '^T-\\d+$' } },
      { code: 'padded', label: 'Padded', fieldType: 'SELECT', config: { options: [' a '] } },
      { code: 'lookup', label: 'Look-up', fieldType: 'TOOL' },
      {
        code: 'identity',
        label: 'Identity',
        fieldType: 'ID',
        config: { type: 'passport' },
        validationRules: ['The photo is clear.', 'It has not expired.'],
      },
      { code: 'tax_return', label: 'Tax return', fieldType: 'TAX_RETURN' },
    ],
  }
  const template = { groups: [...testTemplate.groups, more] }
  workspace = await makeWorkspace(used.gateway.db, { template })
})

async function fill(code: string, value: unknown) {
  const answer = await create(used.gateway, workspace.key, { checklistItems: [{ code, value }] })
  const later = await read(used.gateway, workspace.key, answer.lead.id)
  expect(itemOf(later, code)).toEqual(itemOf(answer, code))
  return itemOf(answer, code)
}

const good: Record<string, unknown[]> = {
  business_name: ['Ab', 'a'.repeat(100), '😀'.repeat(100), '株式会社'],
  tax_id: ['12-3456789', '123456789'],
  entity_type: ['LLC', 'Corporation'],
  annual_revenue: [0, 1_500_000.5, '250000', 1e308],
  date_established: ['1999-12-31', '2024-02-29'],
  owner_email: ['owner@example.com', 'Owner+1@Example.COM'],
  business_address: [
    '1 Main St, Springfield',
    { street: '1 Main St', city: 'Springfield', state: 'IL', postalCode: '62701', country: 'US' },
    { line1: '1 Main St', line2: null, city: 'Springfield' },
  ],
  grade: [1, 6, '3'],
  plate: ['AB12'],
  since: ['2000-01-01'],
  plan: ['gold'],
  share: [0, 100, '50'],
  ticket: ['T-1'],
  padded: ['a'],
  lookup: ['found', [], {}, 0, false],
}
describe.each(Object.entries(good))('%s takes', (code, values) => {
  test.each(values.map((value) => [value]))('%j', async (value) => {
    expect(await fill(code, value)).toMatchObject({ value, status: 'COMPLETED', validationError: null })
  })
})

const bad: Record<string, unknown[]> = {
  business_name: ['A', 'a'.repeat(101), 7, true, ['Acme'], { name: 'Acme' }],
  legal_name: [7, false, {}],
  tax_id: ['12345', '12-34567890', 'AB-CDEFGHI', '1-23456789', 123456789, '12-345678９'],
  entity_type: ['llc', 'Trust', 1, ['LLC'], { value: 'LLC' }],
  annual_revenue: [-1, 'a lot', '-5', '1e5', true, [1], {}],
  date_established: ['2999-01-01', '2023-02-29', '12/31/1999', '1999-1-1', '1999-12-31T00:00:00Z', 19991231],
  owner_email: ['owner', 'owner@', 5, ['owner@example.com']],
  owner_phone: ['call me', '12', 6782319992, {}],
  business_address: [7, true, [], ['1 Main St'], {}, { colour: 'red' }, { city: 5 }],
  grade: [0, 7, 2.5, '2.5'],
  plate: ['ab12', 'A1', 'xAB12'],
  since: ['1999-12-31'],
  plan: ['Gold plan', 'silver'],
  share: [-1, 101, '101'],
  ticket: ['T-', 'x'],
  padded: ['b'],
  bank_statements: ['statement.pdf', 1, {}],
  operating_agreement: ['agreement.pdf'],
  identity: ['passport'],
  tax_return: ['2023'],
}
describe.each(Object.entries(bad))('%s keeps with a reason', (code, values) => {
  test.each(values.map((value) => [value]))('%j', async (value) => {
    const item = await fill(code, value)
    expect(item).toMatchObject({ value, status: 'INVALID' })
    expect(item.validationError).toMatch(/^.{5,200}$/)
  })
})

const codes = Object.keys(good)
describe.each(codes)('of %s', (code) => {
  test.each(['', ' ', '   ', '\t\n', '\u00a0', '\u200b', '\u2060 \ufeff'])(
    'blanks alone (%j) are no value, and leave the item open',
    async (value) => {
      const open = { value: null, status: 'TODO', validationError: null }
      expect(await fill(code, value)).toMatchObject(open)
    },
  )

  test('a text is trimmed, whether it passes or not', async () => {
    const passing = good[code]?.find((value) => typeof value === 'string') as string
    expect(await fill(code, ` ${passing}\u00a0\n`)).toMatchObject({ value: passing, status: 'COMPLETED' })
    const failing = bad[code]?.find((value) => typeof value === 'string') as string | undefined
    if (failing) expect(await fill(code, ` ${failing} `)).toMatchObject({ value: failing, status: 'INVALID' })
  })
})

test('an address of blanks is none, and its parts are trimmed', async () => {
  expect(await fill('business_address', { street: ' ', city: '', state: null })).toMatchObject({
    value: null,
    status: 'TODO',
  })
  expect(await fill('business_address', { street: ' 1 Main St ', city: ' ' })).toMatchObject({
    value: { street: '1 Main St', city: '' },
    status: 'COMPLETED',
  })
})

test('an item that takes files answers its rules in words as they were given', async () => {
  const answer = await create(used.gateway, workspace.key)
  expect(itemOf(answer, 'identity').checklistItem).toMatchObject({
    validationRules: ['The photo is clear.', 'It has not expired.'],
    config: { type: 'passport' },
  })
})

describe('owner_phone', () => {
  test.each([
    ['(678) 231-9992', '+16782319992'],
    ['+44 20 7946 0958', '+442079460958'],
  ])('%s becomes %s', async (given, stored) => {
    expect(await fill('owner_phone', given)).toMatchObject({
      value: stored,
      status: 'COMPLETED',
      validationError: null,
    })
  })
})

test('one bad value leaves the others alone', async () => {
  const answer = await create(used.gateway, workspace.key, {
    checklistItems: [
      { code: 'legal_name', value: 'Acme' },
      { code: 'tax_id', value: 'nonsense' },
      { code: 'owner_email', value: 'owner@example.com' },
    ],
  })
  const statuses = ['legal_name', 'tax_id', 'owner_email'].map((code) => itemOf(answer, code).status)
  expect(statuses).toEqual(['COMPLETED', 'INVALID', 'COMPLETED'])
})
