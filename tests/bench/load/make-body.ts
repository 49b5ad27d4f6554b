/** A number from 0 to 2^32 that a seed and an index give, the same each time. */
export function numberOf(seed: number, index: number): number {
  let hash = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(index + 1, 0xc2b2ae35)
  hash = Math.imul(hash ^ (hash >>> 15), 0x27d4eb2f)
  return (hash ^ (hash >>> 13)) >>> 0
}

const campaigns = 39
/** Every tag that bodies have. */
export const tagNames = ['solar', ...Array.from({ length: campaigns }, (_, index) => `campaign ${index}`)]

const areaCodes = ['212', '305', '312', '404', '415', '512', '602', '678', '702', '808', '907', '416']

/** A phone of the United States or Canada. */
export function phoneOf(number: number): string {
  return `(${areaCodes[number % areaCodes.length]}) ${200 + ((number >>> 4) % 799)}-${String(number % 10_000).padStart(4, '0')}`
}

/**
 * The body of a lead as a form sends it: two checklist values, two tags of forty that there are, a phone and an e-mail of its own. What
 * pgbench writes in its transaction is the same; see pgbench-scripts.ts.
 */
export function makeBody(seed: number, index: number): string {
  const number = numberOf(seed, index)
  const name = `${seed.toString(36)}.${index.toString(36)}`
  return JSON.stringify({
    firstName: `Ada ${index % 977}`,
    lastName: `Lovelace ${number % 9973}`,
    email: `ada.${name}@bench.example.com`,
    phoneNumber: phoneOf(number),
    businessName: `Pacific Coast Container Haulers ${number % 100_000}`,
    assigneeType: 'manual',
    tags: ['solar', `campaign ${index % campaigns}`],
    checklistItems: [
      { code: 'business_name', value: `Pacific Coast ${index}`, status: 'COMPLETED' },
      { code: 'tax_id', value: '12-3456789', status: 'COMPLETED' },
    ],
  })
}
