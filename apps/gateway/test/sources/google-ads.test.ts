import { randomUUID } from 'node:crypto'
import { createApiKey } from '@intake/leads/admin/create-api-key'
import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { call, taken } from '../call.ts'
import { useGateway } from '../use-gateway.ts'
import { describeSource } from './source-suite.ts'

const used = useGateway()
let key: string
beforeAll(async () => {
  const made = await createApiKey(
    { db: used.gateway.db },
    { workspaceId: used.workspace.id, name: 'sources', scopes: ['sources:manage', 'leads:read'] },
  )
  key = made.key
})

type Source = { source: { id: string; path: string }; madeSecrets: { googleKey: string } }
const make = async (body: object = {}) =>
  (await taken(
    call(used.gateway, key, 'POST', '/sources', { kind: 'google-ads', name: 'Spring', ...body }),
  )) as Source

const post = (path: string, body: unknown) =>
  used.gateway.app.request(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })

const leadOf = (googleKey: string, more: object = {}) => ({
  lead_id: randomUUID(),
  user_column_data: [
    { column_id: 'FULL_NAME', column_name: 'Full Name', string_value: 'Rosa Peña' },
    { column_id: 'EMAIL', string_value: `${randomUUID()}@example.com` },
    { column_id: 'PHONE_NUMBER', string_value: '+16782319992' },
    { column_name: 'What is your budget?', string_value: '50k' },
  ],
  api_version: '1.0',
  form_id: 77,
  campaign_id: 20_000_000_000,
  google_key: googleKey,
  is_test: false,
  gcl_id: 'abc',
  ...more,
})

interface Listed {
  submissions: {
    id: string
    status: string
    leadId: string | null
    externalId: string
    code: string | null
    errors: { code: string }[]
  }[]
}
const listOf = async (source: string) =>
  ((await taken(call(used.gateway, key, 'GET', `/submissions?source=${source}`))) as Listed).submissions

test('a lead of a Google form is a lead with all that it said; sent again, also at once, it is the same', async () => {
  const { source, madeSecrets } = await make()
  const body = leadOf(madeSecrets.googleKey)
  const answers = await Promise.all([1, 2, 3].map(() => post(source.path, body)))
  for (const answer of answers) {
    expect(answer.status).toBe(200)
    expect(await answer.json()).toEqual({})
  }
  const listed = await listOf(source.id)
  expect(listed.map(({ status }) => status).sort()).toEqual(['ACCEPTED', 'DUPLICATE', 'DUPLICATE'])
  expect(new Set(listed.map(({ leadId }) => leadId)).size).toBe(1)
  const { lead } = (await taken(call(used.gateway, key, 'GET', `/leads/${listed[0]?.leadId}`))) as {
    lead: object
  }
  expect(lead).toMatchObject({
    firstName: 'Rosa',
    lastName: 'Peña',
    phoneNumber: '+16782319992',
    source: 'google-ads',
    externalLeadId: body.lead_id,
    customFields: { 'What is your budget?': '50k' },
    attribution: { ad: { campaignId: '20000000000', formId: '77' }, clickIds: { gclid: 'abc' } },
  })
})

test('a wrong key is refused and nothing is stored; the key stands nowhere', async () => {
  const { source, madeSecrets } = await make()
  expect((await post(source.path, leadOf('wrong'))).status).toBe(401)
  expect(await listOf(source.id)).toEqual([])
  expect((await post(source.path, leadOf(madeSecrets.googleKey))).status).toBe(200)
  const [submission] = await listOf(source.id)
  const whole = await taken(call(used.gateway, key, 'GET', `/submissions/${submission?.id}`))
  expect(JSON.stringify(whole)).toContain('Rosa')
  expect(JSON.stringify(whole)).not.toContain(madeSecrets.googleKey)
})

test('test data is a test lead', async () => {
  const { source, madeSecrets } = await make()
  await post(source.path, leadOf(madeSecrets.googleKey, { is_test: true }))
  const [submission] = await listOf(source.id)
  expect(submission).toMatchObject({ status: 'TEST', isTest: true })
})

