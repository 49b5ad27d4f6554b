import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { CreateLeadRequest } from '@intake/contracts/create-lead'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createLead } from '../../src/create/create-lead.ts'
import { createLeads } from '../../src/create/create-leads.ts'
import { listLeads } from '../../src/lead/list-leads.ts'
import { updateLead } from '../../src/lead/update-lead.ts'
import { createSealer } from '../../src/sealing/sealer.ts'
import { createEndpoint } from '../../src/webhooks/create-endpoint.ts'
import type { Caller } from '../../src/workspace/caller.ts'
import { makeImports } from '../make-import.ts'
import { makeProduct, type Product } from '../make-product.ts'

// The table of fields as it would be with one entry more, and nothing else changed.
vi.mock('@intake/contracts/lead-fields', async () => {
  const file = fileURLToPath(import.meta.resolve('@intake/contracts/lead-fields'))
  const copy = join(tmpdir(), `lead-fields-${process.pid}.ts`)
  const text = readFileSync(file, 'utf8')
    .replaceAll("from './", `from '${pathToFileURL(dirname(file)).href}/`)
    .replace("from 'zod'", `from '${import.meta.resolve('zod')}'`)
    .replace(
      '  email: {\n',
      `  favouriteWord: {
        column: 'favourite_word',
        kind: 'text',
        input: optionalText(100).describe('Favourite word.'),
        answer: { favouriteWord: NullableText.describe('Favourite word.') },
        inEvents: true,
        fillsOnMerge: true,
        inImports: true,
      },
      email: {\n`,
    )
  writeFileSync(copy, text)
  try {
    return await import(pathToFileURL(copy).href)
  } finally {
    rmSync(copy)
  }
})

let product: Product
let caller: Caller
beforeAll(async () => {
  product = await makeProduct()
  await sql`alter table leads add column favourite_word text`.execute(product.db)
  caller = await product.makeCaller()
  const { workspaceId } = caller
  await createEndpoint(
    { db: product.db, workspaceId, sealer: createSealer([]) },
    { url: 'https://crm.example.com/', events: ['lead.created', 'lead.updated'], description: undefined },
    { allowHttp: false, allowPrivate: false },
  )
  product.configuration.forget()
})
afterAll(() => product.close())

const parse = (request: Record<string, unknown>) => CreateLeadRequest.parse(request)
const create = async (request: Record<string, unknown>, policy?: 'merge') => {
  const { body } = await createLead(product.call(caller), {
    request: parse(request),
    ...(policy ? { duplicatePolicy: policy } : {}),
  })
  return JSON.parse(body)
}
const favouriteWordOf = async (id: string) =>
  ((await product.read(caller, id)) as unknown as { lead: { favouriteWord: unknown } }).lead.favouriteWord
const events = (event: string) =>
  product.db
    .selectFrom('webhook_deliveries')
    .select('payload')
    .where('workspace_id', '=', caller.workspaceId)
    .where('event', '=', event)
    .orderBy('ord')
    .execute()

test('a field of one entry goes in by a create, and out by answer, list, timeline and event', async () => {
  const { lead, actionLogs } = await create({ firstName: 'Ada', favouriteWord: ' Countess ' })
  expect(lead.favouriteWord).toBe('Countess')
  expect(actionLogs[0].input.lead.favouriteWord).toBe('Countess')
  expect(await favouriteWordOf(lead.id)).toBe('Countess')
  const { leads } = await listLeads(product.call(caller), {})
  expect(leads).toContainEqual(expect.objectContaining({ id: lead.id, favouriteWord: 'Countess' }))
  const payloads = (await events('lead.created')).map(({ payload }) => JSON.stringify(payload))
  expect(payloads).toEqual([expect.stringContaining('"favouriteWord":"Countess"')])
})

test('by a batch', async () => {
  const [outcome] = await createLeads(product.call(caller), [
    { request: parse({ firstName: 'Grace', favouriteWord: 'Admiral' }), idempotency: null },
  ])
  expect(outcome).toMatchObject({ created: { body: expect.stringContaining('"favouriteWord":"Admiral"') } })
})

test('by an update, which an event tells of', async () => {
  const { lead } = await create({ firstName: 'Edsger' })
  expect(lead.favouriteWord).toBeNull()
  await updateLead(product.call(caller), {
    leadId: lead.id,
    request: { favouriteWord: 'Professor' } as never,
  })
  expect(await favouriteWordOf(lead.id)).toBe('Professor')
  expect(JSON.stringify((await events('lead.updated')).at(-1)?.payload)).toContain(
    '"favouriteWord":"Professor"',
  )
})

test('a merge fills it', async () => {
  const { lead } = await create({ firstName: 'Barbara', email: 'barbara@example.com' })
  const merged = await create(
    { firstName: 'B', email: 'barbara@example.com', favouriteWord: 'Chair' },
    'merge',
  )
  expect(merged.lead).toMatchObject({ id: lead.id, favouriteWord: 'Chair' })
})

test('imports know it', async () => {
  const imports = await makeImports(product)
  await imports.receive(caller, 'First Name,Favourite Word\nAlan,Reader\n')
  expect(await imports.run()).toBe('COMPLETED')
  const { leads } = await listLeads(product.call(caller), {})
  expect(leads).toContainEqual(expect.objectContaining({ firstName: 'Alan', favouriteWord: 'Reader' }))
  await imports.close()
})

test('its bound holds, and the document tells it', () => {
  expect(CreateLeadRequest.safeParse({ firstName: 'A', favouriteWord: 'x'.repeat(101) }).success).toBe(false)
  const schema = CreateLeadRequest.toJSONSchema({ io: 'input', unrepresentable: 'any' })
  expect(JSON.stringify(schema)).toContain('"favouriteWord":{')
})
