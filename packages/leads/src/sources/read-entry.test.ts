import { CreateLeadRequest } from '@intake/contracts/create-lead'
import { isStorableText, toStorableText } from '@intake/contracts/text'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { FlatRecord } from '../mapping/mapping.ts'
import { isNothing, plainText } from '../mapping/read-values.ts'
import { readEntry } from './read-entry.ts'
import type { OpenSource } from './source-kind.ts'

const source = (more: Partial<OpenSource> = {}): OpenSource => ({
  workspaceId: 'w',
  id: 's',
  kind: 'json',
  name: 'n',
  token: 't',
  secrets: {},
  settings: {},
  mapping: null,
  defaults: {},
  duplicatePolicy: null,
  isPaused: false,
  ...more,
})
const read = (record: FlatRecord, more: Partial<OpenSource> = {}) =>
  readEntry({ externalId: null, isTest: false, bytes: Buffer.alloc(0), record }, source(more), {
    defaultRegion: 'US',
  })

const names = fc.oneof(
  { weight: 3, arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 80 }) },
  {
    weight: 5,
    arbitrary: fc.constantFrom(
      ...['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'status', 'id', 'createdAt', 'success'],
      ...['first_name', 'last_name', 'full_name', 'name', 'middle name', 'email', 'E-mail 2', 'work_email'],
      ...['phone', 'mobile', 'otherPhone', 'otherEmail', 'company', 'business_name', 'tags', 'Labels'],
      ...['customFields', 'attribution', 'consent', 'checklistItems', 'utm_source', 'UTM_Source', 'gclid'],
      ...[
        'timezone',
        'emailVerified',
        'email_verified',
        'source',
        'submittedAt',
        'website',
        'externalLeadId',
      ],
      ...['assigneeType', ' ', '_', 'Do Not Call', 'Email Opt Out', 'didOptOut', 'phoneExtension'],
      'é'.repeat(300),
      '😀'.repeat(150),
      'n'.repeat(300),
    ),
  },
)
const values = fc.oneof(
  { weight: 4, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      ...['Rosa Peña', 'rosa@example.com', 'not an address', '+16782319992', '678 231 9992', 'yes', 'no'],
      ...['maybe', 'America/New_York', '(GMT-05:00) Eastern', 'a, b; c', '* myContacts', '#REF!', 'N/A'],
      ...['p:+16782319993', 'l:12', 'x'.repeat(20_000), '\0', '\ud800', 'agent', '2026-01-02T03:04:05Z'],
    ),
  },
)

const leavesOf = (value: unknown): string[] =>
  typeof value === 'object' && value !== null ? Object.values(value).flatMap(leavesOf) : [String(value)]

