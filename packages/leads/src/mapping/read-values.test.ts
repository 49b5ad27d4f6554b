import { isTimezone } from '@intake/phone/local-time'
import { describe, expect, test } from 'vitest'
import { readTimezone } from './read-timezone.ts'
import {
  isNothing,
  isRounded,
  isSpreadsheetError,
  plainText,
  readBoolean,
  readOptOut,
  readTags,
} from './read-values.ts'
import { abbreviations, otherZoneNames } from './zone-names.ts'

test.each([
  'N/A',
  '#N/A',
  'NULL',
  'null',
  '-',
  '—',
  'none',
  'None',
  '(blank)',
  '#ERROR!',
  '#DIV/0!',
  '\\N',
  '',
])('%j is nothing', (text) => expect(isNothing(text, 'other')).toBe(true))

test.each([
  ['="0123"', '0123'],
  ['="say ""hi"""', 'say "hi"'],
  ["'+49 30 901820", '+49 30 901820'],
  ["'0123", '0123'],
  ["'t Hooft", "'t Hooft"],
  ["O'Neil", "O'Neil"],
  ['\u00a0\u200bAda\u2009\ufeff', 'Ada'],
  ['="unfinished', '="unfinished'],
  ['=1+1', '=1+1'],
])('the cell %j holds %j', (cell, text) => expect(plainText(cell)).toBe(text))

test.each([
  ['1.23E+15', true],
  ['1,5e5', true],
  ['1.23456E+5', false],
  ['12E4', false],
  ['1E0', false],
  ['123456', false],
])('%s is rounded: %s', (text, isIt) => expect(isRounded(text)).toBe(isIt))

test('a person may be called Null, and an answer may be None', () => {
  expect(isNothing('Null', 'name')).toBe(false)
  expect(isNothing('NULL', 'name')).toBe(true)
  expect(['None', 'N/A', '-', 'NULL', '#REF!'].filter((word) => isNothing(word, 'answer'))).toEqual([
    'NULL',
    '#REF!',
  ])
  expect(['#ERROR!', '#WERT!', '#hashtag', '#N/A'].filter(isSpreadsheetError)).toEqual(['#ERROR!', '#WERT!'])
})

test.each<[boolean | null, string]>([
  [true, 'TRUE true Yes y 1 1.0 x X ✓ WAHR ja VRAI oui VERDADERO sí'],
  [false, 'FALSE no N 0 FALSCH nein FAUX non FALSO'],
  [null, 'perhaps 2 unsubscribed'],
])('%s is written in many ways', (expected, list) => {
  for (const word of list.split(' ')) expect([word, readBoolean(word)]).toEqual([word, expected])
})

test('an opt-out may be a state or a time', () => {
  expect(
    [
      'unsubscribed',
      'Opted Out',
      'opted-out',
      'OPT_OUT',
      '2026-11-02 09:15:22',
      '11/02/2026',
      'subscribed',
      'whatever',
    ].map(readOptOut),
  ).toEqual([true, true, true, true, true, true, false, null])
})

test.each<[string, string[]]>([
  ['VIP; web form,,niño|a', ['VIP', 'web form', 'niño', 'a']],
  ['["Red","Blue, dark"]', ['Red', 'Blue, dark']],
  ['"Red, light","Blue"', ['Red, light', 'Blue']],
  ['* myContacts ::: Friends, old ::: * starred', ['Friends, old']],
  ['5" pipe, other', ['5" pipe', 'other']],
  ['[not json', ['[not json']],
  ['none', []],
])('the tags of %j are %j', (cell, tags) => {
  expect(readTags(cell, ',;|')).toEqual(tags)
})

describe('time zones', () => {
  test.each([
    ['America/New_York', 'America/New_York'],
    ['america/new_york', 'America/New_York'],
    ['us_slash_eastern', 'US/Eastern'],
    ['america_slash_new_york', 'America/New_York'],
    ['america_slash_port_hyphen_au_hyphen_prince', 'America/Port-au-Prince'],
    ['Eastern Standard Time', 'America/New_York'],
    ['W. Europe Standard Time', 'Europe/Berlin'],
    ['(GMT-05:00) Eastern Time (US & Canada)', 'America/New_York'],
    ['(UTC+01:00) Berlin', 'Europe/Berlin'],
    ['UTC', 'UTC'],
  ])('%s is %s', (name, zone) => {
    expect(readTimezone(name)).toEqual({ zone, isGuess: false })
  })

  test('abbreviations are a guess, and what means several zones is none', () => {
    expect(readTimezone('pst')).toEqual({ zone: 'America/Los_Angeles', isGuess: true })
    for (const name of ['IST', 'BST', '+02:00', 'Nowhere/Land', 'tomorrow'])
      expect(readTimezone(name)).toBeNull()
  })

  test('every zone of the tables exists', () => {
    const all = [...otherZoneNames.map(([, zone]) => zone), ...Object.values(abbreviations)]
    expect(all.filter((zone) => !isTimezone(zone))).toEqual([])
  })
})
