import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { setNameSearch } from '../src/admin/set-name-search.ts'
import { setRetention } from '../src/admin/set-retention.ts'
import { deleteLead } from '../src/lead/delete-lead.ts'
import { pruneLeads } from '../src/retention/prune-leads.ts'
import { makeProduct, type Product } from './make-product.ts'

let product: Product
beforeAll(async () => {
  product = await makeProduct()
})
afterAll(() => product.close())

const dayMs = 86_400_000

test('leads and deleted leads go when their time is over, with all that is theirs; opt-outs hold on', async () => {
  const [caller, other] = [await product.makeCaller(), await product.makeCaller()]
  const { workspaceId } = caller
  await setRetention(product, { workspaceId, leads: 365 })
  await setNameSearch(product, { workspaceId, isOn: true })
  await setRetention(product, { workspaceId: other.workspaceId, deletedLeads: null })
  const make = async (by = caller, request: object = {}) => {
    const consent = { channel: 'sms' }
    const { lead } = await product.create(by, { firstName: 'Ada', tags: ['a'], consent, ...request })
    await product.runJobs(by, [lead.id])
    return lead.id
  }
  const kept = await make()
  const optedOut = await make(caller, { email: 'ada@example.com', didOptOut: true })
  const foreign = await make(other)
  await deleteLead(product.call(caller), optedOut)
  await deleteLead(product.call(other), foreign)
  expect(await pruneLeads(product)).toBe(0)
  await sql`update leads set deleted_at = now() - interval '31 days' where deleted_at is not null`.execute(
    product.db,
  )
  expect(await pruneLeads(product)).toBe(1)
  const left = async () => {
    const { rows } = await sql<{ id: string }>`
      select id from leads where workspace_id = any(${[workspaceId, other.workspaceId]}::uuid[]) order by id`.execute(
      product.db,
    )
    return rows.map(({ id }) => id)
  }
  expect(await left()).toEqual([kept, foreign])
  expect((await product.create(caller, { firstName: 'Ada', email: 'ada@example.com' })).lead.didOptOut).toBe(
    true,
  )
  // A year later.
  expect(await pruneLeads(product, () => Date.now() + 366 * dayMs)).toBe(2)
  expect(await left()).toEqual([foreign])
  const { rows: tables } = await sql<{ name: string }>`
    select table_name as name from information_schema.columns where table_schema = 'public' and column_name = 'lead_id'
      and table_name <> 'suppressions'`.execute(product.db)
  for (const { name } of tables) {
    const { rows } =
      await sql`select 1 from ${sql.table(name)} where workspace_id = ${workspaceId} and lead_id is not null`.execute(
        product.db,
      )
    expect(rows, name).toEqual([])
  }
})

test('a span that is no number of days is refused; a new workspace keeps deleted leads for 30 days', async () => {
  const { workspaceId } = await product.makeCaller()
  await expect(setRetention(product, { workspaceId, leads: 0 })).rejects.toMatchObject({
    code: 'invalid_request',
  })
  const { rows } =
    await sql`select keep_leads_days, keep_deleted_days from workspaces where id = ${workspaceId}`.execute(
      product.db,
    )
  expect(rows).toEqual([{ keep_leads_days: null, keep_deleted_days: 30 }])
})
