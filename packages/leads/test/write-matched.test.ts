import { createDatabase } from '@intake/database/create-database'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { mergeInto } from '../src/create/merge-lead.ts'
import { createLeadWriter } from '../src/create/writer/lead-writer.ts'
import { noAddresses } from '../src/documents/file-signer.ts'
import type { Caller } from '../src/workspace/caller.ts'
import { makeProduct, type Product } from './make-product.ts'
import { keyed, rowsOf } from './observe-database.ts'

let product: Product
let caller: Caller

beforeAll(async () => {
  product = await makeProduct()
})
afterAll(() => product.close())
beforeEach(async () => {
  caller = await product.makeCaller()
  await product.create(caller, { firstName: 'First', tags: ['known'] })
})

test('a lead that meets others is written at once, and answered with them', async () => {
  const ada = await product.create(caller, { firstName: 'Ada', phoneNumber: '2122310147', tags: ['known'] })
  const given = { firstName: 'Countess', phoneNumber: '(212) 231-0147', tags: ['known'] }
  let countess = ada
  const names = await product.database.namesOf(async () => {
    countess = await product.create(caller, given)
  })
  expect(names).toEqual([
    expect.stringMatching(/^write-leads-\d/),
    expect.stringMatching(/^read-leads/),
    expect.stringMatching(/^read-suppressed/),
  ])
  expect(countess.matchingLeads).toMatchObject([
    { id: ada.lead.id, firstName: 'Ada', tags: ['known'], matchedOn: ['phone'] },
  ])
  const rows = await product.db
    .selectFrom('leads')
    .select('id')
    .where('workspace_id', '=', caller.workspaceId)
    .execute()
  expect(rows).toHaveLength(3)
  expect(await product.read(caller, countess.lead.id)).toMatchObject({
    lead: countess.lead,
    matchingLeads: countess.matchingLeads,
  })
})

test('one with an idempotency key is written with what it met, and answered with that again', async () => {
  const ada = await product.create(caller, { firstName: 'Ada', phoneNumber: '2122310147', tags: ['known'] })
  const create = () =>
    product.createWith(product.writer, caller, { firstName: 'Ada', phoneNumber: '2122310147' }, keyed('met'))
  let first = ada
  const names = await product.database.namesOf(async () => {
    first = await create()
  })
  expect(names.filter(Boolean)).toEqual([
    expect.stringMatching(/^write-leads-keyed/),
    expect.stringMatching(/^read-leads/),
    expect.stringMatching(/^read-suppressed/),
    expect.stringMatching(/^store-answers/),
  ])
  expect(first.matchingLeads.map(({ id }) => id)).toEqual([ada.lead.id])
  await product.create(caller, { firstName: 'Ada', phoneNumber: '2122310147' })
  expect(await create()).toEqual(first)
})

/** A writer, and a database under it that doesn't read matches any more. */

function makeUnread() {
  const heard: unknown[] = []
  const written = vi.fn()
  const database = createDatabase({ url: product.database.url, maxConnections: 5 })
  const execute = database.db.executeQuery.bind(database.db)
  vi.spyOn(database.db, 'executeQuery').mockImplementation((query) =>
    'sql' in query && query.sql.includes('read-leads')
      ? Promise.reject(new Error('the connection is gone'))
      : execute(query),
  )
  const writer = createLeadWriter(
    { database, sealer: product.sealer },
    mergeInto({ files: noAddresses, sealer: product.sealer }),
    {
      onUnread: (error) => heard.push(error),
      observer: { ended: () => undefined, written },
    },
  )
  return { writer, heard, written, close: () => database.close() }
}

