import { invalidRequest } from '@intake/contracts/app-error'
import { AddActionLogRequest } from '@intake/contracts/write-action-log'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { setNameSearch } from '../src/admin/set-name-search.ts'
import { eraseLeads } from '../src/erasure/erase-leads.ts'
import { erasedColumns } from '../src/erasure/erased-columns.ts'
import { eraseLead } from '../src/erasure/request-erasure.ts'
import { wakeDuePrivacy } from '../src/erasure/wake-due.ts'
import { deleteLead } from '../src/lead/delete-lead.ts'
import { exportLead } from '../src/lead/export-lead.ts'
import { getLead } from '../src/lead/get-lead.ts'
import { listLeads } from '../src/lead/list-leads.ts'
import { restoreLead } from '../src/lead/restore-lead.ts'
import { createSealer } from '../src/sealing/sealer.ts'
import { keepRefused } from '../src/sources/keep-refused.ts'
import { addActionLog } from '../src/timeline/add-action-log.ts'
import type { Caller } from '../src/workspace/caller.ts'
import { makeProduct, type Product } from './make-product.ts'
import { keyed } from './observe-database.ts'

let product: Product
let caller: Caller
const sealer = createSealer(['a key of the tests, of 32 characters'])
beforeAll(async () => {
  product = await makeProduct()
})
afterAll(() => product.close())
beforeEach(async () => {
  const made = await product.makeCaller()
  caller = { ...made, scopes: [...made.scopes, 'leads:erase', 'privacy:manage'] }
  await setNameSearch(product, { workspaceId: made.workspaceId, isOn: true })
})

const call = (by = caller) => ({ ...product.call(by), sealer })
const person = {
  firstName: 'Zqmarkfirst',
  lastName: 'Zqmarklast',
  email: 'zqmarkada@example.com',
  phoneNumber: '2122310147',
  businessName: 'Zqmarkfirm',
  customFields: { hobby: 'zqmarkchess' },
  attribution: { utm: { source: 'zqmarkads' } },
  tags: ['vip'],
  consent: { channel: 'sms', text: 'zqmarkagree' },
}
const words = /zqmark|212.?231.?0147|7410132212/i

