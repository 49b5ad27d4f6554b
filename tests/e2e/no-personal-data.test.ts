import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Receiver, startReceiver } from '@intake/testing/start-receiver'
import { type Stack, startStack } from '@intake/testing/start-stack'
import { waitFor } from '@intake/testing/wait-for'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { scrape } from './scrape.ts'

// Every piece of personal data below holds one of these, and nothing else does.
const markers = ['zyx', '6785550147', '678) 555', '678-555']

let stack: Stack
let outside: pg.Client
let receiver: Receiver
beforeAll(async () => {
  const webhooks = {
    WEBHOOK_ALLOW_HTTP: 'true',
    WEBHOOK_ALLOW_PRIVATE: 'true',
    WEBHOOK_RETRIES: '1',
    WEBHOOK_RETRY_AFTER: '100ms',
  }
  stack = await startStack({ env: { LOG_LEVEL: 'trace', ...webhooks } })
  // It refuses everything, and says again what it was told.
  receiver = await startReceiver(({ body }, response) => void response.writeHead(500).end(body))
  outside = new pg.Client({ connectionString: stack.database.url })
  await outside.connect()
  // Postgres tells the whole row in the detail of such an error.
  await outside.query(`alter table leads add constraint no_rows check (first_name <> 'Zyxrow')`)
  // And a function whatever it likes: here in the middle of a job.
  await outside.query(`create function fail_job() returns trigger language plpgsql as $$
    declare poisoned leads; begin
      select * into poisoned from leads where id = new.lead_id and external_lead_id = 'Zyx-poison';
      if found then raise exception 'cannot touch % %', poisoned.first_name, poisoned.email; end if;
      return new; end $$`)
  await outside.query(
    `create trigger fail_job before insert on lead_timezones for each row execute function fail_job()`,
  )
}, 120_000)
afterAll(async () => {
  await outside.end()
  await receiver.close()
  await stack.close()
}, 60_000)

const person = {
  firstName: 'Zyxfirst',
  middleName: 'Zyxmiddle',
  lastName: 'Zyxlast',
  businessName: 'Zyx Business',
  email: 'zyx.person@example.com',
  phoneNumber: '(678) 555-0147',
  externalLeadId: 'Zyx-external',
  tags: ['Zyxtag'],
  checklistItems: [{ code: 'business_name', value: 'Zyx value' }],
}

async function call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(`${stack.apps.gateway[0]?.url}${path}`, {
    method,
    headers: { 'content-type': 'application/json', 'x-api-key': stack.workspace.key, ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  return { status: response.status, text: await response.text() }
}

async function logs(): Promise<string> {
  const texts = await Promise.all([...stack.apps.gateway, ...stack.apps.worker].map((app) => app.log()))
  return texts.join('\n')
}

async function redisWrites(): Promise<string> {
  const files = await readdir(stack.redisLog)
  const contents = await Promise.all(files.map((file) => readFile(join(stack.redisLog, file), 'latin1')))
  return contents.join('\n')
}

/** What holds a marker, shortened, so that a failure tells where it is. */
function leaksIn(text: string): string[] {
  const lines = text.split('\n')
  return lines.filter((line) => markers.some((marker) => line.toLowerCase().includes(marker))).slice(0, 5)
}

test('nothing of a person is in any log line, metric or anything that Redis was ever sent', async () => {
  const leads = '/api/v1/leads'
  expect((await call('POST', '/api/v1/webhook-endpoints', { url: receiver.url })).status).toBe(200)
  const created = await call('POST', leads, person, { 'x-request-id': 'privacy-create' })
  expect(created.status).toBe(200)
  const { id } = (JSON.parse(created.text) as { lead: { id: string } }).lead
  const keyed = { 'idempotency-key': 'privacy' }
  const reject = { 'intake-duplicate-policy': 'reject' }
  const merge = { 'intake-duplicate-policy': 'merge' }
  const calls: [number, Promise<{ status: number }>][] = [
    [400, call('POST', leads, { ...person, email: 'zyx@@bad..example' })],
    [400, call('POST', leads, { firstName: { zyx: 'Zyx' }, tags: 'Zyx' })],
    [400, call('POST', leads, '{"firstName":"Zyx broken')],
    [200, call('POST', leads, { firstName: 'Zyx', phoneNumber: 'call zyx at 678-555' })],
    [500, call('POST', leads, { ...person, firstName: 'Zyxrow' })],
    [200, call('POST', leads, { ...person, email: 'zyx.job@example.com', externalLeadId: 'Zyx-poison' })],
    [409, call('POST', leads, person, reject)],
    [200, call('POST', `${leads}/check`, { phoneNumber: person.phoneNumber, email: person.email })],
    [200, call('GET', '/api/v1/phone/6785550147')],
    [200, call('GET', `${leads}?email=zyx.person@example.com&tag=Zyxtag`)],
    [404, call('GET', `${leads}/zyx.person@example.com`)],
    [404, call('GET', '/api/v1/zyx')],
    [200, call('PUT', `${leads}/${id}`, { lastName: 'Zyxnew', checklistItems: person.checklistItems })],
  ]
  for (const [status, answer] of calls) expect((await answer).status).toBe(status)
  expect((await call('POST', leads, { firstName: 'Zyx' }, keyed)).status).toBe(200)
  expect((await call('POST', leads, { firstName: 'Zyxother' }, keyed)).status).toBe(422)
  expect((await call('POST', leads, { email: 'zyx.new@example.com', firstName: 'Zyx' }, merge)).status).toBe(
    200,
  )

  await waitFor('the poisoned job to have failed', async () =>
    (await logs()).includes('an exception raised by a function of the database'),
  )
  await waitFor('the first lead to be enriched', async () => {
    const { rows } = await outside.query('select from owed_enrichments where lead_id = $1', [id])
    return rows.length === 0
  })
  await waitFor('a webhook to have failed for good', async () =>
    (await logs()).includes('webhook failed for good'),
  )
  const apps = [...stack.apps.gateway, ...stack.apps.worker]
  const metrics = (await Promise.all(apps.map(scrape))).map(({ text }) => text).join('\n')
  await Promise.all(apps.map((app) => app.stop()))
  await stack.stopRedis()

  const written = { logs: await logs(), redis: await redisWrites() }
  // What is looked through is all there.
  expect(written.logs).toContain('privacy-create')
  expect(written.logs).toContain('no_rows')
  expect(metrics).toContain('route="/api/v1/phone/:number"')
  expect(metrics).toContain('intake_accept_to_enriched_seconds_count')
  expect(written.redis).toContain(id)
  expect(written.redis).toContain('webhook-delivery')
  expect(receiver.received.some(({ body }) => body.includes('Zyxfirst'))).toBe(true)
  expect(written.logs + written.redis).not.toContain('whsec_')
  const leaks = { logs: leaksIn(written.logs), redis: leaksIn(written.redis), metrics: leaksIn(metrics) }
  expect(leaks).toEqual({ logs: [], redis: [], metrics: [] })
}, 120_000)
