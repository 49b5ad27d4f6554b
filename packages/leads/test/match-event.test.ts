import { afterAll, beforeAll, expect, test } from 'vitest'
import { createSealer } from '../src/sealing/sealer.ts'
import { createEndpoint } from '../src/webhooks/create-endpoint.ts'
import { makeProduct, type Product } from './make-product.ts'

let product: Product
beforeAll(async () => {
  product = await makeProduct()
})
afterAll(() => product.close())

test('the note of possible duplicates is told with ids and without names, once', async () => {
  const caller = await product.makeCaller()
  const { workspaceId } = caller
  const first = await product.create(caller, { firstName: 'Ada', email: 'ada@example.com' })
  await createEndpoint(
    { db: product.db, workspaceId, sealer: createSealer([]) },
    { url: 'https://crm.example.com/', events: ['action_log.completed'], description: undefined },
    { allowHttp: false, allowPrivate: false },
  )
  product.configuration.forget()
  const email = { email: 'ADA@example.com', externalLeadId: 'crm-2' }
  const { lead } = await product.create(caller, { firstName: 'Bob', ...email })
  for (let time = 0; time < 2; time++) await product.match(caller, [lead.id])
  const told = await product.db
    .selectFrom('webhook_deliveries')
    .select(['lead_id', 'payload'])
    .where('workspace_id', '=', workspaceId)
    .execute()
  const entry = (await product.read(caller, lead.id)).actionLogs[0]
  expect(told).toEqual([
    {
      lead_id: lead.id,
      payload: {
        event: 'action_log.completed',
        timestamp: expect.any(String),
        workspaceId,
        data: expect.objectContaining({ leadId: lead.id, externalId: 'crm-2' }),
        actionLog: {
          id: entry?.id,
          type: 'SYSTEM_NOTE',
          status: 'COMPLETED',
          leadId: lead.id,
          summary: 'Possible duplicate of another lead: same e-mail address',
          input: null,
          output: {
            matchingLeadId: first.lead.id,
            matchedOn: ['email'],
            matchingLeads: [{ leadId: first.lead.id, matchedOn: ['email'] }],
          },
          messages: [],
          completedAt: entry?.completedAt,
        },
      },
    },
  ])
  expect(JSON.stringify(told)).not.toContain('Ada')
})
