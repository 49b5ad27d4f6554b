export interface PlaceholderEmails {
  /** Local parts, lower case, as they are or without `.`, `_` and `-`. Absent: any. */
  locals?: readonly string[]
  /** Domains, ASCII and lower case; `.x` stands for every domain that ends so. Absent: any. */
  domains?: readonly string[]
  /** The local part and the first label of the domain are one word. */
  sameWord?: true
  reason: string
}

/** Words that are typed to get past a form. */
const fillers = [
  ...['none', 'no', 'na', 'nil', 'null', 'nan', 'undefined', 'nothing', 'noemail', 'nomail', 'unknown'],
  ...['test', 'tests', 'testing', 'tester', 'fake', 'sample', 'example', 'demo', 'dummy', 'temp', 'spam'],
  ...['email', 'mail', 'user', 'name', 'me', 'foo', 'bar', 'foobar', 'asd', 'asdf', 'qwe', 'qwerty'],
  ...['abc', 'abcd', 'xyz', '123', '1234', '12345', '123456'],
  ...[...'abcdefghijklmnopqrstuvwxyz0123456789'].flatMap((sign) => [sign, sign.repeat(2), sign.repeat(3)]),
]

/** Domains that fillers are put before: of the big mail hosts, and such as nobody has a mailbox at. */
const fillerDomains = [
  ...['gmail.com', 'yahoo.com', 'hotmail.com', 'outlook.com', 'aol.com', 'icloud.com', 'live.com'],
  ...['mail.com', 'email.com', 'test.com', 'testing.com', 'fake.com', 'sample.com', 'domain.com'],
  ...['no.com', 'na.com', 'null.com', 'abc.com', 'xyz.com', 'asdf.com', 'qwerty.com', 'foo.com', 'bar.com'],
]

/**
 * Addresses that people and programs write where they have none. Strangers share them, so they never match.
 * `example.com` and its like (RFC 2606) aren't listed: documents and tests show matches with them, forms hardly see them, and whoever types
 * one in types a name of his own before it.
 */
export const placeholderEmails: readonly PlaceholderEmails[] = [
  {
    locals: [
      ...[
        'none',
        'nonegiven',
        'noneprovided',
        'noemail',
        'noemailaddress',
        'noemailgiven',
        'noemailprovided',
      ],
      ...[
        'noemailavailable',
        'nomail',
        'nomailaddress',
        'noaddress',
        'noone',
        'nobody',
        'n/a',
        'notapplicable',
      ],
      ...['notavailable', 'notgiven', 'notprovided', 'donthave', 'donthaveone', 'donothave', 'doesnothave'],
      ...['declined', 'refused', 'unknown', 'invalidemail', 'fakeemail'],
    ],
    reason: 'Says that there is no address.',
  },
  {
    locals: [
      ...[
        'notiene',
        'notieneemail',
        'notienecorreo',
        'sincorreo',
        'sinemail',
        'ninguno',
        'naotem',
        'semmail',
      ],
      ...[
        'sememail',
        'nenhum',
        'keine',
        'keineemail',
        'keinemail',
        'keinee',
        'aucun',
        'pasdemail',
        'pasdemel',
      ],
      ...['nessuna', 'nonha', 'geen', 'geenmail', 'geenemail', 'brak', 'brakmaila'],
    ],
    reason: 'Says so in Spanish, Portuguese, German, French, Italian, Dutch or Polish.',
  },
  {
    locals: ['noreply', 'donotreply', 'dontreply', 'nereply', 'nepasrepondre'],
    reason: 'A sender that takes no answer: a program’s address, not a person’s.',
  },
  {
    domains: ['none.com', 'none.net', 'none.org', 'noemail.com', 'noemail.net', 'noemail.org', 'nomail.com'],
    reason: 'The domain says that there is no address.',
  },
  { domains: ['.invalid'], reason: 'A top-level domain that is set aside to be invalid (RFC 2606).' },
  { locals: fillers, domains: fillerDomains, reason: 'Typed to get past a form: test@test.com.' },
  { locals: fillers, sameWord: true, reason: 'The same filler twice: no@no.no, a@a.a, asdf@asdf.de.' },
]

const rows = placeholderEmails.map(({ locals, domains, sameWord = false, reason }) => ({
  locals: locals && new Set(locals),
  domains: domains && new Set(domains),
  sameWord,
  reason,
}))

/** Local parts and domains that some row begins with: few addresses get past them. */
const knownLocals = new Set(rows.flatMap(({ locals }) => [...(locals ?? [])]))
const knownDomains = new Set(rows.flatMap(({ locals, domains }) => (locals ? [] : [...(domains ?? [])])))

/**
 * Why an address stands for none, or null. `key` is an e-mail key. `own`: a workspace's own additions, keys and `@domain`s
 * (`ownPlaceholderEmails` makes them).
 */
export function placeholderReason(key: string, own?: ReadonlySet<string>): string | null {
  const at = key.lastIndexOf('@')
  const local = key.slice(0, at)
  const domain = key.slice(at + 1)
  if (own && (own.has(key) || own.has(key.slice(at)))) return 'On the workspace’s own list.'
  const folded = local.replace(/[._-]/g, '')
  const top = domain.slice(domain.lastIndexOf('.'))
  const suspect =
    knownLocals.has(local) || knownLocals.has(folded) || knownDomains.has(domain) || knownDomains.has(top)
  if (!suspect) return null
  const row = rows.find(
    ({ locals, domains, sameWord }) =>
      (!locals || locals.has(local) || locals.has(folded)) &&
      (!domains || domains.has(domain) || domains.has(top)) &&
      (!sameWord || local === domain.slice(0, domain.indexOf('.'))),
  )
  return row?.reason ?? null
}
