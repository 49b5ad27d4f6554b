import { CreateLeadRequest } from '@intake/contracts/create-lead'
import { expect, test } from 'vitest'
import { columnOf, findSurplus, rowToLead } from './row-to-lead.ts'

const reading = (...fields: (string | null)[]) => ({
  delimiter: ',',
  tagSeparators: ',;|',
  columns: fields.map((field, index) => ({ name: `Column ${index}`, field })),
})

test.each<[string, string, unknown]>([
  ['firstName', ' Ada ', { firstName: 'Ada' }],
  ['lastName', '  ', {}],
  ['tags', 'VIP; web form,,niño|a', { tags: ['VIP', 'web form', 'niño', 'a'] }],
  ['didOptOut', 'Yes', { didOptOut: true }],
  ['didOptOut', '0', { didOptOut: false }],
  ['emailVerified', 'perhaps', { emailVerified: 'perhaps' }],
  ['assigneeType', 'Manual', { assigneeType: 'manual' }],
  ['assigneeType', 'ai_agent', { assigneeType: 'AI_AGENT' }],
  ['checklist.tax_id', '12-3456789', { checklistItems: [{ code: 'tax_id', value: '12-3456789' }] }],
])('a %s of %j becomes %j', (field, value, expected) => {
  expect(rowToLead([value], reading(field))).toEqual(expected)
})

test('a row may be shorter than the header; columns for nothing are left out', () => {
  const lead = rowToLead(['x', 'Ada'], reading(null, 'firstName', 'email'))
  expect(CreateLeadRequest.parse(lead)).toEqual({ firstName: 'Ada' })
})

test('a row with more values than the header is not to be trusted, unless they are empty', () => {
  expect(findSurplus(['Ada', '', ' '], reading('firstName'))).toBeNull()
  expect(findSurplus(['Ada', 'x'], reading('firstName'))).toMatchObject({ code: 'too_many_values' })
})

test('a pointer into the lead names its column', () => {
  const csv = reading('firstName', 'checklist.a', null, 'checklist.b')
  const lead = rowToLead(['Ada', '', 'x', 'y'], csv)
  const named = (pointer: string) => columnOf(pointer, lead, csv)
  expect(['/firstName', '/checklistItems/0/code', '/email', ''].map(named)).toEqual([
    'Column 0',
    'Column 3',
    undefined,
    undefined,
  ])
})
