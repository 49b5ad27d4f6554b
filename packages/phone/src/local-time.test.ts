import { expect, test } from 'vitest'
import { isTimezone, localTimeIn } from './local-time.ts'

test.each([
  ['America/New_York', '2026-11-23T21:05:00.000Z', '2026-11-23T16:05:00-05:00', '-05:00'],
  ['America/New_York', '2026-07-01T21:05:00.000Z', '2026-07-01T17:05:00-04:00', '-04:00'],
  ['Asia/Kolkata', '2026-11-23T21:05:09.900Z', '2026-11-24T02:35:09+05:30', '+05:30'],
  ['America/St_Johns', '2026-12-31T23:59:59.999Z', '2026-12-31T20:29:59-03:30', '-03:30'],
  ['Etc/UTC', '2026-11-23T21:05:00.000Z', '2026-11-23T21:05:00+00:00', '+00:00'],
  ['Pacific/Kiritimati', '2026-11-23T21:05:00.000Z', '2026-11-24T11:05:00+14:00', '+14:00'],
])('in %s at %s it is %s', (zone, at, localTime, utcOffset) => {
  expect(localTimeIn(zone, new Date(at))).toEqual({ localTime, utcOffset })
})

test.each([
  ['America/Vancouver', '-07:00'],
  ['America/Edmonton', '-06:00'],
  ['America/Winnipeg', '-05:00'],
])('%s has the rules of 2026: %s in winter', (zone, utcOffset) => {
  expect(localTimeIn(zone, new Date('2027-01-15T12:00:00Z'))?.utcOffset).toBe(utcOffset)
})

test('there is no local time of an unknown zone or an invalid date', () => {
  expect(localTimeIn('Mars/Phobos', new Date())).toBeNull()
  expect(localTimeIn('Etc/UTC', new Date(Number.NaN))).toBeNull()
  expect(localTimeIn('Pacific/Kiritimati', new Date(8.64e15))).toBeNull()
})

test.each([
  'Etc/UTC',
  'UTC',
  'America/New_York',
  'Europe/Kyiv',
  'US/Eastern',
  'EST5EDT',
  'Asia/Calcutta',
  'America/Coyhaique',
])('%s is a time zone', (name) => {
  expect(isTimezone(name)).toBe(true)
})

test.each([
  '',
  'Mars/Phobos',
  'america/new_york',
  'america/new york',
  'America/New_York ',
  '+02:00',
  'constructor',
  '__proto__',
])('"%s" is no time zone', (name) => {
  expect(isTimezone(name)).toBe(false)
})
