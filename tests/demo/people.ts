import type { Random } from './random.ts'

export interface Person {
  firstName: string
  middleName?: string
  lastName?: string
  /** The part of an address before the `@`. */
  mailbox: string
}

const first: [string, string][] = [
  ...['James', 'Mary', 'Robert', 'Patricia', 'DeShawn', 'Aaliyah', 'Luis', 'Guadalupe', 'Mei', 'Arjun'].map(
    plain,
  ),
  ...['Ingrid', 'Kwame', 'Fatima', 'Olivia', 'Noah', 'Xiomara', 'Tyrone', 'Siobhan', 'Jean-Luc', 'Anh'].map(
    plain,
  ),
  ['José', 'jose'],
  ['Zoë', 'zoe'],
  ['François', 'francois'],
  ['Łukasz', 'lukasz'],
  ['Søren', 'soren'],
  ['Đức', 'duc'],
  ['Ольга', 'olga'],
  ['Γιώργος', 'giorgos'],
  ['محمد', 'mohammed'],
  ['ليلى', 'layla'],
  ['דוד', 'david'],
  ['שרה', 'sarah'],
  ['太郎', 'taro'],
  ['小明', 'xiaoming'],
  ['지우', 'jiwoo'],
  ['प्रिया', 'priya'],
  ['สมชาย', 'somchai'],
  ['Sunny ☀️', 'sunny'],
  ['👩🏽‍🚀 Nova', 'nova'],
  ['🦊', 'fox'],
]

const last: [string, string][] = [
  ...['Smith', 'Johnson', 'Williams', 'Nguyen', 'Garcia', 'Patel', 'Kim', 'Okafor', 'Silva', 'Haddad'].map(
    plain,
  ),
  ...['van der Berg', "O'Brien", 'Smith-Jones', 'St. Clair', 'Rossi', 'Kowalski', 'Tanaka', 'Cohen'].map(
    plain,
  ),
  ['Muñoz', 'munoz'],
  ['Müller', 'mueller'],
  ['Åström', 'astrom'],
  ['Çelik', 'celik'],
  ['Петрова', 'petrova'],
  ['Παπαδόπουλος', 'papadopoulos'],
  ['الحسن', 'alhassan'],
  ['בן־דוד', 'bendavid'],
  ['山田', 'yamada'],
  ['王', 'wang'],
  ['शर्मा', 'sharma'],
  ['McDonald 🍟', 'mcdonald'],
]

/** Somebody with a name in any of a dozen scripts; now and then without a surname. */
export function makePerson(random: Random): Person {
  const [firstName, firstBox] = random.pick(first)
  const [lastName, lastBox] = random.pick(last)
  return {
    firstName: random.chance(0.05) ? `  ${firstName} ` : firstName,
    ...(random.chance(0.1) && { middleName: random.pick(['A.', 'Marie', 'Lee', 'del Carmen', 'ibn']) }),
    ...(random.chance(0.92) && { lastName }),
    mailbox: random.pick([
      `${firstBox}.${lastBox}`,
      `${firstBox}${random.integer(1, 99)}`,
      `${firstBox[0]}${lastBox}`,
    ]),
  }
}

const trades = [
  'Haulers',
  'Bakery',
  'Roofing',
  'Dental',
  'Logistics',
  'Landscaping',
  'Coffee',
  'Plumbing',
  'Autos',
]
const places = [
  'Pacific Coast',
  'Blue Ridge',
  'Île-de-France',
  'São Paulo',
  'Prairie',
  'Harbor',
  'القدس',
  '大阪',
  'Zócalo',
]

/** A business name such as `Blue Ridge Bakery`. */
export function makeBusiness(random: Random): string {
  return `${random.pick(places)} ${random.pick(trades)}${random.pick(['', '', ' & Sons', ' 🚚', ', LLC', ' Inc.'])}`
}

/** An address at a domain that is reserved for examples; some with a `+` part, some in capitals. */
export function makeEmail(mailbox: string, random: Random): string {
  const tag = random.chance(0.2) ? `+${random.pick(['leads', 'loan', 'newsletter', 'crm.2026'])}` : ''
  const domain = random.pick([
    'example.com',
    'example.org',
    'example.net',
    'mail.example.com',
    'bücher.example',
  ])
  const address = `${mailbox}${random.integer(1, 9999)}${tag}@${domain}`
  return random.chance(0.15) ? respell(address) : address
}

/** The same address in other capitals. */
export function respell(email: string): string {
  const capitals = email.replaceAll(
    /(^|[.+@])(\p{L})/gu,
    (_, before: string, letter) => before + letter.toUpperCase(),
  )
  return capitals === email ? email.toUpperCase() : capitals
}

function plain(name: string): [string, string] {
  return [name, name.toLowerCase().replaceAll(/[^a-z]/g, '')]
}
