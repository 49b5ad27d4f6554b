const misspelt = new Set(
  [
    'gmial.com gmai.com gmail.co gmail.con gmail.cm gmal.com gmil.com gamil.com gnail.com gmaill.com',
    'yaho.com yahooo.com yahoo.co yahoo.con yhoo.com yahho.com hotmial.com hotmai.com hotmal.com hotnail.com',
    'hotmail.co hotmail.con outlok.com outloo.com outlook.con iclod.com icloud.con icoud.com aol.con comcast.con',
  ]
    .join(' ')
    .split(' '),
)
const placeholderDomains = new Set(
  'example.com example.org example.net test.com none.com noemail.com'.split(' '),
)
const placeholderNames = new Set(
  'none no noemail nomail na n/a unknown test asdf donotreply noreply no-reply'.split(' '),
)

export type EmailOddity = 'misspelt_domain' | 'placeholder' | 'address_of_a_machine'

/**
 * Why an address that is well-formed is unlikely to reach a person; null when nothing is odd. `key` is in lower case. By
 * short lists: a warning is a hint, and a wrong one costs somebody a look.
 */
export function emailOddity(key: string): EmailOddity | null {
  const at = key.lastIndexOf('@')
  const domain = key.slice(at + 1)
  if (misspelt.has(domain)) return 'misspelt_domain'
  const name = key.slice(0, at)
  if (placeholderDomains.has(domain)) return 'placeholder'
  if (!placeholderNames.has(name)) return null
  return name.endsWith('reply') ? 'address_of_a_machine' : 'placeholder'
}
