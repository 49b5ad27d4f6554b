import { expect, test } from 'vitest'
import { columnsOf, createRowReader } from './row-to-lead.ts'

const csvOf = (...fields: (string | null)[]) => ({
  delimiter: ',',
  tagSeparators: ',;|',
  columns: fields.map((field, index) => ({ name: `Column ${index}`, field })),
})
const read = (fields: (string | null)[], ...values: string[]) => createRowReader(csvOf(...fields))(values)
const codes = (notes: { code: string }[]) => notes.map(({ code }) => code)

test.each<[string, string, unknown]>([
  ['firstName', ' Ada ', { firstName: 'Ada' }],
  ['lastName', '  ', {}],
  ['fullName', 'Rosa María Peña', { firstName: 'Rosa María', lastName: 'Peña' }],
  ['fullName', 'Rosa', { firstName: 'Rosa' }],
  ['phoneExtension', '34.0', { phoneExtension: '34' }],
  ['assigneeType', 'Manual', { assigneeType: 'manual' }],
  ['assigneeType', 'ai_agent', { assigneeType: 'AI_AGENT' }],
  ['checklist.tax_id', '12-3456789', { checklistItems: [{ code: 'tax_id', value: '12-3456789' }] }],
])('a %s of %j becomes %j', (field, value, expected) => {
  expect(read([field], value)).toEqual({ lead: expected, faults: [], warnings: [] })
})

test('several columns of a field: the first that is filled counts, and others are kept', () => {
  const fields = ['phoneNumber', 'phoneNumber', 'email', 'email', 'email']
  expect(read(fields, 'N/A', '404 555 0134', 'a@x.org', 'A2@x.org', 'a@x.org')).toEqual({
    lead: { phoneNumber: '404 555 0134', email: 'a@x.org', customFields: { otherEmail: 'A2@x.org' } },
    faults: [],
    warnings: [],
  })
})

test('a column may be anything else that the sender knows', () => {
  expect(read(['firstName', 'customFields.budget'], 'Ada', '50k').lead).toEqual({
    firstName: 'Ada',
    customFields: { budget: '50k' },
  })
})

test('names of their own go before a full name, which fills what they lack', () => {
  const fields = ['fullName', 'firstName', 'lastName']
  expect(read(fields, 'Rosa Peña', 'Rosi', '').lead).toEqual({ firstName: 'Rosi', lastName: 'Peña' })
})

test('an opt-out that is true opts out, one of a channel of that channel', () => {
  const fields = ['firstName', 'didOptOut', 'optOut.email', 'optOut.call']
  expect(read(fields, 'Ann', 'no', '0', 'x').lead).toEqual({
    firstName: 'Ann',
    didOptOut: false,
    consent: [{ channel: 'call', status: 'withdrawn', evidence: { name: 'Column 3', value: 'x' } }],
  })
  expect(read(fields, 'Ann', 'no', '0', 'no').lead).toEqual({ firstName: 'Ann', didOptOut: false })
  expect(read(fields, 'Ann', '', 'no', 'no').lead).toEqual({ firstName: 'Ann' })
  expect(read(fields, 'Ann', '', 'perhaps', '').faults).toMatchObject([
    { pointer: '/didOptOut', code: 'invalid_boolean', name: 'Column 2', value: 'perhaps' },
  ])
})

test('a row with more values than the header is not to be trusted, unless they are empty', () => {
  expect(read(['firstName'], 'Ada', '', ' ').faults).toEqual([])
  expect(codes(read(['firstName'], 'Ada', 'x').faults)).toEqual(['too_many_values'])
})

test('a short row is flagged; one value and no contact is the foot of a report', () => {
  const fields = ['firstName', null, 'email']
  expect(codes(read(fields, 'Ada', 'x').warnings)).toEqual(['short_row'])
  expect(codes(read(fields, 'Grand Totals').faults)).toEqual(['footer_row'])
  expect(codes(read(fields, 'Grand Totals', '', '').faults)).toEqual(['footer_row'])
  expect(read(fields, '', '', 'a@x.org').faults).toEqual([])
  expect(read(['firstName', 'lastName'], 'Ada').faults).toEqual([])
})

test('a header amid the rows is no lead, and a value under no name is told', () => {
  const columns = ['First Name', 'Email', '', ''].map((name) => ({ name, field: null }))
  const row = createRowReader({ delimiter: ',', tagSeparators: ',', columns })
  expect(codes(row(['First Name', ' Email']).faults)).toEqual(['repeated_header'])
  expect(codes(row(['First Name', 'x', '', '']).faults)).toEqual([])
  expect(codes(row(['Ann', 'x', '', '']).warnings)).toEqual([])
  expect(codes(row(['Ann', 'x', '', 'oops']).warnings)).toEqual(['column_without_name'])
})

test('a number that a spreadsheet rounded is told of', () => {
  expect(codes(read(['externalLeadId'], '1.23E+15').warnings)).toEqual(['digits_lost'])
  expect(read(['externalLeadId'], '="0123"')).toMatchObject({
    lead: { externalLeadId: '0123' },
    warnings: [],
  })
})

test('a pointer into the lead names its columns', () => {
  const csv = csvOf('fullName', 'checklist.a', null, 'checklist.b', 'email', 'email')
  const { lead } = createRowReader(csv)(['Ada', '', 'x', 'y'])
  const named = (pointer: string) => columnsOf(pointer, lead, csv).map(({ name }) => name)
  expect(['/firstName', '/checklistItems/0/code', '/email', '/tags', ''].map(named)).toEqual([
    ['Column 0'],
    ['Column 3'],
    ['Column 4', 'Column 5'],
    [],
    [],
  ])
})
