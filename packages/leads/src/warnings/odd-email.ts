const misspelt = new Set(
  [
    'gmial.com gmai.com gmail.co gmail.con gmail.cm gmal.com gmil.com gamil.com gnail.com gmaill.com',
    'yaho.com yahooo.com yahoo.co yahoo.con yhoo.com yahho.com hotmial.com hotmai.com hotmal.com hotnail.com',
    'hotmail.co hotmail.con outlok.com outloo.com outlook.con iclod.com icloud.con icoud.com aol.con comcast.con',
  ]
    .join(' ')
    .split(' '),
)
/** Set aside for documents (RFC 2606). They match, unlike placeholders. */
const ofDocuments = new Set(['example.com', 'example.org', 'example.net'])

/** Whether an address is of a domain that examples use. */
export function isOfDocuments(address: string): boolean {
  return ofDocuments.has(address.toLowerCase().split('@')[1] ?? '')
}

export type EmailOddity = 'misspelt_domain' | 'placeholder' | 'address_of_a_machine'

/**
 * Why an address that is well-formed is unlikely to reach a person; null when nothing is odd. One without a key stands for none. A warning is
 * a hint, and a wrong one costs somebody a look.
 */
export function emailOddity(address: string, key: string | null): EmailOddity | null {
  const [name = '', domain = ''] = address.toLowerCase().split('@')
  if (misspelt.has(domain)) return 'misspelt_domain'
  if (key !== null && !ofDocuments.has(domain)) return null
  return name.endsWith('reply') && !ofDocuments.has(domain) ? 'address_of_a_machine' : 'placeholder'
}
