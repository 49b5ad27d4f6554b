import { AppError } from '@intake/contracts/app-error'
import { describe, expect, test } from 'vitest'
import { mapColumns } from './map-columns.ts'

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
      'a name of ours before another’s',
      ['Phone', 'Phone Number', 'First'],
      { First: 'firstName' },
      [null, 'phoneNumber', 'firstName'],
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
    [
      'two columns of one name',
      ['firstName', 'X', 'X'],
      { X: 'email' },
      ['/mapping/X repeated_column', '/mapping repeated_column'],
    ],
    ['two columns of one field', ['First Name', 'first_name'], {}, ['/mapping repeated_column']],
    [
      'a mapping to a field that another column is',
      ['First Name', 'X'],
      { X: 'firstName' },
      ['/mapping repeated_column'],
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
