import { CheckLeadAnswer } from '@intake/contracts/check-lead'
import { makeWorkspace } from '@intake/testing/make-workspace'
import { expect, test } from 'vitest'
import { storesNothing } from '../count-stored.ts'
import { create } from '../create.ts'
import { expectProblem } from '../expect-problem.ts'
import { useGateway } from '../use-gateway.ts'

const used = useGateway()

function check(key: string | null, body: unknown) {
  return used.gateway.app.request('/api/v1/leads/check', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(key ? { 'x-api-key': key } : {}) },
    body: JSON.stringify(body),
  })
}

async function matches(key: string, body: unknown) {
  const response = await check(key, body)
  expect(response.status).toBe(200)
  return CheckLeadAnswer.parse(await response.json())
}

test('answers what a create would match, newest first, and stores nothing', async () => {
  const workspace = await makeWorkspace(used.gateway.db)
  const byPhone = await create(used.gateway, workspace.key, { phoneNumber: '678 231 9992' })
  const byEmail = await create(used.gateway, workspace.key, { email: 'ada@example.com' })
  const answer = await storesNothing(used.gateway.db, workspace.id, () =>
    matches(workspace.key, { firstName: 'Ada', phoneNumber: '(678) 231-9992', email: 'ADA@example.com' }),
  )
  expect(answer).toMatchObject({ phoneNumber: '+16782319992', email: 'ADA@example.com' })
  expect(answer.matchingLeads.map(({ id, matchedOn }) => [id, matchedOn])).toEqual([
    [byEmail.lead.id, ['email']],
    [byPhone.lead.id, ['phone']],
  ])
})

test('a phone that cannot be parsed and an unknown address match nothing', async () => {
  const answer = await matches(used.workspace.key, { phoneNumber: 'call me', email: 'nobody@example.com' })
  expect(answer).toMatchObject({ phoneNumber: 'call me', matchingLeads: [] })
})

test('a test key and another workspace match nothing', async () => {
  const other = await makeWorkspace(used.gateway.db)
  await create(used.gateway, used.workspace.key, { phoneNumber: '678 231 9993' })
  for (const key of [used.workspace.testKey, other.key])
    expect((await matches(key, { phoneNumber: '678 231 9993' })).matchingLeads).toEqual([])
})

test('a body without phone and e-mail, or with a bad address, is refused', async () => {
  await expectProblem(await check(used.workspace.key, { firstName: 'Ada' }), 400, 'invalid_request')
  await expectProblem(await check(used.workspace.key, { email: 'nonsense' }), 400, 'invalid_request')
  await expectProblem(await check(null, { email: 'a@b.co' }), 401, 'unauthorized')
})
