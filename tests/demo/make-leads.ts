import { type ChecklistItem, makeChecklistItems } from './make-checklist-items.ts'
import { makeNumber, type PhoneNumber, type PlanName, plans } from './number-plan.ts'
import { makeBusiness, makeEmail, makePerson, respell } from './people.ts'
import { createRandom, type Random } from './random.ts'
import { writePhone } from './write-phone.ts'

/** A request body of `POST /api/v1/leads`. */
export interface LeadBody {
  firstName: string
  middleName?: string
  lastName?: string
  businessName?: string
  email?: string
  phoneNumber?: string
  externalLeadId?: string
  timezone?: string
  assigneeType?: string
  didOptOut?: boolean
  emailVerified?: boolean
  checklistItems?: ChecklistItem[]
  tags?: string[]
}

const tags = [
  'VIP',
  'vip',
  'Vip',
  'referral',
  'Referral',
  'web form',
  'Trade Show 2026',
  'niño',
  '🔥 hot',
  'עברית',
]
const zones = ['America/New_York', 'America/Los_Angeles', 'Europe/London', 'Asia/Kolkata', 'Pacific/Auckland']
const unreadable = ['call me!', '12345', 'n/a', '555-CALL', '(see e-mail)', '+', '٠', '000 000 0000']

/** Of a hundred leads, how many have a number of which plan; the rest have none, or one that nobody can read. */
const shares: [PlanName | 'unreadable' | 'none', number][] = [
  ['us', 46],
  ['canada', 13],
  ['caribbean', 6],
  ['territories', 1],
  ['tollFree', 4],
  ['placeless', 2],
  ['abroad', 20],
  ['unreadable', 3],
  ['none', 5],
]

/**
 * Made-up leads over a real number plan. About one in seven shares the phone or the e-mail of an earlier one, spelled
 * another way. The same count and seed give the same leads; a larger count begins with those of a smaller one.
 */
export function makeLeads(count: number, seed: number): LeadBody[] {
  const random = createRandom(seed)
  const dealKind = random.deck(shares.flatMap(([kind, share]) => Array.from({ length: share }, () => kind)))
  const decks = new Map(Object.entries(plans).map(([name, patterns]) => [name, random.deck(patterns)]))
  const phones: PhoneNumber[] = []
  const emails: string[] = []

  function dealPhone(): string | undefined {
    const kind = dealKind()
    if (kind === 'none') return undefined
    if (kind === 'unreadable') return random.pick(unreadable)
    if (phones.length > 0 && random.chance(0.1)) return writePhone(random.pick(phones), random)
    const number = makeNumber(decks.get(kind)?.() ?? '', random)
    phones.push(number)
    return writePhone(number, random)
  }

  function dealEmail(mailbox: string): string | undefined {
    if (random.chance(0.12)) return undefined
    if (emails.length > 0 && random.chance(0.06)) return respell(random.pick(emails))
    const email = makeEmail(mailbox, random)
    emails.push(email)
    return email
  }

  return Array.from({ length: count }, (_, index) => {
    const { mailbox, ...person } = makePerson(random)
    return makeLead(index, person, dealPhone(), dealEmail(mailbox), random)
  })
}

function makeLead(
  index: number,
  person: { firstName: string; middleName?: string; lastName?: string },
  phone: string | undefined,
  email: string | undefined,
  random: Random,
): LeadBody {
  const business = makeBusiness(random)
  const name = `${person.firstName} ${person.lastName ?? ''}`.trim()
  return {
    ...person,
    ...(random.chance(0.7) && { businessName: business }),
    ...(email && { email }),
    ...(phone && { phoneNumber: phone }),
    ...(random.chance(0.4) && { externalLeadId: `crm-${100_000 + index}` }),
    ...(random.chance(0.08) && { timezone: random.pick(zones) }),
    ...(random.chance(0.5) && { assigneeType: random.pick(['agent', 'manual', 'AI_AGENT', 'HUMAN_AGENT']) }),
    ...(random.chance(0.03) && { didOptOut: true }),
    ...(random.chance(0.2) && { emailVerified: true }),
    ...(random.chance(0.6) && {
      checklistItems: makeChecklistItems({ name, business, email, phone }, random),
    }),
    ...(random.chance(0.4) && {
      tags: Array.from({ length: random.integer(1, 4) }, () => random.pick(tags)),
    }),
  }
}
