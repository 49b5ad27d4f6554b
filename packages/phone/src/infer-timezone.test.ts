import fc from 'fast-check'
import { expect, test } from 'vitest'
import { areaCodes } from './area-codes.ts'
import { inferTimezone } from './infer-timezone.ts'
import { isTimezone } from './local-time.ts'

test.each([
  ['+16782319992', 'America/New_York'],
  ['+12125550123', 'America/New_York'],
  ['+13125550123', 'America/Chicago'],
  ['+13035550123', 'America/Denver'],
  ['+16025550123', 'America/Phoenix'],
  ['+12135550123', 'America/Los_Angeles'],
  ['+18085550123', 'Pacific/Honolulu'],
  ['+14165550123', 'America/Toronto'],
  ['+16045550123', 'America/Vancouver'],
  ['+12045550123', 'America/Winnipeg'],
  ['+13065550123', 'America/Regina'],
  ['+19025550123', 'America/Halifax'],
  ['+17875550123', 'America/Puerto_Rico'],
  ['+18765550123', 'America/Jamaica'],
  ['+16715550123', 'Pacific/Guam'],
  ['+442079460018', 'Europe/London'],
  ['+33142685300', 'Europe/Paris'],
  ['+819012345678', 'Asia/Tokyo'],
  ['+919876543210', 'Asia/Kolkata'],
])('%s is in %s for certain', (e164, zone) => {
  expect(inferTimezone(e164)).toMatchObject({ zone, alternatives: [], confidence: 'high', share: 1 })
})

test.each([
  ['+12085550123', 'America/Boise', ['America/Los_Angeles']],
  ['+18505550123', 'America/Chicago', ['America/New_York']],
  ['+17015550123', 'America/Chicago', ['America/Denver']],
  ['+19075550123', 'America/Anchorage', ['America/Adak']],
])('%s is more likely in %s, and says what else', (e164, zone, alternatives) => {
  const inference = inferTimezone(e164)
  expect(inference).toMatchObject({ zone, alternatives, basis: 'npa' })
  expect(inference.confidence).toBe((inference.share ?? 0) >= 0.9 ? 'medium' : 'low')
})

test.each([
  '+18005551234',
  '+18885551234',
  '+19005551234',
  '+15005551234',
  '+17005551234',
  '+19115551234',
  '+19995551234',
  '+80012345678',
  '+448001111111',
  '+61491570156',
  '',
  '+',
  'junk',
])('%s is in no zone that can be known', (e164) => {
  expect(inferTimezone(e164)).toMatchObject({
    zone: null,
    alternatives: [],
    confidence: 'none',
    share: null,
    basis: null,
  })
})

test('area codes that libphonenumber lacks have their zone', () => {
  for (const code of [
    '357',
    '436',
    '457',
    '465',
    '471',
    '483',
    '621',
    '624',
    '679',
    '729',
    '837',
    '861',
    '924',
  ])
    expect(inferTimezone(`+1${code}5550123`).zone, code).not.toBeNull()
})

test('every zone of the table exists', () => {
  const { areaCodes: codes, countries } = areaCodes()
  expect(Object.keys(codes)).toHaveLength(454)
  const zones = [
    ...Object.values(countries),
    ...Object.values(codes).flatMap((code) => code.zones.map(([zone]) => zone)),
  ]
  for (const zone of zones) expect(isTimezone(zone) && !zone.startsWith('Etc/'), zone).toBe(true)
})

test('nothing makes it throw', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^\+[1-9]\d{6,14}$/)), (text) => {
      const { zone, confidence } = inferTimezone(text)
      expect(zone === null).toBe(confidence === 'none')
    }),
  )
})
