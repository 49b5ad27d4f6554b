import { CreateLeadAnswer } from '@intake/contracts/lead-answer'
import { WebhookPayload } from '@intake/contracts/webhook-events'
import { WebhookSecretAnswer } from '@intake/contracts/webhooks'
import { type Receiver, startReceiver } from '@intake/testing/start-receiver'
import { type Stack, startStack } from '@intake/testing/start-stack'
import { waitFor } from '@intake/testing/wait-for'
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'

let stack: Stack
let receiver: Receiver
let secret: string
beforeAll(async () => {
  const env = {
    WEBHOOK_ALLOW_HTTP: 'true',
    WEBHOOK_ALLOW_PRIVATE: 'true',
    WEBHOOK_RETRY_AFTER: '500ms',
    WEBHOOK_RETRIES: '20',
    WEBHOOK_POLL: '200ms',
  }
  stack = await startStack({ env })
  receiver = await startReceiver()
  const answer = await call('POST', '/webhook-endpoints', { url: receiver.url })
  secret = WebhookSecretAnswer.loose().parse(answer).secret
})
afterAll(async () => {
  await stack.close()
  await receiver.close()
})
beforeEach(() => {
  receiver.received.length = 0
  receiver.answerWith((_, response) => void response.writeHead(204).end())
})

async function call(method: string, path: string, body: unknown): Promise<unknown> {
  const response = await fetch(`${stack.apps.gateway[0]?.url}/api/v1${path}`, {
    method,
    headers: { 'x-api-key': stack.workspace.key, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  const text = await response.text()
  expect(response.status, text).toBe(200)
  return JSON.parse(text)
}
const create = async (firstName: string) =>
  CreateLeadAnswer.parse(await call('POST', '/leads', { firstName, phoneNumber: '6782319992' })).lead.id

/** What the receiver heard of a lead, each verified, in the order of their first coming. */
function heard(leadId: string) {
  const events = receiver.received.map(({ id, headers, body }) => {
    const payload = WebhookPayload.parse(new Webhook(secret).verify(body, headers))
    return { id, event: payload.event, data: payload.data as { leadId?: string } }
  })
  return events.filter(({ data }) => data.leadId === leadId)
}
const hears = (leadId: string, ...events: string[]) =>
  waitFor(
    `${events} of ${leadId}`,
    () => {
      const told = heard(leadId)
      return events.every((event) => told.some((one) => one.event === event)) && told
    },
    60_000,
  )

test('a lead’s life is told: created, enriched, updated, an action log, completed', async () => {
  const id = await create('Ada')
  await hears(id, 'lead.created', 'lead.enriched')
  await call('PUT', `/leads/${id}`, { lastName: 'Byron' })
  await call('POST', `/leads/${id}/action-logs`, { type: 'SYSTEM_NOTE', summary: 'Noted' })
  await call('PUT', `/leads/${id}`, { status: 'COMPLETED' })
  const told = await hears(id, 'lead.updated', 'action_log.completed', 'lead.completed')
  const names = told.map(({ event }) => event).filter((event) => event !== 'lead.enriched')
  expect(names).toEqual([
    'lead.created',
    'lead.updated',
    'action_log.completed',
    'lead.updated',
    'lead.completed',
  ])
})

test('a worker killed amid a delivery loses nothing: it is sent again with the same id', async () => {
  receiver.answerWith(() => undefined)
  const id = await create('Killed')
  const [first] = await hears(id, 'lead.created')
  await stack.apps.worker.at(-1)?.stop('SIGKILL')
  receiver.received.length = 0
  receiver.answerWith((_, response) => void response.writeHead(204).end())
  await stack.add('worker')
  const [again] = await hears(id, 'lead.created', 'lead.enriched')
  expect(again?.id).toBe(first?.id)
}, 120_000)

test('a Redis that lost everything costs no webhook', async () => {
  await Promise.all(stack.apps.worker.map((app) => app.stop()))
  const ids = [await create('Flushed'), await create('Flushed')]
  await waitFor('the relay to hand all over', async () => {
    const row = await stack.database.aside.selectFrom('outbox').select('id').executeTakeFirst()
    return row === undefined
  })
  await stack.flushRedis()
  await stack.add('worker')
  for (const id of ids) await hears(id, 'lead.created')
}, 120_000)
