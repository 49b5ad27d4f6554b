import { type CountryCode, getExampleNumber } from 'libphonenumber-js/max'
import examples from 'libphonenumber-js/mobile/examples'
import { expect, test } from 'vitest'
import { offsetsOf } from '../test/offsets-of.ts'
import { inferTimezone } from './infer-timezone.ts'

// Countries with one clock, by hand, apart from the table's inputs; the numbers are libphonenumber's examples of mobiles.
// Christmas and the Cocos Islands are left out: their mobiles can't be told from Australia's.
const countries: Record<string, string> = {
  'Africa/Abidjan': 'CI BF GH GM GN ML MR SL SN TG LR IS SH GW ST',
  'Africa/Lagos': 'NG AO BJ CM CF TD CG GQ GA NE TN DZ',
  'Africa/Johannesburg': 'ZA BW BI LS MW MZ RW SZ ZM ZW LY SD SS NA',
  'Africa/Nairobi': 'KE DJ ER ET KM MG SO TZ UG YT',
  'Africa/Cairo': 'EG',
  'Africa/Casablanca': 'MA EH',
  'Europe/London': 'GB GG IM JE IE FO',
  'Europe/Berlin':
    'DE FR IT NL BE LU CH AT DK NO SE PL CZ SK HU SI HR BA RS ME MK AL XK MT SM VA LI MC AD GI SJ',
  'Europe/Athens': 'GR FI EE LV LT RO BG CY AX',
  'Europe/Chisinau': 'MD',
  'Europe/Istanbul': 'TR BY SA KW QA BH IQ YE',
  'Asia/Beirut': 'LB',
  'Asia/Jerusalem': 'IL',
  'Asia/Hebron': 'PS',
  'Asia/Amman': 'JO SY',
  'Asia/Tehran': 'IR',
  'Asia/Dubai': 'AE OM AM AZ GE MU RE SC',
  'Asia/Kabul': 'AF',
  'Asia/Karachi': 'PK UZ TJ TM MV TF KZ',
  'Asia/Kolkata': 'IN LK',
  'Asia/Kathmandu': 'NP',
  'Asia/Dhaka': 'BD BT KG IO',
  'Asia/Yangon': 'MM',
  'Asia/Bangkok': 'TH VN LA KH',
  'Asia/Singapore': 'SG MY BN PH HK MO TW',
  'Asia/Tokyo': 'JP KR KP PW TL',
  'Pacific/Guadalcanal': 'SB VU NC',
  'Pacific/Fiji': 'FJ TV WF NR MH',
  'Pacific/Norfolk': 'NF',
  'Pacific/Tongatapu': 'TO TK WS',
  'Pacific/Honolulu': 'CK',
  'Pacific/Niue': 'NU',
  'America/Guatemala': 'GT SV HN NI CR BZ',
  'America/Panama': 'PA CO PE JM KY',
  'America/Havana': 'CU',
  'America/Port-au-Prince': 'HT',
  'America/Caracas': 'VE BO GY CW AW BQ SX GP MQ BL MF DO TT BB LC VC GD DM AG KN MS AI VG',
  'America/Argentina/Buenos_Aires': 'AR UY SR GF FK',
  'America/Asuncion': 'PY',
  'America/Miquelon': 'PM',
  'Atlantic/Cape_Verde': 'CV',
  'Atlantic/Bermuda': 'BM',
  'America/Nassau': 'BS',
  'America/Grand_Turk': 'TC',
}

test('one-clock countries', () => {
  const numbers = Object.entries(countries).flatMap(([zone, codes]) =>
    codes.split(/\s+/).flatMap((country) => {
      const e164 = getExampleNumber(country as CountryCode, examples)?.number
      return e164 === undefined ? [] : [{ zone, country, e164 }]
    }),
  )
  const wrong = numbers
    .map((row) => ({ ...row, inferred: inferTimezone(row.e164) }))
    .filter(
      ({ zone, inferred }) =>
        inferred.zone === null ||
        inferred.confidence !== 'high' ||
        offsetsOf(inferred.zone) !== offsetsOf(zone),
    )
  expect(numbers.length).toBeGreaterThan(200)
  expect(wrong.map(({ country, zone, inferred }) => ({ country, zone, inferred }))).toEqual([])
})