test('what can’t be a lead yet is kept, mended by the mapping, replayed, and is there once', async () => {
  const { source, madeSecrets } = await make()
  const columns = [{ column_name: 'Wie heißen Sie genau?', string_value: 'Ada' }]
  await post(source.path, leadOf(madeSecrets.googleKey, { user_column_data: columns }))
  const [waiting] = await listOf(source.id)
  expect(waiting).toMatchObject({ status: 'QUARANTINED', code: 'nothing_to_take' })
  await taken(
    call(used.gateway, key, 'PUT', `/sources/${source.id}`, {
      mapping: { firstName: 'Wie heißen Sie genau?' },
    }),
  )
  const replays = await Promise.all(
    [1, 2, 3].map(() => call(used.gateway, key, 'POST', `/sources/${source.id}/replay`, {})),
  )
  for (const replay of replays) expect(replay.status, await replay.text()).toBe(200)
  const listed = await listOf(source.id)
  expect(listed).toMatchObject([{ id: waiting?.id, status: 'ACCEPTED' }])
  const { leads } = (await taken(call(used.gateway, key, 'GET', '/leads?source=google-ads'))) as {
    leads: { firstName: string }[]
  }
  expect(leads.filter(({ firstName }) => firstName === 'Ada')).toHaveLength(1)
})

test('a call that is repeated is told its secret again, and no table holds it in the clear', async () => {
  const body = { kind: 'google-ads', name: 'Twice' }
  const send = () => call(used.gateway, key, 'POST', '/sources', body, { 'idempotency-key': 'twice' })
  const [first, second] = [(await taken(send())) as Source, (await taken(send())) as Source]
  expect(second).toEqual(first)
  const { rows } = await sql<{ text: string }>`
    select body as text from idempotency_keys where body is not null union all select secrets from sources`.execute(
    used.gateway.db,
  )
  expect(rows.length).toBeGreaterThan(1)
  for (const { text } of rows) expect(text).not.toContain(first.madeSecrets.googleKey)
})

test('a paused source keeps what comes in', async () => {
  const { source, madeSecrets } = await make()
  await taken(call(used.gateway, key, 'PUT', `/sources/${source.id}`, { paused: true }))
  expect((await post(source.path, leadOf(madeSecrets.googleKey))).status).toBe(200)
  expect(await listOf(source.id)).toMatchObject([{ status: 'QUARANTINED', code: 'source_paused' }])
  await taken(call(used.gateway, key, 'PUT', `/sources/${source.id}`, { paused: false }))
  await taken(call(used.gateway, key, 'POST', `/sources/${source.id}/replay`, {}))
  expect(await listOf(source.id)).toMatchObject([{ status: 'ACCEPTED' }])
})

test('without a name, with an address that can’t be read, with a number too many: taken in and warned of', async () => {
  const { source, madeSecrets } = await make()
  const columns = [
    { column_id: 'EMAIL', string_value: 'not an address' },
    { column_id: 'PHONE_NUMBER', string_value: '678 231 9993' },
  ]
  await post(source.path, leadOf(madeSecrets.googleKey, { user_column_data: columns }))
  const [submission] = await listOf(source.id)
  expect(submission?.status).toBe('ACCEPTED')
  expect(submission?.errors.map(({ code }) => code)).toEqual(['value_not_read', 'name_missing'])
  const { lead } = (await taken(call(used.gateway, key, 'GET', `/leads/${submission?.leadId}`))) as {
    lead: object
  }
  expect(lead).toMatchObject({
    firstName: '',
    phoneNumber: '+16782319993',
    email: null,
    customFields: { email: 'not an address' },
  })
})

describeSource('google-ads', {
  refusal: 401,
  sendsTests: true,
  isProofInBody: true,
  externalIdOf: (id) => `TeSter-${id}`,
  lead: {
    submittedAt: '2026-11-30T10:00:00.000Z',
    attribution: {
      ad: { adgroupId: '20000000000', adId: '30000000000', formId: '40000000001' },
      clickIds: { gclid: 'CjwKCAjw' },
    },
  },
})
