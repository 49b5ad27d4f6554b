import { AppError } from '@intake/contracts/app-error'
import { describe, expect, test } from 'vitest'
import { countKnown, mapColumns } from './map-columns.ts'

const codes = new Map([['tax_id', {}]])
const fieldsOf = (names: string[], mapping: Parameters<typeof mapColumns>[1] = {}) =>
  mapColumns(names, mapping, codes).map(({ field }) => field)
const faultsOf = (names: string[], mapping: Parameters<typeof mapColumns>[1] = {}) => {
  try {
    mapColumns(names, mapping, codes)
  } catch (error) {
    if (error instanceof AppError) return error.errors.map(({ pointer, code }) => `${pointer} ${code}`)
  }
  throw new Error('the columns were taken')
}

describe('mapColumns', () => {
  test.each(['firstName', 'First Name', 'first_name', 'FIRST-NAME', 'firstname', 'Given name'])(
    'takes %s for the first name',
    (name) => {
      expect(fieldsOf([name])).toEqual(['firstName'])
    },
  )

  test.each<[string, string[], Parameters<typeof mapColumns>[1], (string | null)[]]>([
    [
      'names of other systems',
      ['First name', 'Phone', 'Company'],
      {},
      ['firstName', 'phoneNumber', 'businessName'],
    ],
    [
      'several columns for one field',
      ['Phone', 'Phone Number', 'First'],
      { First: 'firstName' },
      ['phoneNumber', 'phoneNumber', 'firstName'],
    ],
    [
      'what the mapping gives a field, and nothing else',
      ['First Name', 'Mobile', 'Phone'],
      { Phone: 'phoneNumber' },
      ['firstName', null, 'phoneNumber'],
    ],
    [
      'Google’s values, not their labels',
      ['First Name', 'E-mail 1 - Label', 'E-mail 1 - Value'],
      {},
      ['firstName', null, 'email'],
    ],
    [
      'accents and other languages',
      ['Prénom', 'Teléfono móvil', 'E-Mail-Adresse'],
      {},
      ['firstName', 'phoneNumber', 'email'],
    ],
    [
      'custom fields, consents, campaigns and extensions by their own names',
      ['Name', 'customfields.Budget', 'consent.sms', 'UTM Source', 'gclid', 'Phone Ext', 'customFields.'],
      {},
      ['fullName', 'customFields.Budget', 'consent.sms', 'utm_source', 'gclid', 'phoneExtension', null],
    ],
    ['a name alone', ['Name', 'Email'], {}, ['fullName', 'email']],
    ['a last name beside a first', ['Vorname', 'Name'], {}, ['firstName', 'lastName']],
    ['a first name beside a last', ['Nombre', 'Apellidos'], {}, ['firstName', 'lastName']],
    [
      'opt-outs by their channel',
      [
        'Name',
        'Email Opt Out',
        'Do Not Call',
        'HasOptedOutOfEmail',
        'Opted out of email: News',
        'Unsubscribed from all email',
        'UNSUB_TIME',
        'UNSUB_REASON',
      ],
      {},
      [
        'fullName',
        'optOut.email',
        'optOut.call',
        'optOut.email',
        'optOut.email',
        'optOut.email',
        'optOut.email',
        null,
      ],
    ],
    ['no consent as an opt-out', ['Name', 'Email Opt In', 'Subscribed'], {}, ['fullName', null, null]],
    [
      'an opt-out that the mapping leaves out',
      ['Name', 'DNC flag'],
      { 'DNC flag': null },
      ['fullName', null],
    ],
    ['a checklist code', ['firstName', 'Checklist.tax_id'], {}, ['firstName', 'checklist.tax_id']],
    [
      'a mapping before the name',
      ['Name', 'Email', 'Mail'],
      { Name: 'firstName', Mail: 'email', Email: null },
      ['firstName', null, 'email'],
    ],
    [
      'a mapping that takes a field away',
      ['First Name', 'Vorname'],
      { Vorname: 'firstName', 'First Name': null },
      [null, 'firstName'],
    ],
    ['unknown columns', ['firstName', 'Notes', 'Notes', ''], {}, ['firstName', null, null, null]],
  ])('knows %s', (_what, names, mapping, expected) => {
    expect(fieldsOf(names, mapping)).toEqual(expected)
  })

  test.each<[string, string[], Parameters<typeof mapColumns>[1], string[]]>([
    ['no first name', ['email'], {}, ['/mapping required']],
    ['a column that isn’t there', ['firstName'], { 'a/b': 'email' }, ['/mapping/a~1b unknown_column']],
    ['what looks like an opt-out', ['firstName', 'DNC flag'], {}, ['/mapping/DNC flag unmapped_opt_out']],
    [
      'the reason of an opt-out alone',
      ['firstName', 'UNSUB_REASON'],
      {},
      ['/mapping/UNSUB_REASON unmapped_opt_out'],
    ],
    [
      'an unknown code',
      ['firstName', 'checklist.none', 'X'],
      { X: 'checklist.no' },
      [' unknown_code', '/mapping/X unknown_code'],
    ],
    [
      'too many columns',
      ['firstName', ...Array.from({ length: 1000 }, (_, index) => `c${index}`)],
      {},
      [' too_many'],
    ],
    ['a name that is too long', ['firstName', 'x'.repeat(201)], {}, [' invalid_header']],
  ])('refuses %s', (_what, names, mapping, expected) => {
    expect(faultsOf(names, mapping)).toEqual(expected)
  })
})

test('known names are counted, those of the mapping too', () => {
  expect(countKnown(['First Name', 'Email', 'Notes', 'X'], { X: null })).toBe(3)
})
