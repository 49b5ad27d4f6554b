import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { enrichAgain } from '../src/admin/enrich-again.ts'
import type { Caller } from '../src/workspace/caller.ts'
import { makeProduct, type Product } from './make-product.ts'

let product: Product
let caller: Caller
let id: string
beforeAll(async () => {
  product = await makeProduct()
})
afterAll(() => product.close())
beforeEach(async () => {
  caller = await product.makeCaller()
  id = (await product.create(caller, { firstName: 'Ada', phoneNumber: '6782319992' })).lead.id
  await product.runJobs(caller, [id])
})

const again = (choice: { since?: Date; oldZones?: boolean }) =>
  enrichAgain(
    { db: product.db },
    { workspaceId: caller.workspaceId, since: null, oldZones: false, after: null, ...choice },
  )
const announced = async () =>
  (
    await product.db
      .selectFrom('outbox')
      .select('lead_ids')
      .where('workspace_id', '=', caller.workspaceId)
      .execute()
  ).length

test('zones of an older table are inferred anew, and the others are left alone', async () => {
  expect(await again({ oldZones: true })).toEqual({ announced: 0, last: null })
  await product.db
    .updateTable('lead_timezones')
    .set({ zone: 'Europe/Paris', table_version: 'old' })
    .where('workspace_id', '=', caller.workspaceId)
    .execute()
  const before = await announced()
  expect(await again({ oldZones: true })).toEqual({ announced: 1, last: null })
  expect(await announced()).toBe(before + 1)
  expect(await product.runJobs(caller, [id])).toBe(1)
  const { lead, actionLogs } = await product.read(caller, id)
  expect(lead.timezone).toBe('America/New_York')
  expect(lead.activitySummary).toContain('America/New_York')
  expect(actionLogs).toHaveLength(1)
})

test('leads since a moment are owed once, however often it is asked', async () => {
  expect(await again({ since: new Date(Date.now() + 60_000) })).toEqual({ announced: 0, last: null })
  const since = new Date(Date.now() - 60_000)
  expect(await again({ since })).toEqual({ announced: 1, last: null })
  expect(await again({ since })).toEqual({ announced: 0, last: null })
})

test('leads of other workspaces and deleted ones are left alone', async () => {
  const other = await product.makeCaller()
  expect(
    await enrichAgain(
      { db: product.db },
      { workspaceId: other.workspaceId, since: new Date(0), oldZones: false, after: null },
    ),
  ).toEqual({ announced: 0, last: null })
  await product.db
    .updateTable('leads')
    .set({ deleted_at: new Date() })
    .where('workspace_id', '=', caller.workspaceId)
    .execute()
  expect(await again({ since: new Date(0) })).toEqual({ announced: 0, last: null })
})
