import { makeWorkspace } from '@intake/testing/make-workspace'
import { expect, test } from 'vitest'
import { create, read } from '../create.ts'
import { useGateway } from '../use-gateway.ts'

const used = useGateway()
const phoneNumber = '+16782319992'
const email = 'john@example.com'

async function matchesOf(key: string, body: Record<string, unknown>) {
  const { matchingLeads } = await create(used.gateway, key, body)
  return matchingLeads.map(({ id, matchedOn }) => ({ id, matchedOn }))
}

test('leads with the same phone or e-mail are answered, newest first, and never refuse the lead', async () => {
  const { key } = await makeWorkspace(used.gateway.db)
  const byPhone = await create(used.gateway, key, { phoneNumber: '(678) 231-9992' })
  const byEmail = await create(used.gateway, key, { email: 'JOHN@Example.com' })
  await create(used.gateway, key, { phoneNumber: '+16782319993', email: 'jane@example.com' })
  await create(used.gateway, key, { externalLeadId: 'same', lastName: 'Doe' })
  const both = await create(used.gateway, key, { phoneNumber, email })
  expect(both.matchingLeads.map(({ id, matchedOn }) => ({ id, matchedOn }))).toEqual([
    { id: byEmail.lead.id, matchedOn: ['email'] },
    { id: byPhone.lead.id, matchedOn: ['phone'] },
  ])
  expect(await matchesOf(key, { phoneNumber: '678-231-9992', email: 'john@EXAMPLE.com' })).toEqual([
    { id: both.lead.id, matchedOn: ['phone', 'email'] },
    { id: byEmail.lead.id, matchedOn: ['email'] },
    { id: byPhone.lead.id, matchedOn: ['phone'] },
  ])
})

test('a matching lead is the whole lead object', async () => {
  const { key } = await makeWorkspace(used.gateway.db)
  const { lead } = await create(used.gateway, key, { email, tags: ['VIP', 'new'], timezone: 'Europe/Berlin' })
  const { matchingLeads } = await create(used.gateway, key, { email })
  expect(matchingLeads).toEqual([{ ...lead, matchedOn: ['email'] }])
})

test('a read sees matches that came later', async () => {
  const { key } = await makeWorkspace(used.gateway.db)
  const first = await create(used.gateway, key, { email })
  const second = await create(used.gateway, key, { email })
  const later = await read(used.gateway, key, first.lead.id)
  expect(later.matchingLeads.map(({ id }) => id)).toEqual([second.lead.id])
})

test('phones that cannot be parsed, and absent ones, match nothing', async () => {
  const { key } = await makeWorkspace(used.gateway.db)
  for (const body of [{}, { phoneNumber: 'call me' }, { phoneNumber: '' }, { email: '' }]) {
    await create(used.gateway, key, body)
    expect(await matchesOf(key, body)).toEqual([])
  }
})

test('test leads neither match nor are matched', async () => {
  const { key, testKey } = await makeWorkspace(used.gateway.db)
  await create(used.gateway, testKey, { phoneNumber, email })
  expect(await matchesOf(testKey, { phoneNumber, email })).toEqual([])
  const live = await create(used.gateway, key, { phoneNumber, email })
  expect(live.matchingLeads).toEqual([])
  const test = await create(used.gateway, testKey, { phoneNumber, email })
  expect(test.matchingLeads).toEqual([])
  expect((await read(used.gateway, key, test.lead.id)).matchingLeads).toEqual([])
  expect((await read(used.gateway, key, live.lead.id)).matchingLeads).toEqual([])
})

test('deleted leads are not matched', async () => {
  const { key, id } = await makeWorkspace(used.gateway.db)
  const gone = await create(used.gateway, key, { phoneNumber, email })
  const kept = await create(used.gateway, key, { phoneNumber, email })
  await used.gateway.db
    .updateTable('leads')
    .set({ deleted_at: new Date() })
    .where('workspace_id', '=', id)
    .where('id', '=', gone.lead.id)
    .execute()
  expect((await matchesOf(key, { phoneNumber, email })).map((match) => match.id)).toEqual([kept.lead.id])
  const later = await read(used.gateway, key, kept.lead.id)
  expect(later.matchingLeads.map((match) => match.id)).not.toContain(gone.lead.id)
})

test('leads of another workspace are not matched', async () => {
  const [one, other] = [await makeWorkspace(used.gateway.db), await makeWorkspace(used.gateway.db)]
  await create(used.gateway, one.key, { phoneNumber, email })
  expect(await matchesOf(other.key, { phoneNumber, email })).toEqual([])
})

test('at most a hundred are answered: the newest', async () => {
  const { key } = await makeWorkspace(used.gateway.db)
  const ids: string[] = []
  for (let index = 0; index < 105; index++)
    ids.push((await create(used.gateway, key, index % 2 ? { email } : { phoneNumber, email })).lead.id)
  const answer = await create(used.gateway, key, { phoneNumber, email })
  const newest = ids.reverse().slice(0, 100)
  expect(answer.matchingLeads.map(({ id }) => id)).toEqual(newest)
  expect((await read(used.gateway, key, answer.lead.id)).matchingLeads.map(({ id }) => id)).toEqual(newest)
})

test('leads written together see each other: of each pair at least the later one', async () => {
  const { key } = await makeWorkspace(used.gateway.db)
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => create(used.gateway, key, { phoneNumber, email: 'both@example.com' })),
  )
  const ids = answers.map(({ lead }) => lead.id).sort()
  for (const answer of answers) expect(answer.matchingLeads.map(({ id }) => id)).not.toContain(answer.lead.id)
  for (const id of ids) {
    const { matchingLeads } = await read(used.gateway, key, id)
    expect(matchingLeads.map((match) => match.id)).toEqual(ids.filter((other) => other !== id).reverse())
  }
})
