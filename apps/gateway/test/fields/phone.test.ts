import { PhoneAnswer } from '@intake/contracts/phone-answer'
import { makeWorkspace } from '@intake/testing/make-workspace'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeGateway, type TestGateway } from '../make-gateway.ts'

let gateway: TestGateway
beforeAll(async () => {
  gateway = await makeGateway()
})
afterAll(() => gateway.close())

async function ask(number: string) {
  const { key } = await makeWorkspace(gateway.db)
  const response = await gateway.app.request(`/api/v1/phone/${encodeURIComponent(number)}`, {
    headers: { 'x-api-key': key },
  })
  expect(response.status).toBe(200)
  return PhoneAnswer.parse(await response.json())
}

test('a number is described without making a lead', async () => {
  const answer = await ask('(678) 231-9992')
  expect(answer).toMatchObject({
    input: '(678) 231-9992',
    e164: '+16782319992',
    country: 'US',
    possible: true,
    valid: true,
    timezone: { zone: 'America/New_York', alternatives: [], confidence: 'high', basis: 'npa' },
  })
  expect(answer.localTime).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d-0[45]:00$/)
  expect(answer.utcOffset).toBe(answer.localTime?.slice(-6))
  expect(await gateway.db.selectFrom('leads').select('id').execute()).toEqual([])
})

test.each(['call me', '12', '9'.repeat(40), '📞'])(
  'an unusable number (%s) is answered with nulls',
  async (input) => {
    expect(await ask(input)).toMatchObject({
      input,
      e164: null,
      country: null,
      kind: null,
      timezone: { zone: null, alternatives: [], confidence: 'none', share: null, basis: null },
      localTime: null,
      utcOffset: null,
    })
  },
)

test('without a key nothing is answered', async () => {
  expect((await gateway.app.request('/api/v1/phone/6782319992')).status).toBe(401)
})
