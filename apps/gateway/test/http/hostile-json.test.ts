import { describe, expect, test } from 'vitest'
import { storesNothing } from '../count-stored.ts'
import { create, itemOf, read } from '../create.ts'
import { expectInvalid, expectProblem } from '../expect-problem.ts'
import { useGateway } from '../use-gateway.ts'

const used = useGateway()
const arrays = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`
const objects = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`
const withValue = (value: string) =>
  `{"firstName":"Ada","checklistItems":[{"code":"business_address","value":${value}}]}`
const post = (body: string, headers: Record<string, string> = {}) =>
  used.gateway.post(used.workspace.key, body, headers)

describe('deep JSON', () => {
  const depths: [string, string][] = [
    ['100 arrays', arrays(100)],
    ['100,000 arrays', arrays(100_000)],
    ['100 objects', objects(100)],
    ['100,000 objects', objects(100_000)],
  ]
  const places: [string, (value: string) => string][] = [
    ['in a checklist value', withValue],
    ['in a member that nobody knows', (value) => `{"firstName":"Ada","note":${value}}`],
    ['where a string belongs', (value) => `{"firstName":${value}}`],
    ['as the whole body', (value) => value],
  ]
  describe.each(depths)('%s', (depth, value) => {
    test.each(places)('%s are refused before they are parsed, nothing stored', async (place, withIt) => {
      const { gateway, workspace } = used
      for (const headers of [undefined, { 'idempotency-key': `${depth} ${place}` }]) {
        const response = await storesNothing(gateway.db, workspace.id, async () =>
          post(withIt(value), headers),
        )
        const problem = await expectInvalid(response, '')
        expect(problem.errors[0]?.code).toBe('too_deep')
      }
    })
  })

  test.each([arrays(33), objects(33)])('a checklist value of 33 levels is named', async (value) => {
    const { gateway, workspace } = used
    const response = await storesNothing(gateway.db, workspace.id, async () => post(withValue(value)))
    const problem = await expectInvalid(response, '/checklistItems/0/value')
    expect(problem.errors[0]?.code).toBe('too_deep')
  })

  test('in one lead of a batch refuse the batch', async () => {
    const response = await used.gateway.app.request('/api/v1/leads/batch', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-api-key': used.workspace.key },
      body: `{"leads":[{"firstName":"Ada"},${withValue(arrays(100_000))}]}`,
    })
    expect((await expectInvalid(response, '')).errors[0]?.code).toBe('too_deep')
  })

  test('what is nested reasonably is kept', async () => {
    const value = { city: 'Springfield', note: JSON.parse(objects(20)) }
    const checklistItems = [{ code: 'business_address', value }]
    const answer = await create(used.gateway, used.workspace.key, { checklistItems })
    const later = await read(used.gateway, used.workspace.key, answer.lead.id)
    expect(itemOf(later, 'business_address').value).toEqual(value)
  })
})

test('member names of prototypes are data', async () => {
  const response = await post(
    '{"firstName":"Ada","__proto__":{"lastName":"Evil","tags":["evil"]},"constructor":{"prototype":{"isAdmin":true}}}',
  )
  expect(response.status).toBe(200)
  const answer = await response.json()
  expect(answer).toMatchObject({ lead: { lastName: null, tags: [] } })
  expect(Object.hasOwn(Object.prototype, 'isAdmin')).toBe(false)
})

test('a required member is not found on a prototype', async () => {
  await expectInvalid(await post('{"__proto__":{"firstName":"Evil"}}'), '/firstName')
})

test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
  'a checklist value with a member %s is kept as given',
  async (name) => {
    const value = `{"city":"x","${name}":"y"}`
    const response = await post(withValue(value))
    expect(response.status).toBe(200)
    const { lead } = (await response.json()) as { lead: { id: string } }
    const later = await read(used.gateway, used.workspace.key, lead.id)
    expect(JSON.stringify(itemOf(later, 'business_address').value)).toContain(`"${name}":"y"`)
  },
)

test.each([
  ['1e308', 1e308, 'COMPLETED'],
  ['1e-320', 1e-320, 'COMPLETED'],
  ['9007199254740991', 9007199254740991, 'COMPLETED'],
  ['9007199254740993', '9007199254740993', 'COMPLETED'],
  ['12345678901234567890.5', '12345678901234567890.5', 'COMPLETED'],
  ['-9007199254740993', '-9007199254740993', 'INVALID'],
  ['-0', 0, 'COMPLETED'],
  ['1e999', '1e999', 'INVALID'],
  ['-1e999', '-1e999', 'INVALID'],
])('the number %s as a checklist value', async (number, value, status) => {
  const response = await post(
    `{"firstName":"Ada","checklistItems":[{"code":"annual_revenue","value":${number}}]}`,
  )
  expect(response.status).toBe(200)
  const { lead } = (await response.json()) as { lead: { id: string } }
  const later = await read(used.gateway, used.workspace.key, lead.id)
  expect(itemOf(later, 'annual_revenue')).toMatchObject({ value, status })
})

test.each(['1e308', '0.1', '9007199254740991'])('the number %s where a string belongs', async (number) => {
  await expectInvalid(await post(`{"firstName":"Ada","lastName":${number}}`), '/lastName')
})

test('of a member given twice the last one counts', async () => {
  const response = await post('{"firstName":"Ada","firstName":"Eve","tags":["a"],"tags":["b"]}')
  expect(await response.json()).toMatchObject({ lead: { firstName: 'Eve', tags: ['b'] } })
})

test('a body full of faults names at most some of them, soon', async () => {
  const body = JSON.stringify({ firstName: 'Ada', tags: Array.from({ length: 300_000 }, () => '') })
  const start = performance.now()
  const problem = await expectProblem(await post(body), 400, 'invalid_request')
  expect(performance.now() - start).toBeLessThan(3000)
  expect(problem.errors.length).toBeLessThanOrEqual(50)
})
