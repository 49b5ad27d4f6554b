import { randomUUID } from 'node:crypto'
import { findOrphans } from '@intake/testing/find-orphans'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeProduct, type Product } from './make-product.ts'

let product: Product
beforeAll(async () => {
  product = await makeProduct()
})
afterAll(() => product.close())

test('what a create writes refers to rows that there are, and a row that does not is found', async () => {
  const caller = await product.makeCaller()
  await product.create(caller, {
    firstName: 'Ada',
    tags: ['solar'],
    checklistItems: [{ code: 'tax_id', value: '12-3456789' }],
  })
  expect(await findOrphans(product.db)).toEqual([])

  const lead_id = randomUUID()
  const { workspaceId: workspace_id } = caller
  await product.db.insertInto('lead_tags').values({ workspace_id, lead_id, tag_id: lead_id }).execute()
  const nowhere = randomUUID()
  await product.db
    .insertInto('outbox')
    .values({ workspace_id: nowhere, topic: 'lead.written', lead_ids: [], request_ids: null })
    .execute()
  expect(await findOrphans(product.db)).toEqual([
    `lead_tags.lead_id ${lead_id}`,
    `lead_tags.tag_id ${lead_id}`,
    `outbox.workspace_id ${nowhere}`,
  ])
})