test('where what they match can’t be read, leads are answered without; one with a key fails, and is answered when it is sent again', async () => {
  const { writer, heard, written, close } = makeUnread()
  const contacts = ['2122310147', '2122310148', '2122310149'].map((phoneNumber) => ({
    firstName: 'Ada',
    phoneNumber,
  }))
  const [ada, grace, other] = contacts as [object, object, object]
  const before = await product.create(caller, { ...ada })
  await product.create(caller, { ...grace })
  // The first makes what it needs to know known: the rest shares a batch.
  await product.createWith(writer, caller, { firstName: 'First', tags: ['known'] })
  const [plain, withKey, unmatched] = await Promise.allSettled([
    product.createWith(writer, caller, { ...ada }),
    product.createWith(writer, caller, { ...grace }, keyed('unread')),
    product.createWith(writer, caller, { ...other }),
  ])
  expect(plain).toMatchObject({ status: 'fulfilled', value: { matchingLeads: [] } })
  expect(withKey).toMatchObject({ status: 'rejected', reason: { message: 'the connection is gone' } })
  expect(unmatched).toMatchObject({ status: 'fulfilled', value: { matchingLeads: [] } })
  expect(heard).toHaveLength(1)
  expect(written.mock.calls).toEqual([
    ['created', false],
    ['created', true],
    ['created', true],
    ['created', false],
  ])
  await writer.drain()
  await close()
  const { rows } = await sql<{ leads: number; keys: number }>`
    select (select count(*)::int from leads where workspace_id = ${caller.workspaceId}) as leads,
      (select count(*)::int from idempotency_keys where workspace_id = ${caller.workspaceId}) as keys`.execute(
    product.db,
  )
  expect(rows).toEqual([{ leads: 7, keys: 1 }])
  const answered = await product.createWith(product.writer, caller, { ...grace }, keyed('unread'))
  expect(answered.matchingLeads).toHaveLength(1)
  const found = await product.createWith(product.writer, caller, { ...ada }, keyed('read'))
  expect(found.matchingLeads.map(({ id }) => id)).toContain(before.lead.id)
})

test('one batch: matched, matched under a key, of another workspace, unmatched; each is written once and answered with its own', async () => {
  const elsewhere = await product.makeCaller()
  await product.create(elsewhere, { firstName: 'First', tags: ['known'] })
  const olds = await Promise.all([
    product.create(caller, { firstName: 'Ada', phoneNumber: '2122310147' }),
    product.create(caller, { firstName: 'Grace', phoneNumber: '2122310148' }),
    product.create(elsewhere, { firstName: 'Mary', phoneNumber: '2122310147' }),
  ])
  const create = (by: Caller, phoneNumber: string, key?: string) =>
    product.createWith(product.writer, by, { firstName: 'New', phoneNumber }, key ? keyed(key) : null)
  const answers = await Promise.all([
    create(caller, '2122310147'),
    create(caller, '2122310148', 'mixed'),
    create(elsewhere, '2122310147'),
    create(caller, '2122310149'),
  ])
  expect(answers.map(({ matchingLeads }) => matchingLeads.map(({ id }) => id))).toEqual([
    [olds[0].lead.id],
    [olds[1].lead.id],
    [olds[2].lead.id],
    [],
  ])
  for (const [index, { lead }] of answers.entries())
    expect(await rowsOf(product.db, lead.id), String(index)).toMatchObject({
      leads: [expect.anything()],
      logs: [expect.anything()],
      owed: [expect.anything()],
      topics: ['lead.written'],
    })
  expect(await create(caller, '2122310148', 'mixed')).toEqual(answers[1])
})

test('a listener hears once of a lead that matches others, with a key and without', async () => {
  await sql`insert into webhook_endpoints (workspace_id, id, url, events, signing_secrets)
    values (${caller.workspaceId}, gen_random_uuid(), 'https://example.com', '{lead.created}', '{whsec_AAAA}')`.execute(
    product.db,
  )
  product.configuration.forget()
  const create = (phoneNumber: string, key?: string) =>
    product.createWith(product.writer, caller, { firstName: 'Ada', phoneNumber }, key ? keyed(key) : null)
  const olds = [await create('2122310147'), await create('2122310148')]
  const news = await Promise.all([create('2122310147'), create('2122310148', 'told')])
  expect(news.map(({ matchingLeads }) => matchingLeads.length)).toEqual([1, 1])
  const { rows } = await sql<{ lead_id: string; events: number }>`
    select lead_id, count(*)::int as events from webhook_deliveries
    where workspace_id = ${caller.workspaceId} group by lead_id order by lead_id`.execute(product.db)
  const ids = [...olds, ...news].map(({ lead }) => lead.id).toSorted()
  expect(rows).toEqual(ids.map((id) => ({ lead_id: id, events: 1 })))
})