/** The values of a record that stand nowhere in what was made of it. */
function lost(record: FlatRecord, { lead, errors, dropped }: ReturnType<typeof read>): string[] {
  const texts = leavesOf(lead).map((text) => text.toLowerCase())
  const told = new Set([...dropped, ...errors.map(({ name }) => name)])
  const toldTexts = new Set(
    Object.entries(record).flatMap(([name, value]) =>
      told.has(toStorableText(name))
        ? [value].flat().map((one) => plainText(toStorableText(String(one))))
        : [],
    ),
  )
  const isThere = (text: string) => texts.some((one) => one.includes(text.toLowerCase()))
  return Object.entries(record).flatMap(([name, value]) =>
    [value].flat().flatMap((one) => {
      const text = plainText(toStorableText(String(one)))
      if (text === '' || isNothing(text, 'other') || told.has(toStorableText(name)) || toldTexts.has(text))
        return []
      const bare = text.replace(/^[pl]:\s*/i, '')
      const isKept =
        isThere(text) ||
        isThere(bare) ||
        bare.split(/[\s,;|"[\]]+|:::/).every((word) => isThere(word)) ||
        // It said yes or no to the one field that holds that.
        /^didoptout$/i.test(name) ||
        (/^email_?verified$/i.test(name) && typeof lead.emailVerified === 'boolean')
      return isKept ? [] : [`${name}: ${text}`]
    }),
  )
}

const records = fc
  .array(fc.tuple(names, fc.oneof(values, fc.array(values, { minLength: 2, maxLength: 3 }))), {
    maxLength: 12,
  })
  .map((entries) => Object.fromEntries(entries) as FlatRecord)

test('any record makes a lead that a create takes, or says why not; what it can’t say it keeps', () => {
  fc.assert(
    fc.property(records, (record) => {
      const made = read(record)
      expect(made.request === null).toBe(made.code !== null)
      for (const { pointer, message, name = '' } of made.errors)
        for (const text of [pointer, message, name]) expect(isStorableText(text)).toBe(true)
      if (made.request)
        expect(CreateLeadRequest.safeParse({ ...made.request, firstName: 'x' }).success).toBe(true)
      // A create takes all that it is shown: it leaves nothing out of the names.
      if (made.request)
        expect(Object.keys(made.request.customFields ?? {}).sort()).toEqual(
          Object.keys((made.lead.customFields ?? {}) as object).sort(),
        )
      expect(lost(record, made)).toEqual([])
    }),
    { numRuns: 500 },
  )
})

const mappings = fc.constantFrom<NonNullable<OpenSource['mapping']>>(
  { firstName: { part: 'first', of: 'full_name' } },
  { firstName: { first: ['name', 'company'] }, lastName: 'email' },
  { 'tags[]': { values: { yes: 'VIP' }, of: 'status' }, email: null },
  { 'customFields.budget': 'phone', 'consent.sms': 'Do Not Call' },
  { 'customFields.__proto__': 'constructor', businessName: { join: ['id', '__proto__'], with: '/' } },
  { phoneNumber: { first: ['mobile', 'otherPhone'] }, 'optOut.sms': 'consent' },
)
test('the same of any mapping', () => {
  fc.assert(
    fc.property(records, mappings, (record, mapping) => {
      const made = read(record, { mapping })
      expect(made.request === null).toBe(made.code !== null)
      // “yes” became a tag.
      const said: Record<string, FlatRecord[string]> =
        'tags[]' in mapping
          ? { ...record, status: [record.status].flat().filter((one) => one !== 'yes') }
          : { ...record }
      // What was too long for a consent is named by where it was to go.
      if ('consent.sms' in mapping && made.errors.some(({ name }) => name === 'customFields.consent'))
        delete said['Do Not Call']
      expect(lost(said, made)).toEqual([])
    }),
    { numRuns: 500 },
  )
})

describe('what no field takes is kept', () => {
  const custom = (record: FlatRecord, more: Partial<OpenSource> = {}) => read(record, more).lead.customFields

  test('a second answer to what has one field', () => {
    expect(custom({ email: 'a@example.com', company: 'IBM', business_name: 'IB' })).toEqual({
      business_name: 'IB',
    })
    expect(custom({ first_name: ['Ada', 'Bob'] })).toEqual({ first_name: 'Bob' })
    expect(custom({ first_name: 'Ada', full_name: 'Bob Cole' })).toEqual({ full_name: 'Bob Cole' })
    expect(custom({ first_name: 'Ada', full_name: 'Ada Cole' })).toBeUndefined()
  })

  test('other phones and e-mails, beside what is called so already', () => {
    expect(
      custom({ phone: '+16782319992', mobile: '+16782319993', otherPhone: '+16782319994', email: 'a@b.co' }),
    ).toEqual({ otherPhone: '+16782319993, +16782319994' })
  })

  test('campaign parameters that come twice, or are too long for the attribution', () => {
    const long = 'x'.repeat(600)
    const { lead } = read({
      email: 'a@b.co',
      utm_source: 'ad',
      UTM_Source: 'mail',
      utm_term: long,
      budget: '5',
    })
    expect(lead).toMatchObject({
      attribution: { utm: { source: 'ad' } },
      customFields: { UTM_Source: 'mail', utm_term: long, budget: '5' },
    })
  })

  test('names of our answers and of every object', () => {
    const record = JSON.parse(
      '{"email":"a@b.co","status":"won","id":"7","createdAt":"x","__proto__":"p","constructor":"c"}',
    )
    const { request } = read(record)
    expect(request?.customFields).toEqual({
      status: 'won',
      id: '7',
      createdAt: 'x',
      _proto_: 'p',
      constructor: 'c',
    })
  })

  test('a name that can’t be stored is read without what keeps it from that', () => {
    expect(read({ first_name: 'Ro\0sa\ud800', 'bud\0get': '5' }).request).toMatchObject({
      firstName: 'Rosa\ufffd',
      customFields: { budget: '5' },
    })
  })

  test('a name that is too long; the lead has a contact, and is taken in', () => {
    const long = 'x'.repeat(20_000)
    const { request, errors, dropped } = read({ first_name: long, email: 'a@b.co' })
    expect(request).toMatchObject({ firstName: '', email: 'a@b.co' })
    expect(dropped).toEqual(['first_name'])
    expect(errors.map(({ code }) => code)).toEqual(['value_not_read', 'name_missing', 'value_dropped'])
  })

  test('a yes or no that can’t be read is no reason to wait, unless it is an opt-out', () => {
    expect(read({ email: 'a@b.co', emailVerified: 'maybe' })).toMatchObject({
      code: null,
      lead: { customFields: { emailVerified: 'maybe' } },
    })
    expect(read({ email: 'a@b.co', 'Do Not Call': 'maybe' })).toMatchObject({
      code: 'opt_out_not_read',
      request: null,
    })
  })

  test('a last name alone is a name', () => {
    expect(read({ last_name: 'Peña' })).toMatchObject({ code: null, request: { lastName: 'Peña' } })
    expect(read({ budget: '5' })).toMatchObject({ code: 'nothing_to_take', request: null })
  })
})
