import type { Random } from './random.ts'

export interface ChecklistItem {
  code: string
  value?: unknown
  status?: string
}

/** What is known of a lead that its checklist repeats. */
export interface Known {
  name: string
  business: string
  email: string | undefined
  phone: string | undefined
}

/** Some items of the demo checklist: most filled well, some badly, some with a status only. */
export function makeChecklistItems(known: Known, random: Random): ChecklistItem[] {
  const two = (min: number, max: number) => String(random.integer(min, max)).padStart(2, '0')
  const values: [string, unknown][] = [
    ['business_name', known.business],
    ['legal_name', `${known.business} Holdings`],
    ['tax_id', random.chance(0.9) ? `${two(10, 98)}-${random.integer(1_000_000, 9_999_999)}` : 'applied for'],
    [
      'entity_type',
      random.pick(['Sole proprietorship', 'Partnership', 'LLC', 'LLC', 'Corporation', 'Nonprofit']),
    ],
    [
      'date_established',
      random.chance(0.9) ? `${random.integer(1950, 2025)}-${two(1, 12)}-${two(1, 28)}` : 'last May',
    ],
    [
      'annual_revenue',
      random.pick([random.integer(20, 5000) * 1000, String(random.integer(20, 900) * 1000), 'a lot']),
    ],
    ['business_address', makeAddress(random)],
    ['owner_name', known.name],
    ['owner_email', known.email ?? null],
    ['owner_phone', known.phone ?? ''],
  ]
  return values
    .filter(() => random.chance(0.5))
    .map(([code, value]) => {
      if (random.chance(0.05)) return { code, status: random.pick(['SKIPPED', 'NEEDS_REVIEW', 'TODO']) }
      return { code, value, ...(random.chance(0.2) && { status: 'COMPLETED' }) }
    })
}

function makeAddress(random: Random): unknown {
  const street = `${random.integer(1, 9999)} ${random.pick(['Main St', 'Ocean Ave', 'Peachtree Rd', 'Calle Ocho'])}`
  const [city, state, postalCode] = random.pick([
    ['Long Beach', 'CA', '90802'],
    ['Atlanta', 'GA', '30303'],
    ['Montréal', 'QC', 'H2Y 1C6'],
    ['San Juan', 'PR', '00901'],
  ])
  return random.chance(0.3)
    ? `${street}, ${city}, ${state} ${postalCode}`
    : { street, city, state, postalCode }
}