test('calls with one key that match another lead, all at once through two writers: one lead, one answer', async () => {
  const other = await product.create(caller, { firstName: 'Ada', email: 'ada@example.com' })
  const second = createLeadWriter(
    { database: product.database, sealer: product.sealer },
    mergeInto({ files: noAddresses, sealer: product.sealer }),
  )
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      product.createWith(
        index % 2 ? product.writer : second,
        caller,
        { firstName: 'Countess', email: 'ada@example.com' },
        keyed('two'),
      ),
    ),
  )
  await second.drain()
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
  expect(answers[0]?.matchingLeads.map(({ id }) => id)).toEqual([other.lead.id])
})

test('while more comes than can be written, leads that meet others are taken in as others are', async () => {
  const writer = createLeadWriter(
    { database: product.database, sealer: product.sealer },
    mergeInto({ files: noAddresses, sealer: product.sealer }),
    {
      maxBatch: 16,
      maxWaiting: 60,
    },
  )
  // Each its own: two in one batch that match each other take another way.
  for (let number = 0; number < 200; number += 10)
    await product.create(caller, { firstName: 'Ada', email: `ada.${number}@example.com` })
  const taken = { meeting: 0, other: 0 }
  let refused = 0
  let calls = 0
  const client = async (number: number) => {
    const meets = number % 10 === 0
    const end = Date.now() + 2000
    while (Date.now() < end) {
      const email = meets ? `ada.${number}@example.com` : `lead.${calls++}@example.com`
      await product.createWith(writer, caller, { firstName: 'Lead', email }).then(
        () => taken[meets ? 'meeting' : 'other']++,
        (error) => {
          expect(error).toMatchObject({ code: 'overloaded' })
          refused += 1
          return new Promise((resolve) => setImmediate(resolve))
        },
      )
    }
  }
  await Promise.all(Array.from({ length: 200 }, (_, number) => client(number)))
  await writer.drain()
  expect(refused).toBeGreaterThan(taken.other)
  // A tenth of the clients meet others; left to the end of the queue they got next to nothing.
  expect(taken.meeting).toBeGreaterThan(taken.other / 30)
})

test('leads that meet others don’t hold up or repeat those that share their batch', async () => {
  await product.create(caller, { firstName: 'Ada', email: 'ada@example.com' })
  const answers = await Promise.all(
    Array.from({ length: 40 }, (_, index) =>
      product.create(caller, {
        firstName: `Lead ${index}`,
        email: index % 4 === 0 ? 'ADA@example.com' : `lead.${index}@example.com`,
      }),
    ),
  )
  const matched = answers.filter(({ matchingLeads }) => matchingLeads.length > 0)
  expect(matched).toHaveLength(10)
  for (const { matchingLeads } of matched)
    expect(matchingLeads.map(({ firstName }) => firstName)).toContain('Ada')
  const { rows } = await sql<{ leads: number; logs: number; owed: number }>`
    select (select count(*)::int from leads where workspace_id = ${caller.workspaceId}) as leads,
      (select count(*)::int from action_logs where workspace_id = ${caller.workspaceId}) as logs,
      (select count(*)::int from owed_enrichments where workspace_id = ${caller.workspaceId}) as owed`.execute(
    product.db,
  )
  expect(rows).toEqual([{ leads: 42, logs: 42, owed: 42 }])
})