/** Everything that is stored, as text. */
async function dump(): Promise<string> {
  const { rows: tables } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`.execute(
    product.db,
  )
  const texts = await Promise.all(
    tables.map(async ({ name }) => {
      const { rows } = await sql<{ text: string | null }>`
        select string_agg(t::text, chr(10)) as text from ${sql.table(name)} t`.execute(product.db)
      return `${name}: ${rows[0]?.text ?? ''}`
    }),
  )
  return texts.join('\n')
}
const found = async () => (await dump()).split('\n').filter((line) => words.test(line))

async function plant() {
  const { lead } = await product.createWith(product.writer, caller, person, keyed('planted'))
  // Its answer shows the person as a match.
  await product.createWith(
    product.writer,
    caller,
    { firstName: 'Other', email: person.email },
    keyed('other'),
  )
  const request = AddActionLogRequest.parse({
    type: 'MESSAGE',
    status: 'PENDING',
    summary: 'To zqmarkfirst',
    messages: [{ channel: 'sms', body: 'Dear Zqmarkfirst' }],
  })
  await addActionLog(call(), { leadId: lead.id, request })
  await product.runJobs(caller, [lead.id])
  const { workspaceId } = caller
  const of = { workspace_id: workspaceId, lead_id: lead.id }
  await product.db
    .insertInto('documents')
    .values({
      ...of,
      id: lead.id,
      filename: 'zqmarkfile.pdf',
      mime_type: 'text/plain',
      size: '1',
      storage_key: `documents/${workspaceId}/${lead.id}`,
    })
    .execute()
  await sql`insert into webhook_endpoints (workspace_id, id, url, events, signing_secrets) values (${workspaceId}, ${lead.id}, 'https://x.example', '{}', '{}')`.execute(
    product.db,
  )
  for (const status of ['PENDING', 'DELIVERED'])
    await sql`insert into webhook_deliveries (workspace_id, id, endpoint_id, lead_id, event, payload, status, response_excerpt)
      values (${workspaceId}, gen_random_uuid(), ${lead.id}, ${lead.id}, 'lead.created', '{"name":"Zqmarkfirst"}', ${status}, 'zqmark')`.execute(
      product.db,
    )
  await sql`insert into imports (workspace_id, id, status, format, is_test, runner, has_file) values (${workspaceId}, ${lead.id}, 'COMPLETED', 'csv', false, 'gateway', false)`.execute(
    product.db,
  )
  const results = [
    { row: 1, line: 2, outcome: 'created', leadId: lead.id, warnings: [{ value: 'Zqmarkfirst' }] },
    {
      row: 2,
      line: 3,
      outcome: 'refused',
      code: 'x',
      values: ['Zqmarkfirst', '(212) 231-0147'],
      warnings: [],
    },
    { row: 3, line: 4, outcome: 'refused', code: 'x', values: ['Grace'], warnings: [] },
  ].map((line) => JSON.stringify(line))
  await product.db
    .insertInto('import_chunks')
    .values({ workspace_id: workspaceId, import_id: lead.id, number: 0, results: results.join('\n') })
    .execute()
  const refusal = {
    ...call(),
    keepsBodies: true,
    quota: { take: () => true },
    onError: (error: unknown) => {
      throw error
    },
  }
  const body = Buffer.from(JSON.stringify({ ...person, firstName: '' }))
  await keepRefused({ ...refusal, sealer }, invalidRequest([]), {
    body,
    ip: '203.0.113.7',
    userAgent: 'zqmarkbrowser',
  })
  return lead.id
}

const erasureIds = async () =>
  (
    await product.db
      .selectFrom('erasures')
      .select('id')
      .where('workspace_id', '=', caller.workspaceId)
      .execute()
  ).map(({ id }) => id)
const run = async (db = product.db) =>
  eraseLeads(
    { db, sealer, configuration: product.configuration },
    { workspaceId: caller.workspaceId, ids: await erasureIds() },
  )
const erase = (leadId: string, suppress = false) =>
  eraseLead(call(), { leadId, request: { reason: 'request 1', suppress } })

test('nothing of a person is left anywhere, but ids, times and the reason', async () => {
  const leadId = await plant()
  await sql`update leads set email = null, email_key = null, first_name = 'Other' where id <> ${leadId} and workspace_id = ${caller.workspaceId}`.execute(
    product.db,
  )
  const { rows: others } = await sql<{ id: string }>`
    select id from leads where workspace_id = ${caller.workspaceId} and id <> ${leadId}`.execute(product.db)
  await sql`update action_logs set input = null where lead_id = any(${others.map(({ id }) => id)}::uuid[])`.execute(
    product.db,
  )
  expect((await found()).length).toBeGreaterThan(8)
  await erase(leadId, true)
  expect(await run()).toBe(1)
  expect(await found()).toEqual([])
  const read = await getLead(call(), leadId)
  expect(read).toMatchObject({
    lead: { id: leadId, firstName: '', email: null, phoneNumber: null, tags: [], customFields: {} },
    documents: [],
  })
  expect(read.lead.deletedAt).not.toBeNull()
  const { rows } = await sql<{
    storage_key: string
  }>`select storage_key from pending_files where workspace_id = ${caller.workspaceId}`.execute(product.db)
  expect(rows).toEqual([{ storage_key: `documents/${caller.workspaceId}/${leadId}` }])
  // The call that made it is answered with its id, and makes no second one.
  const replayed = await product.replay(caller, person, keyed('planted'))
  expect(replayed).toEqual({ success: true, lead: { id: leadId }, warnings: [] })
})

test('a number that is to stay suppressed does, as a keyed hash', async () => {
  const { lead } = await product.create(caller, { firstName: 'Ada', phoneNumber: person.phoneNumber })
  await erase(lead.id, true)
  await run()
  const again = await product.createFor(call(), { firstName: 'Ada', phoneNumber: person.phoneNumber })
  expect(again).toMatchObject({ suppressed: { channels: ['any'], reason: 'erased' } })
  expect((await getLead(call(), again.lead.id)).lead.didOptOut).toBe(true)
  const other = await product.createFor(call(), { firstName: 'Ada', phoneNumber: '2122310148' })
  expect(other.suppressed).toBeNull()
})

test('an opt-out outlives its lead', async () => {
  const request = { firstName: 'Ada', email: 'zqmarkoutlives@example.com' }
  const { lead } = await product.createFor(call(), { ...request, didOptOut: true })
  await erase(lead.id)
  await run()
  expect(await dump()).not.toContain('zqmarkoutlives')
  const again = await product.createFor(call(), request)
  expect(again.lead.didOptOut).toBe(true)
})

/** A database whose statements fail after so many, as those of a process that was killed. */
function killedAfter(statements: number) {
  let count = 0
  const db = product.db.withPlugin({
    transformQuery: ({ node }) => {
      count += 1
      if (count > statements) throw new Error('killed')
      return node
    },
    transformResult: async ({ result }) => result,
  })
  return { db, count: () => count }
}

test('one that was broken off anywhere goes on and finishes', async () => {
  await erase(await plant())
  const whole = killedAfter(Number.POSITIVE_INFINITY)
  await run(whole.db)
  expect(whole.count()).toBeGreaterThan(20)
  for (let place = 3; place < whole.count(); place += 9) {
    caller = { ...(await product.makeCaller()), scopes: caller.scopes }
    const id = await plant()
    await erase(id)
    await expect(run(killedAfter(place).db)).rejects.toThrow('killed')
    await sql`update erasures set requested_at = now() - interval '2 minutes' where workspace_id = ${caller.workspaceId}`.execute(
      product.db,
    )
    const due: string[] = []
    await wakeDuePrivacy({ db: product.db }, async (name, jobs) => {
      for (const { workspaceId, leadIds } of jobs)
        if (name === 'lead-erasure' && workspaceId === caller.workspaceId) due.push(...leadIds)
    })
    expect(due).toEqual(await erasureIds())
    await run()
    expect((await getLead(call(), id)).lead.firstName).toBe('')
  }
})

test('nobody is erased without a key to leave hashes by', async () => {
  const { lead } = await product.create(caller, { firstName: 'Ada' })
  const asked = eraseLead(product.call(caller), {
    leadId: lead.id,
    request: { reason: undefined, suppress: false },
  })
  await expect(asked).rejects.toMatchObject({ code: 'unavailable' })
})

test('a deleted lead comes back, an erased one doesn’t', async () => {
  const { lead } = await product.create(caller, { firstName: 'Ada', email: person.email })
  await deleteLead(call(), lead.id)
  expect((await listLeads(call(), {})).leads).toEqual([])
  await restoreLead(call(), lead.id)
  expect((await listLeads(call(), {})).leads).toMatchObject([{ id: lead.id, deletedAt: null }])
  await erase(lead.id)
  await expect(restoreLead(call(), lead.id)).rejects.toMatchObject({ errors: [{ code: 'erased' }] })
})

test('an export is everything that is kept of one person, and of nobody else', async () => {
  const leadId = await plant()
  let json = ''
  for await (const piece of await exportLead(call(), leadId)) json += piece
  const exported = JSON.parse(json)
  expect(exported).toMatchObject({
    lead: { id: leadId, firstName: 'Zqmarkfirst' },
    documents: [{ filename: 'zqmarkfile.pdf' }],
    consents: [{ text: 'zqmarkagree' }],
    submissions: [],
  })
  expect(exported.actionLogs.map((log: { summary: string }) => log.summary)).toContain('To zqmarkfirst')
  expect(json).not.toContain('Other')
})

test('the list says of every column of text, JSON and bytes what an erasure does with it', async () => {
  const { rows } = await sql<{ table_name: string; column_name: string }>`
    select c.table_name, c.column_name from information_schema.columns c
    join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = 'public' and t.table_type = 'BASE TABLE'
      and (c.data_type in ('text', 'jsonb', 'json', 'bytea', 'character varying') or (c.data_type = 'ARRAY' and c.udt_name = '_text'))`.execute(
    product.db,
  )
  const missing = rows.filter(({ table_name, column_name }) => {
    const table = erasedColumns[table_name]
    return !table?.[column_name] && !table?.['*']
  })
  expect(missing).toEqual([])
  const tables = new Set(rows.map((row) => row.table_name))
  expect(Object.keys(erasedColumns).filter((name) => !tables.has(name))).toEqual([])
})
