import { createApiKey } from '@intake/leads/admin/create-api-key'
import { makeWorkspace, type TestWorkspace } from '@intake/testing/make-workspace'
import { beforeAll, expect, test } from 'vitest'
import { call, taken } from '../call.ts'
import { create } from '../create.ts'
import { expectProblem } from '../expect-problem.ts'
import { expectDocumented } from '../openapi/expect-documented.ts'
import { useGateway } from '../use-gateway.ts'

const used = useGateway()
const origin = 'https://shop.example'
let workspace: TestWorkspace
let published: string
let secret: string
beforeAll(async () => {
  const { db } = used.gateway
  workspace = await makeWorkspace(db)
  const made = { workspaceId: workspace.id, name: 'page' }
  published = (await createApiKey({ db }, { ...made, publishTo: [origin] })).key
  secret = (await createApiKey({ db }, { ...made, scopes: ['leads:submit'] })).key
})

interface Submission {
  id: string
  status: string
  code: string | null
  leadId: string | null
  errors: { pointer: string }[]
}
const submissionOf = async (id: string) =>
  (await taken(call(used.gateway, workspace.key, 'GET', `/submissions/${id}`))) as Submission
const submit = (body: unknown, headers: Record<string, string> = {}, key = secret) =>
  call(used.gateway, key, 'POST', '/leads', body, headers)

test('who may only submit is told the id of the submission, whatever became of the lead', async () => {
  const contact = { email: 'ada@submit.example' }
  const { lead } = await create(used.gateway, workspace.key, { firstName: 'Ada', ...contact })
  for (const [policy, status] of [
    ['flag', 'ACCEPTED'],
    ['merge', 'ACCEPTED'],
    ['reject', 'DUPLICATE'],
  ]) {
    const response = await submit(
      { firstName: 'Ada', ...contact },
      { 'intake-duplicate-policy': policy ?? '' },
    )
    await expectDocumented('POST /api/v1/leads', response.clone())
    const answer = (await taken(response)) as { submissionId: string }
    expect(Object.keys(answer)).toEqual(['success', 'submissionId'])
    const submission = await submissionOf(answer.submissionId)
    expect(submission.status).toBe(status)
    if (policy !== 'flag') expect(submission.leadId).not.toBeNull()
  }
  expect(lead.id).toBeTruthy()
})

test('a key that is repeated gets its answer again, also when the lead was there already', async () => {
  for (const policy of ['flag', 'reject']) {
    const headers = { 'idempotency-key': `again ${policy}`, 'intake-duplicate-policy': policy }
    const body = { firstName: 'Again', email: 'again@submit.example' }
    const [first, second] = [await submit(body, headers), await submit(body, headers)]
    expect(second.headers.get('idempotent-replayed')).toBe('true')
    expect(await second.text()).toBe(await first.text())
  }
})

test('a batch is answered likewise, lead by lead', async () => {
  const leads = [{ firstName: 'One' }, { firstName: '' }]
  const response = await call(used.gateway, secret, 'POST', '/leads/batch', { leads })
  const { results } = (await taken(response)) as { results: { status: number; answer?: object }[] }
  expect(results.map(({ status }) => status)).toEqual([200, 400])
  expect(Object.keys(results[0]?.answer ?? {})).toEqual(['success', 'submissionId'])
})

test('a publishable key works in its pages only, and does nothing but submit', async () => {
  const inPage = await submit({ firstName: 'Ada' }, { origin }, published)
  expect(inPage.status).toBe(200)
  expect(inPage.headers.get('access-control-allow-origin')).toBe(origin)
  for (const headers of [{}, { origin: 'https://other.example' }, { origin: 'null' }]) {
    const elsewhere = await submit({ firstName: 'Ada' }, headers as Record<string, string>, published)
    await expectProblem(elsewhere, 403, 'forbidden')
    expect(elsewhere.headers.get('access-control-allow-origin')).toBeNull()
  }
  for (const [method, path, body] of [
    ['GET', '/leads'],
    ['PUT', '/leads', { leadId: workspace.id }],
    ['GET', '/submissions'],
  ] as const)
    await expectProblem(await call(used.gateway, published, method, path, body, { origin }), 403, 'forbidden')
})

test('a browser is told before that a page of the key may send, and others are not', async () => {
  const ask = (from: string) =>
    used.gateway.app.request('/api/v1/leads', {
      method: 'OPTIONS',
      headers: { origin: from, 'access-control-request-method': 'POST' },
    })
  const known = await ask(origin)
  expect(known.status).toBe(204)
  expect(known.headers.get('access-control-allow-origin')).toBe(origin)
  expect(known.headers.get('access-control-allow-headers')).toContain('X-Api-Key')
  expect((await ask('https://other.example')).headers.get('access-control-allow-origin')).toBeNull()
})

test('a publishable key opts nobody out, a secret one does', async () => {
  for (const [key, didOptOut] of [
    [published, false],
    [secret, true],
  ] as const) {
    const answer = await taken(submit({ firstName: 'Ada', didOptOut: true }, { origin }, key))
    const { leadId } = await submissionOf((answer as { submissionId: string }).submissionId)
    const { lead } = (await taken(call(used.gateway, workspace.key, 'GET', `/leads/${leadId}`))) as {
      lead: { didOptOut: boolean }
    }
    expect(lead.didOptOut).toBe(didOptOut)
  }
})

test('a visitor has a limit of their own', async () => {
  const statuses = await Promise.all(
    Array.from(
      { length: 40 },
      async () => (await submit({ firstName: 'Ada' }, { origin }, published)).status,
    ),
  )
  expect(new Set(statuses)).toEqual(new Set([200, 429]))
})

test('a create that is refused is kept, mended, and is a lead once', async () => {
  const own = await makeWorkspace(used.gateway.db)
  const list = async () =>
    (
      (await taken(call(used.gateway, own.key, 'GET', '/submissions?status=REFUSED'))) as {
        submissions: Submission[]
      }
    ).submissions
  await expectProblem(
    await call(used.gateway, own.key, 'POST', '/leads', { email: 'no' }),
    400,
    'invalid_request',
  )
  await expectProblem(
    await call(used.gateway, own.key, 'POST', '/leads', '{"firstName":'),
    400,
    'invalid_json',
  )
  await call(used.gateway, own.key, 'POST', '/leads/batch', {
    leads: [{ firstName: '' }, { firstName: 'B' }],
  })
  const refused = await list()
  expect(refused.map(({ code }) => code).sort()).toEqual([
    'invalid_json',
    'invalid_request',
    'invalid_request',
  ])
  expect(refused.some(({ errors }) => errors.some(({ pointer }) => pointer === '/email'))).toBe(true)
  const first = refused.at(-1)?.id
  const mended = { body: '{"firstName":"Mended","email":"mended@example.com"}' }
  const answers = await Promise.all(
    [1, 2].map(() => call(used.gateway, own.key, 'PUT', `/submissions/${first}`, mended)),
  )
  expect(answers.map(({ status }) => status)).toContain(200)
  const { leads } = (await taken(call(used.gateway, own.key, 'GET', '/leads?email=mended@example.com'))) as {
    leads: object[]
  }
  expect(leads).toHaveLength(1)
})
