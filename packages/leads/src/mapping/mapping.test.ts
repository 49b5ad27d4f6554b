import { expect, test } from 'vitest'
import type { Mapping } from './mapping.ts'
import { createRecordReader } from './read-record.ts'

const read = (mapping: Mapping, record: Record<string, unknown>) =>
  createRecordReader(mapping, { tagSeparators: ',' })(record)

test('every operator, on answers of a form', () => {
  const mapping: Mapping = {
    firstName: { part: 'first', of: 'full_name' },
    lastName: { part: 'last', of: 'full_name' },
    phoneNumber: { first: ['mobile', 'phone'] },
    source: { const: 'meta' },
    businessName: { join: ['company', 'branch'], with: ', ' },
    'tags[]': { values: { gold: 'VIP' }, of: 'plan' },
    'checklist.tax_id': 'ein',
    'customFields.budget': 'budget',
    'consent.sms': 'sms_ok',
    'optOut.email': 'unsubscribed',
  }
  const record = {
    full_name: 'Rosa María Peña',
    mobile: '',
    phone: 'p:+14045550134',
    company: 'Peña',
    branch: 'Austin',
    plan: ['gold', 'silver'],
    ein: '12-3456789',
    budget: 3,
    sms_ok: false,
    unsubscribed: true,
  }
  expect(read(mapping, record)).toEqual({
    lead: {
      firstName: 'Rosa María',
      lastName: 'Peña',
      phoneNumber: '+14045550134',
      source: 'meta',
      businessName: 'Peña, Austin',
      tags: ['VIP', 'silver'],
      checklistItems: [{ code: 'tax_id', value: '12-3456789' }],
      customFields: { budget: '3', consent: { sms: 'false' } },
      consent: [{ channel: 'email', status: 'withdrawn', evidence: { name: 'unsubscribed', value: 'true' } }],
    },
    faults: [],
    warnings: [],
  })
})

test('a consent that was not given is no opt-out', () => {
  expect(read({ 'consent.email': 'ok' }, { ok: false }).lead).not.toHaveProperty('didOptOut')
})

test('what a sender should know is told with name and value', () => {
  const mapping = { timezone: 'zone', email: 'mail' }
  const { lead, warnings } = read(mapping, { zone: 'EST', mail: '#ERROR!' })
  expect(lead).toEqual({ timezone: 'America/New_York' })
  expect(warnings.map(({ pointer, code, name, value }) => [pointer, code, name, value])).toEqual([
    ['/timezone', 'timezone_guessed', 'zone', 'EST'],
    ['/email', 'spreadsheet_error', 'mail', '#ERROR!'],
  ])
})
