import { createTestDatabase, type TestDatabase } from '@intake/testing/create-test-database'
import { insertLead } from '@intake/testing/insert-lead'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runAdmin } from './run-admin.ts'

let database: TestDatabase
const admin = (...args: string[]) => runAdmin({ DATABASE_URL: database.url }, ...args)

beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

test('workspaces are made once and listed', async () => {
  expect((await admin('workspace', 'list')).stdout).toContain('no workspaces yet')
  const args = ['workspace', 'create', 'acme', '--name', 'Acme Lending', '--region', 'ca', '--json']
  const made = JSON.parse((await admin(...args)).stdout)
  expect(made).toMatchObject({ slug: 'acme', name: 'Acme Lending', defaultRegion: 'CA', created: true })

  const again = await admin('workspace', 'create', 'acme', '--name', 'Another')
  expect(again).toMatchObject({ code: 0, stdout: expect.stringContaining('Nothing was changed') })
  expect(again.stdout).toContain('Acme Lending')

  const listed = JSON.parse((await admin('workspace', 'list', '--json')).stdout)
  expect(listed).toEqual([expect.objectContaining({ id: made.id, slug: 'acme', name: 'Acme Lending' })])
  expect((await admin('workspace', 'list')).stdout).toMatch(/SLUG +NAME.*\nacme +Acme Lending +CA/)
})

test('a bad slug and a bad region are refused', async () => {
  const slug = await admin('workspace', 'create', 'No Good')
  expect(slug).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('lower-case letters') })
  const region = await admin('workspace', 'create', 'fine', '--region', 'XX', '--json')
  expect(region).toMatchObject({ code: 1, stdout: '' })
  expect(JSON.parse(region.stderr)).toMatchObject({ error: { code: 'invalid_request' } })
})

test('an unknown workspace is told by name', async () => {
  const runs = await Promise.all([
    admin('key', 'list', 'nobody'),
    admin('key', 'create', 'nobody', '--name', 'x'),
    admin('key', 'revoke', 'nobody', 'abc'),
    admin('template', 'show', 'nobody'),
  ])
  for (const run of runs)
    expect(run).toEqual({ code: 1, stdout: '', stderr: 'error: There is no workspace "nobody".\n' })
})

test('calling hours are set, together or alone, and bad ones refused', async () => {
  await admin('workspace', 'create', 'hours')
  const set = async (...args: string[]) => admin('workspace', 'set', 'hours', ...args, '--json')
  const both = await set('--calling-from', '09:30', '--calling-to', '24:00')
  expect(JSON.parse(both.stdout)).toEqual({ slug: 'hours', callingFrom: '09:30', callingTo: '24:00' })
  const one = await set('--calling-to', '20:00')
  expect(JSON.parse(one.stdout)).toEqual({ slug: 'hours', callingFrom: '09:30', callingTo: '20:00' })
  expect((await set()).code).toBe(2)
  for (const args of [
    ['--calling-from', '21:00'],
    ['--calling-from', '9:00'],
    ['--calling-to', '24:30'],
  ])
    expect((await set(...args)).code, args.join(' ')).toBe(1)
  const rows = await database.aside
    .selectFrom('workspaces')
    .select(['calling_from', 'calling_to'])
    .where('slug', '=', 'hours')
    .execute()
  expect(rows).toEqual([{ calling_from: '09:30', calling_to: '20:00' }])
})

test('a duplicate policy is set, and an unknown one refused', async () => {
  await admin('workspace', 'create', 'policy')
  const set = async (...args: string[]) => admin('workspace', 'set', 'policy', ...args, '--json')
  const merging = await set('--duplicate-policy', 'merge')
  expect(JSON.parse(merging.stdout)).toMatchObject({ slug: 'policy', duplicatePolicy: 'merge' })
  expect((await set('--duplicate-policy', 'overwrite')).code).toBe(2)
  const rows = await database.aside
    .selectFrom('workspaces')
    .select('duplicate_policy')
    .where('slug', '=', 'policy')
    .execute()
  expect(rows).toEqual([{ duplicate_policy: 'merge' }])
})

test('what is done with unknown fields is set', async () => {
  await admin('workspace', 'create', 'strict')
  const set = (mode: string) => admin('workspace', 'set', 'strict', '--unknown-fields', mode, '--json')
  expect(JSON.parse((await set('reject')).stdout)).toMatchObject({ unknownFields: 'reject' })
  expect((await set('perhaps')).code).toBe(2)
})

test('how long leads are kept is set, and taken back', async () => {
  const { id } = JSON.parse((await admin('workspace', 'create', 'keeping', '--json')).stdout)
  const set = (...options: string[]) => admin('workspace', 'set', 'keeping', ...options, '--json')
  const kept = async () => {
    const query = database.aside.selectFrom('workspaces').where('id', '=', id)
    return query.select(['keep_leads_days', 'keep_deleted_days']).executeTakeFirst()
  }
  expect(await kept()).toEqual({ keep_leads_days: null, keep_deleted_days: 30 })
  const { stdout } = await set('--keep-leads', '730', '--keep-deleted-leads', '7')
  expect(JSON.parse(stdout)).toMatchObject({ keepLeads: 730, keepDeletedLeads: 7 })
  expect(await kept()).toEqual({ keep_leads_days: 730, keep_deleted_days: 7 })
  expect(JSON.parse((await set('--keep-leads', 'off')).stdout)).toMatchObject({ keepLeads: null })
  expect(await kept()).toEqual({ keep_leads_days: null, keep_deleted_days: 7 })
  for (const wrong of ['0', 'a while', '']) expect((await set('--keep-leads', wrong)).code, wrong).not.toBe(0)
})

test('searchable fields are declared, and leads that are there are indexed by them', async () => {
  const { id } = JSON.parse((await admin('workspace', 'create', 'searched', '--json')).stdout)
  const leadId = await insertLead(database, id)
  await database.aside
    .updateTable('leads')
    .set({ custom: '{"plan":"gold"}' })
    .where('workspace_id', '=', id)
    .execute()
  const set = (names: string) => admin('workspace', 'set', 'searched', '--searchable-fields', names, '--json')
  expect(JSON.parse((await set('budget, plan')).stdout)).toMatchObject({
    searchableFields: ['budget', 'plan'],
  })
  const stored = () =>
    database.aside.selectFrom('lead_searchables').select('lead_id').where('workspace_id', '=', id).execute()
  expect(await stored()).toEqual([{ lead_id: leadId }])
  expect((await set('a,b,c,d,e,f')).code).toBe(1)
  expect(JSON.parse((await set('')).stdout)).toMatchObject({ searchableFields: [] })
  expect(await stored()).toEqual([])
})
