import { CreateLeadAnswer } from '@intake/contracts/lead-answer'
import { makeWorkspace } from '@intake/testing/make-workspace'
import { describe, expect, test } from 'vitest'
import { countStored, storesNothing } from '../count-stored.ts'
import { expectProblem } from '../expect-problem.ts'
import { useGateway } from '../use-gateway.ts'

const used = useGateway()
const body = {
  firstName: 'Ada',
  tags: ['VIP'],
  checklistItems: [{ code: 'tax_id', value: '12-3456789', status: 'COMPLETED' }],
}
let made = 0
const newKey = () => `key-${made++}`

async function send(apiKey: string, key: string, sent: unknown = body, headers: Record<string, string> = {}) {
  const response = await used.gateway.post(apiKey, sent, { 'idempotency-key': key, ...headers })
  return { response, text: await response.clone().text() }
}

async function replays(apiKey: string, key: string, sent: unknown, first: string) {
  const { response, text } = await send(apiKey, key, sent)
  expect(response.status, text).toBe(200)
  expect(response.headers.get('idempotent-replayed')).toBe('true')
  expect(response.headers.get('content-type')).toBe('application/json')
  expect(text).toBe(first)
}

describe('the same key and body', () => {
  test('gets the first answer again, byte for byte, and stores nothing more', async () => {
    const workspace = await makeWorkspace(used.gateway.db)
    const key = newKey()
    const first = await send(workspace.key, key)
    expect(first.response.headers.get('idempotent-replayed')).toBeNull()
    CreateLeadAnswer.parse(JSON.parse(first.text))
    await used.gateway.post(workspace.key, { ...body, firstName: 'Eve' })
    await storesNothing(used.gateway.db, workspace.id, async () => {
      await replays(workspace.key, key, body, first.text)
      await replays(workspace.key, key, body, first.text)
    })
  })

  test.each<[string, string]>([
    [
      'members in other order',
      '{"tags":["VIP"],"checklistItems":[{"status":"COMPLETED","value":"12-3456789","code":"tax_id"}],"firstName":"Ada"}',
    ],
    ['other white space', JSON.stringify(body, null, 3)],
    ['other escapes', JSON.stringify(body).replace('Ada', '\\u0041da')],
  ])('counts as the same with %s', async (_name, spelling) => {
    const key = newKey()
    const first = await send(used.workspace.key, key)
    await replays(used.workspace.key, key, spelling, first.text)
  })

  test('stays one lead when sent twenty times at once', async () => {
    const workspace = await makeWorkspace(used.gateway.db)
    const key = newKey()
    const answers = await Promise.all(Array.from({ length: 20 }, () => send(workspace.key, key)))
    const accepted = answers.filter(({ response }) => response.status === 200)
    const refused = answers.filter(({ response }) => response.status !== 200)
    for (const { response } of refused) await expectProblem(response, 409, 'idempotency_key_in_use')
    expect(accepted.length).toBeGreaterThan(0)
    expect(new Set(accepted.map(({ text }) => text)).size).toBe(1)
    expect(accepted.filter(({ response }) => !response.headers.get('idempotent-replayed'))).toHaveLength(1)
    const counts = await countStored(used.gateway.db, workspace.id)
    expect(counts).toMatchObject({ leads: 1, action_logs: 1, outbox: 1, idempotency_keys: 1 })
    await replays(workspace.key, key, body, accepted[0]?.text ?? '')
  })

  test('repeats a minimal answer as it was', async () => {
    const key = newKey()
    const first = await send(used.workspace.key, key, body, { prefer: 'return=minimal' })
    expect(Object.keys(JSON.parse(first.text))).toEqual(['success', 'warnings', 'lead'])
    await replays(used.workspace.key, key, body, first.text)
  })

  test('may come quoted, as the draft has it', async () => {
    const key = newKey()
    const first = await send(used.workspace.key, `"${key}"`)
    await replays(used.workspace.key, key, body, first.text)
  })
})

describe('the same key and another body', () => {
  test.each<[string, unknown]>([
    ['another value', { ...body, firstName: 'Eve' }],
    ['one member more', { ...body, lastName: 'Lovelace' }],
    ['one member less', { firstName: 'Ada' }],
    ['an unknown member more', { ...body, extra: 1 }],
    ['a tag in other case', { ...body, tags: ['vip'] }],
  ])('%s: 422, nothing stored', async (_name, other) => {
    const key = newKey()
    const first = await send(used.workspace.key, key)
    await storesNothing(used.gateway.db, used.workspace.id, async () => {
      const { response } = await send(used.workspace.key, key, other)
      await expectProblem(response, 422, 'idempotency_key_reused')
    })
    await replays(used.workspace.key, key, body, first.text)
  })

  test('sent at once: one is taken, the others refused', async () => {
    const workspace = await makeWorkspace(used.gateway.db)
    const key = newKey()
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) => send(workspace.key, key, { firstName: `Ada ${index}` })),
    )
    const statuses = answers.map(({ response }) => response.status).sort()
    expect(statuses[0]).toBe(200)
    expect(statuses.slice(1).every((status) => status === 409 || status === 422)).toBe(true)
    expect((await countStored(used.gateway.db, workspace.id)).leads).toBe(1)
  })
})
