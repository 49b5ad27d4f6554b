import fc from 'fast-check'
import { expect, test } from 'vitest'
import { callingWindow } from './calling-window.ts'
import { localTimeIn } from './local-time.ts'

const coasts = ['America/New_York', 'America/Los_Angeles']
const window = (zones: string[], at: string, from = '08:00', to = '21:00') => {
  const { open, opensAt } = callingWindow({ zones, at: new Date(at), from, to })
  return [open, opensAt?.toISOString() ?? null]
}

test('one zone: closed before, open from the first minute, closed from the last', () => {
  const zones = ['America/New_York']
  expect(window(zones, '2026-11-23T12:59:59.999Z')).toEqual([false, '2026-11-23T13:00:00.000Z'])
  expect(window(zones, '2026-11-23T13:00:00.000Z')).toEqual([true, '2026-11-24T13:00:00.000Z'])
  expect(window(zones, '2026-11-24T01:59:59.999Z')).toEqual([true, '2026-11-24T13:00:00.000Z'])
  expect(window(zones, '2026-11-24T02:00:00.000Z')).toEqual([false, '2026-11-24T13:00:00.000Z'])
})

test('several zones: open only where it is open in all of them', () => {
  expect(window(coasts, '2026-11-23T13:30:00Z')).toEqual([false, '2026-11-23T16:00:00.000Z'])
  expect(window(coasts, '2026-11-23T16:00:00Z')).toEqual([true, '2026-11-24T16:00:00.000Z'])
  expect(window(coasts, '2026-11-24T02:30:00Z')).toEqual([false, '2026-11-24T16:00:00.000Z'])
})

test('zones whose windows never meet have no opening', () => {
  expect(window(['Pacific/Kiritimati', 'Asia/Tehran'], '2026-11-23T12:00:00Z', '08:00', '12:00')).toEqual([
    false,
    null,
  ])
})

test('the opening follows the clock change of the night', () => {
  const zones = ['America/New_York']
  expect(window(zones, '2027-03-14T05:00:00Z')).toEqual([false, '2027-03-14T12:00:00.000Z'])
  expect(window(zones, '2026-11-01T04:00:00Z')).toEqual([false, '2026-11-01T13:00:00.000Z'])
})

test('a window that starts in the skipped hour opens at the change', () => {
  expect(window(['America/New_York'], '2027-03-14T05:00:00Z', '02:30')).toEqual([
    false,
    '2027-03-14T07:00:00.000Z',
  ])
})

test('a window that starts in the repeated hour opens twice', () => {
  const zones = ['America/New_York']
  expect(window(zones, '2026-11-01T05:00:00Z', '01:30', '01:45')).toEqual([false, '2026-11-01T05:30:00.000Z'])
  expect(window(zones, '2026-11-01T05:50:00Z', '01:30', '01:45')).toEqual([false, '2026-11-01T06:30:00.000Z'])
})

test('a window may run past midnight, or all day', () => {
  expect(window(['Etc/UTC'], '2026-11-23T23:00:00Z', '22:00', '06:00')).toEqual([
    true,
    '2026-11-24T22:00:00.000Z',
  ])
  expect(window(['Etc/UTC'], '2026-11-23T06:00:00Z', '22:00', '06:00')).toEqual([
    false,
    '2026-11-23T22:00:00.000Z',
  ])
  expect(window(['Etc/UTC'], '2026-11-23T06:00:00Z', '00:00', '24:00')).toEqual([true, null])
})

test.each([
  [[], '2026-11-23T12:00:00Z', '08:00', '21:00'],
  [['Mars/Phobos'], '2026-11-23T12:00:00Z', '08:00', '21:00'],
  [['Etc/UTC', 'Mars/Phobos'], '2026-11-23T12:00:00Z', '08:00', '21:00'],
  [['Etc/UTC'], 'never', '08:00', '21:00'],
  [['Etc/UTC'], '2026-11-23T12:00:00Z', '8:00', '21:00'],
  [['Etc/UTC'], '2026-11-23T12:00:00Z', '08:00', '24:01'],
])('what is not known is closed: %j %s %s %s', (zones, at, from, to) => {
  expect(window(zones, at, from, to)).toEqual([false, null])
})

const zone = fc.constantFrom(
  ...coasts,
  'Europe/London',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'America/St_Johns',
  'America/Vancouver',
)

test('the opening is the first minute after which all zones are inside', () => {
  fc.assert(
    fc.property(
      fc.array(zone, { minLength: 1, maxLength: 3 }),
      fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2028, 0, 1) }),
      (zones, minuteOfEpoch) => {
        const at = new Date(minuteOfEpoch)
        const inside = (instant: number) =>
          zones.every((name) => {
            const time = localTimeIn(name, new Date(instant))?.localTime.slice(11, 16) ?? ''
            return time >= '08:00' && time < '21:00'
          })
        const { open, opensAt } = callingWindow({ zones, at, from: '08:00', to: '21:00' })
        expect(open).toBe(inside(at.getTime()))
        if (!opensAt) return
        expect(inside(opensAt.getTime())).toBe(true)
        expect(inside(opensAt.getTime() - 1)).toBe(false)
        expect(opensAt.getTime()).toBeGreaterThan(at.getTime())
      },
    ),
    { numRuns: 300 },
  )
})
