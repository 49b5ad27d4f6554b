import fc from 'fast-check'
import { expect, test } from 'vitest'
import { inferTimezone } from './infer-timezone.ts'
import { isTimezone } from './local-time.ts'
import { phoneTable, type TableRow } from './phone-table.ts'
import { zoneAtPoint } from './zone-at-point.ts'

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

test.each([
  ['+12085267000', 'America/Boise'],
  ['+12082632345', 'America/Los_Angeles'],
  ['+18504882345', 'America/New_York'],
  ['+18504342345', 'America/Chicago'],
  ['+18124232345', 'America/Chicago'],
  ['+18123362345', 'America/Indiana/Indianapolis'],
  ['+19288712345', 'America/Denver'],
  ['+19064282345', 'America/Detroit'],
  ['+12504262345', 'America/Edmonton'],
  ['+17098962345', 'America/Goose_Bay'],
  ['+18074672345', 'America/Winnipeg'],
  ['+18075972345', 'America/Atikokan'],
  ['+14189862345', 'America/Halifax'],
  ['+17756642345', 'America/Denver'],
  ['+19075922345', 'America/Adak'],
  ['+18676692345', 'America/Edmonton'],
  ['+18679792345', 'America/Iqaluit'],
])('%s is known to the exchange, in %s', (e164, zone) => {
  expect(inferTimezone(e164)).toMatchObject({ zone, alternatives: [], confidence: 'high', basis: 'npa-nxx' })
})

test.each([
  ['+61293744000', 'Australia/Sydney'],
  ['+61396621234', 'Australia/Melbourne'],
  ['+61732291234', 'Australia/Brisbane'],
  ['+61362341234', 'Australia/Hobart'],
  ['+61882071234', 'Australia/Adelaide'],
  ['+61889811234', 'Australia/Darwin'],
  ['+61892201234', 'Australia/Perth'],
  ['+61880881234', 'Australia/Broken_Hill'],
  ['+5511961234567', 'America/Sao_Paulo'],
  ['+559232345678', 'America/Manaus'],
  ['+556832123456', 'America/Rio_Branco'],
  ['+558132345678', 'America/Recife'],
  ['+525512345678', 'America/Mexico_City'],
  ['+526641234567', 'America/Tijuana'],
  ['+529981234567', 'America/Cancun'],
  ['+526141234567', 'America/Chihuahua'],
  ['+74951234567', 'Europe/Moscow'],
  ['+74012123456', 'Europe/Kaliningrad'],
  ['+78452123456', 'Europe/Saratov'],
  ['+74232123456', 'Asia/Vladivostok'],
  ['+73832123456', 'Asia/Novosibirsk'],
  ['+622112345678', 'Asia/Jakarta'],
  ['+62361123456', 'Asia/Makassar'],
  ['+62967123456', 'Asia/Jayapura'],
  ['+34922123456', 'Atlantic/Canary'],
  ['+34912345678', 'Europe/Madrid'],
  ['+351296123456', 'Atlantic/Azores'],
  ['+56612212345', 'America/Punta_Arenas'],
  ['+6433051234', 'Pacific/Chatham'],
  ['+862112345678', 'Asia/Shanghai'],
])('%s goes by its area code to %s', (e164, zone) => {
  expect(inferTimezone(e164)).toMatchObject({
    zone,
    alternatives: [],
    confidence: 'high',
    share: 1,
    basis: 'area',
  })
})

test.each([
  ['+61491570156', 'Australia/Sydney', 'Australia/Perth'],
  ['+79161234567', 'Europe/Moscow', 'Asia/Vladivostok'],
  ['+628123456789', 'Asia/Jakarta', 'Asia/Jayapura'],
  ['+56961234567', 'America/Santiago', 'Pacific/Easter'],
  ['+34612345678', 'Europe/Madrid', 'Atlantic/Canary'],
  ['+351912345678', 'Europe/Lisbon', 'Atlantic/Azores'],
  ['+8613123456789', 'Asia/Shanghai', 'Asia/Urumqi'],
  ['+64211234567', 'Pacific/Auckland', 'Pacific/Chatham'],
])('the mobile %s may be anywhere in its country', (e164, zone, alternative) => {
  const inference = inferTimezone(e164)
  expect(inference).toMatchObject({ zone, confidence: 'low', share: null, basis: 'mobile-country' })
  expect(inference.alternatives).toContain(alternative)
})

test('a shared area code is never certain without a known exchange', () => {
  for (const [code, row] of Object.entries(phoneTable().nanp)) {
    const { confidence, alternatives, basis } = inferTimezone(`+1${code}1110123`)
    expect(basis, code).toBe('npa')
    expect(confidence === 'high', code).toBe(!row.others)
    expect(alternatives, code).toEqual(row.others ?? [])
  }
})

test('geo-tz at run time agrees with every row of the table', () => {
  const { nanp, areas } = phoneTable()
  for (const row of [...Object.values(nanp), ...Object.values(areas).flatMap(Object.values<TableRow>)]) {
    if (row.at) expect(zoneAtPoint(row.at, row.zone)).toBe(row.zone)
  }
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
  const { nanp, areas, countries } = phoneTable()
  expect(Object.keys(nanp)).toHaveLength(454)
  const rows = [
    ...Object.values(nanp),
    ...Object.values(areas).flatMap(Object.values<TableRow>),
    ...Object.values(countries),
  ]
  const zones = rows.flatMap(({ zone, others }) => [zone, ...(others ?? [])])
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

test('the zone of a number that was guessed is never better than low', () => {
  const sure = inferTimezone('+16782319992', 'certain')
  expect(sure).toMatchObject({ confidence: 'high', share: 1 })
  expect(inferTimezone('+16782319992', 'guessed')).toEqual({ ...sure, confidence: 'low', share: null })
  expect(inferTimezone('+18005551234', 'guessed')).toEqual(inferTimezone('+18005551234'))
})
