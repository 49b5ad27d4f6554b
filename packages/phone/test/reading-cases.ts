import type { Certainty, PhoneProblem } from '../src/phone-reading.ts'

export interface ReadingCase {
  given: string | number
  region?: string
  e164: string | null
  /** Where it isn't `e164`. */
  key?: string | null
  extension?: string
  others?: string[]
  certainty?: Certainty
  problem?: PhoneProblem
}

export interface ReadingRule {
  rule: string
  cases: ReadingCase[]
}

const us = '+16782319992'
const unread = (given: string | number, problem: PhoneProblem, region?: string): ReadingCase => ({
  given,
  e164: null,
  problem,
  ...(region ? { region } : {}),
})
const asUs = (...given: (string | number)[]): ReadingCase[] => given.map((one) => ({ given: one, e164: us }))

/** What readings have to be, rule by rule. The page `docs/phone/reading.md` is made of it. */
export const readingRules: ReadingRule[] = [
  {
    rule: 'A number of the region needs no country code',
    cases: [
      ...asUs('(678) 231-9992', '6782319992', '1-678-231-9992', '678.231.9992', '(678)231-9992', 6782319992),
      { given: '020 7946 0958', region: 'GB', e164: '+442079460958' },
      { given: '7400 123456', region: 'GB', e164: '+447400123456' },
      { given: '089/1234567', region: 'DE', e164: '+49891234567' },
      { given: '8 (912) 345-67-89', region: 'RU', e164: '+79123456789' },
      { given: '322-1234', region: 'BS', e164: '+12423221234' },
      { given: '40123', region: 'AC', e164: '+24740123' },
    ],
  },
  {
    rule: 'A plus, 00 or 011 begins a country code',
    cases: [
      ...asUs('+1 678 231 9992', '001 678 231 9992', '+001 678 231 9992', '%2B16782319992'),
      { given: '011 44 20 7946 0958', e164: '+442079460958' },
      { given: '0011 44 20 7946 0958', region: 'AU', e164: '+442079460958' },
      { given: '0114 496 0123', region: 'GB', e164: '+441144960123' },
      { given: '+49 (0)89 1234567', e164: '+49891234567' },
    ],
  },
  {
    rule: 'North America: area code and exchange begin with 2 to 9; what doesn’t fit is no +1 number',
    cases: [
      unread('0412 345 678', 'national_abroad'),
      unread('06 12 34 56 78', 'national_abroad'),
      unread('07400 123456', 'national_abroad'),
      unread('+1 0412 345 678', 'not_in_plan'),
      unread('212 055 1234', 'not_in_plan'),
      unread('112 234 5678', 'not_in_plan'),
      unread('65 9123 4567', 'not_in_plan'),
      unread('678-231-9992', 'not_in_plan', 'GB'),
    ],
  },
  {
    rule: 'A digit too many or too few makes no number abroad',
    cases: [
      unread('312-296-15716', 'digit_too_many'),
      unread('469 433 96072', 'digit_too_many'),
      unread('(312) 2966-1571', 'digit_too_many'),
      unread('3122-296-1571', 'digit_too_many'),
      unread('1-678-231-99923', 'digit_too_many'),
      unread('31229615716', 'ambiguous'),
      unread('678-231-999', 'too_short'),
      unread('1-678-231-999', 'not_in_plan'),
      unread('231-9992', 'too_short'),
    ],
  },
  {
    rule: 'Eleven digits and more without a plus are international only where they can’t be a mistyped number of the region',
    cases: [
      { given: '447400123456', e164: '+447400123456' },
      { given: '33 6 12 34 56 78', e164: '+33612345678' },
      { given: '5511987654321', e164: '+5511987654321' },
      { given: '1-678-231-9992', region: 'GB', e164: us },
      unread('33612345678', 'ambiguous'),
      unread('16782319992', 'ambiguous', 'GB'),
      { given: '916782319993', e164: '+916782319993', certainty: 'guessed' },
      { given: '4915123456789', region: 'DE', e164: '+4915123456789', certainty: 'guessed' },
    ],
  },
  {
    rule: 'A reading that needed a guess says so',
    cases: [
      { given: '55 1234 5678', e164: '+15512345678', certainty: 'guessed' },
      { given: '+678-231-9992', e164: us, certainty: 'guessed' },
      { given: '+469-433-9607', e164: '+4694339607', certainty: 'guessed' },
      { given: '+0412 345 678', region: 'AU', e164: '+61412345678', certainty: 'guessed' },
      { given: '+1 +44 7400 123456', e164: '+447400123456', certainty: 'guessed' },
      { given: '+1 0044 7400 123456', e164: '+447400123456', certainty: 'guessed' },
      {
        given: '(987) 234-5678',
        e164: '+19872345678',
        key: null,
        certainty: 'guessed',
        problem: 'unassigned',
      },
      {
        given: '+492079460958',
        e164: '+492079460958',
        key: null,
        certainty: 'guessed',
        problem: 'unassigned',
      },
    ],
  },
  {
    rule: 'A spreadsheet’s marks come off where no digit is lost',
    cases: [
      ...asUs('6782319992.0', '16782319992.0', '6.782319992E+09', '1.6782319992e10', "'6782319992"),
      ...asUs('="6782319992"', '"678-231-9992"', '6,782,319,992', 16782319992),
      unread('6.78232E+09', 'digits_lost'),
      unread('6,78E+09', 'digits_lost'),
      unread('6782319992.5', 'digit_too_many'),
      unread(6782319992.5, 'not_in_plan'),
      unread(-6782319992, 'not_in_plan'),
      unread('#ERROR!', 'no_digits'),
      unread('N/A', 'no_digits'),
    ],
  },
  {
    rule: 'What programs put around a number comes off',
    cases: [
      ...asUs(
        'p:+16782319992',
        'tel:+1-678-231-9992',
        'tel:678-231-9992;phone-context=+1',
        'Cell: 678-231-9992',
      ),
      ...asUs(
        '+1+16782319992',
        'whatsapp:+16782319992',
        '16782319992@c.us',
        'Mobile 1: 678 231 9992 (no SMS)',
      ),
      { given: 'https://wa.me/33612345678', e164: '+33612345678' },
      { given: '33612345678@s.whatsapp.net', e164: '+33612345678' },
      ...asUs('678·231·9992', '678,231,9992', '678|231|9992', '678_231_9992', '678 - 231 - 9992'),
    ],
  },
  {
    rule: 'Other scripts’ digits, odd spaces, dashes and invisible marks',
    cases: [
      ...asUs('６７８２３１９９９２', '٦٧٨٢٣١٩٩٩٢', '６７８－２３１－９９９２', '+１ 678 231 9992'),
      ...asUs('678\u00a0231\u00a09992', '678\u2009231\u20119992', '678\u2013231\u20139992'),
      ...asUs(
        '\u202a+1 678 231 9992\u202c',
        '\u200b6782319992',
        '678\u00ad231\u00ad9992',
        '\ufeff678-231-9992',
      ),
    ],
  },
  {
    rule: 'An extension is kept apart',
    cases: [
      ...[
        'x12',
        'ext. 12',
        'extension 12',
        '#12',
        ';ext=12',
        ',12',
        ',,12#',
        ';12',
        'App. 12',
        'poste 12',
      ].map((extension) => ({ given: `678-231-9992 ${extension}`, e164: us, extension: '12' })),
      ...['ramal 12', 'anexo 12', 'int. 12', 'доб. 12', '内線12', '(ext 12)', '[x12]', '- DW 12'].map(
        (extension) => ({
          given: `678-231-9992 ${extension}`,
          e164: us,
          extension: '12',
        }),
      ),
      { given: '6782319992x44128', e164: us, extension: '44128' },
      { given: 'tel:+1-678-231-9992;ext=12', e164: us, extension: '12' },
      { given: '1-800-FLOWERS ext 12', e164: '+18003569377', extension: '12' },
      { given: '678-231-9992 12', e164: us, extension: '12', certainty: 'guessed' },
    ],
  },
  {
    rule: 'Of several numbers the first that can be read is the number; the others are kept',
    cases: [
      ...[' / ', '/', '; ', ' or ', ' & ', '\n', '\r\n', ':::', ' ::: ', ' ', ', ', ' | ', ' und ', '\t'].map(
        (sign) => ({
          given: `678-231-9992${sign}678-231-9993`,
          e164: us,
          others: ['678-231-9993'],
        }),
      ),
      { given: '6782319992 6782319993', e164: us, others: ['6782319993'] },
      { given: '+16782319992+16782319993', e164: us, others: ['+16782319993'] },
      { given: '678-231-999 / 678-231-9992', e164: us, others: ['678-231-999'] },
      {
        given: 'home 678-231-9992 x5, work 678-231-9993 x6',
        e164: us,
        extension: '5',
        others: ['678-231-9993 x6'],
      },
      { given: '678-231-9992 / 231-9993', e164: us, others: ['231-9993'] },
      { given: '678-231-9992 / +1 678 231 9992', e164: us },
      { given: '030 23125000 / 0171 3920000', region: 'DE', e164: '+493023125000', others: ['0171 3920000'] },
    ],
  },
  {
    rule: 'Equal forms of one subscriber’s number share a key',
    cases: [
      { given: '+52 1 55 1234 5678', e164: '+525512345678' },
      { given: '5215512345678', e164: '+525512345678' },
      { given: '0052 1 55 1234 5678', e164: '+525512345678' },
      { given: '044 55 1234 5678', region: 'MX', e164: '+525512345678' },
      { given: '+55 11 8765-4321', e164: '+5511987654321' },
      { given: '551187654321', e164: '+5511987654321' },
      { given: '11 8765-4321', region: 'BR', e164: '+5511987654321' },
      { given: '+55 11 7123-4567', e164: '+551171234567', key: '+5511971234567' },
      { given: '+55 11 3123-4567', e164: '+551131234567' },
      { given: '+54 9 11 2345-6789', e164: '+5491123456789', key: '+541123456789' },
      { given: '+54 11 15 2345-6789', e164: '+5491123456789', key: '+541123456789' },
      { given: '+54 9 11 15 2345-6789', e164: '+5491123456789', key: '+541123456789' },
      { given: '011 15 2345-6789', region: 'AR', e164: '+5491123456789', key: '+541123456789' },
      { given: '+54 11 2345-6789', e164: '+541123456789' },
    ],
  },
  {
    rule: 'Placeholders have no key',
    cases: [
      ...[
        '000-000-0000',
        '0000000000',
        '123-456-7890',
        '111 111 1111',
        '0123456789',
        '+1 (000) 000-0000',
        '1-000-000-0000',
      ].map((given) => unread(given, 'placeholder')),
      ...['555-555-5555', '222-222-2222', '999-999-9999', '987-654-3210'].map((given) => ({
        given,
        e164: `+1${given.replaceAll('-', '')}`,
        key: null,
        certainty: 'guessed' as const,
        problem: 'placeholder' as const,
      })),
      ...[
        '234-567-8901',
        '234-567-8900',
        '212-555-0123',
        '212-555-1212',
        '212-555-1234',
        '212-911-4567',
        '404-867-5309',
        '500-555-0006',
      ].map((given) => ({
        given,
        e164: `+1${given.replaceAll('-', '')}`,
        key: null,
        problem: 'placeholder' as const,
      })),
      { given: '01 23 45 67 89', region: 'FR', e164: '+33123456789', key: null, problem: 'placeholder' },
      { given: '99999 99999', region: 'IN', e164: '+919999999999', key: null, problem: 'placeholder' },
      { given: '800-555-1234', e164: '+18005551234' },
      { given: '800-311-3435', e164: '+18003113435' },
    ],
  },
]
