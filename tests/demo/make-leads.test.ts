import { CreateLeadRequest } from '@intake/contracts/create-lead'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { makeLeads } from './make-leads.ts'
import { makeNumber, plans } from './number-plan.ts'
import { createRandom } from './random.ts'
import { writePhone } from './write-phone.ts'

const leads = makeLeads(1000, 1)

function share(
  name: string,
  has: (lead: (typeof leads)[number]) => unknown,
  [least, most]: [number, number],
) {
  const count = leads.filter(has).length
  expect(count, name).toBeGreaterThanOrEqual(least)
  expect(count, name).toBeLessThanOrEqual(most)
}

function normalised(email: string | undefined): string {
  return (email ?? '').toLowerCase()
}

test('the same seed makes the same leads, another one others, and more begin with the same', () => {
  expect(makeLeads(1000, 1)).toEqual(leads)
  expect(makeLeads(1000, 2)).not.toEqual(leads)
  expect(makeLeads(1200, 1).slice(0, 1000)).toEqual(leads)
})

test('every lead is one that the contract takes, whatever the seed', () => {
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      for (const lead of makeLeads(50, seed)) expect(CreateLeadRequest.safeParse(lead).error).toBeUndefined()
    }),
    { numRuns: 50 },
  )
})

test('fields are there and missing in lifelike parts', () => {
  share('phones', (lead) => lead.phoneNumber, [930, 960])
  share('e-mails', (lead) => lead.email, [840, 920])
  share('zones given', (lead) => lead.timezone, [50, 110])
  share('checklist items', (lead) => lead.checklistItems?.length, [500, 700])
  share('without a surname', (lead) => !lead.lastName, [40, 130])
  share('opted out', (lead) => lead.didOptOut, [10, 60])
})

test('names and spellings are as odd as they come', () => {
  share('right to left', (lead) => /[\p{Script=Hebrew}\p{Script=Arabic}]/u.test(lead.firstName), [50, 300])
  share('emoji', (lead) => /\p{Extended_Pictographic}/u.test(JSON.stringify(lead)), [50, 500])
  share('+ in the e-mail', (lead) => /\+.*@/.test(lead.email ?? ''), [80, 300])
  share('full-width digits', (lead) => /[０-９]/.test(lead.phoneNumber ?? ''), [30, 200])
  share('extensions', (lead) => /x/.test(lead.phoneNumber ?? ''), [30, 300])
  share('011', (lead) => /^011/.test(lead.phoneNumber ?? ''), [10, 200])
  const spellings = leads.flatMap((lead) => lead.tags ?? []).filter((tag) => tag.toLowerCase() === 'vip')
  expect(new Set(spellings)).toEqual(new Set(['VIP', 'vip', 'Vip']))
})

test('some leads share an e-mail, spelled another way', () => {
  const emails = leads.flatMap((lead) => lead.email ?? [])
  const distinct = new Set(emails.map(normalised))
  expect(emails.length - distinct.size).toBeGreaterThan(20)
  expect(new Set(emails).size).toBeGreaterThan(distinct.size)
})

test('every plan gives numbers of its own calling code, with no symbol left over', () => {
  const random = createRandom(1)
  for (const pattern of Object.values(plans).flat())
    for (let round = 0; round < 20; round++) {
      const { callingCode, national } = makeNumber(pattern, random)
      expect(`${callingCode} ${national}`).toMatch(/^\d{1,3}( \d+)+$/)
      expect(pattern.startsWith(`${callingCode} `)).toBe(true)
      expect(`${callingCode}${national.replaceAll(' ', '')}`.length).toBeLessThanOrEqual(15)
    }
})

test('however a number is written, its digits stay', () => {
  const random = createRandom(1)
  for (const pattern of Object.values(plans).flat()) {
    const number = makeNumber(pattern, random)
    const written = writePhone(number, random)
      .normalize('NFKC')
      .replace(/ (x|ext).*$/, '')
    expect(written.replaceAll(/\D/g, '')).toMatch(new RegExp(`${number.national.replaceAll(' ', '')}$`))
  }
})
