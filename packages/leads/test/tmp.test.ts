import { test } from 'vitest'
import { makeProduct } from './make-product.ts'
test('x', async () => {
  const product = await makeProduct()
  const caller = await product.makeCaller()
  const a = await product.create(caller, { firstName: 'A', email: 'a@b.de' })
  const b = await product.create(caller, { firstName: 'A', email: 'a@b.de' })
  console.log(JSON.stringify(await product.match(caller, [b.lead.id])))
  console.log(JSON.stringify(await product.db.selectFrom('lead_matches').selectAll().execute()))
  console.log(JSON.stringify(await product.db.selectFrom('owed_enrichments').selectAll().execute()))
  await product.close()
})
