import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeStory, type Story } from './make-story.ts'
import { visitConsole } from './visit-console.ts'

let story: Story

beforeAll(async () => {
  story = await makeStory()
})
afterAll(() => story.database.close())

const open = (overrides: Parameters<typeof visitConsole>[0] = {}, as?: Parameters<typeof visitConsole>[1]) =>
  visitConsole({ databaseUrl: story.database.url, readOnly: false, ...overrides }, as)

describe('webhooks', () => {
  test('a delivery shows what is sent, and that is on record', async () => {
    const { get } = await open()
    const path = `/webhooks/${story.slug}/${story.endpointId}`
    expect((await get(path)).text).toContain(`href="${path}/${story.deliveryId}"`)
    const { text } = await get(`${path}/${story.deliveryId}`)
    for (const seen of ['What is sent', 'failed', story.leadId]) expect(text).toContain(seen)
    const { rows } = await story.database.pool.query(
      `select count(*)::int as n from audit_events where action = 'lead.read' and subject_id = $1`,
      [story.leadId],
    )
    expect(rows[0].n).toBeGreaterThan(0)
    expect((await get(`${path}/${randomUUID()}`)).status).toBe(404)
  })

  test('an endpoint is sent a test event, stopped and resumed', async () => {
    const { get, post } = await open()
    const path = `/webhooks/${story.slug}/${story.endpointId}`
    const tried = await post(`${path}/test`, {})
    expect(tried.status).toBe(303)
    expect((await get(tried.headers.get('location') ?? '')).text).toContain('webhook.test')

    await post(`${path}/state`, { enabled: 'false' })
    expect((await get(`${path}?done=stopped`)).text).toMatch(
      /disabled<\/span> disabled by hand[\s\S]*>Resume</,
    )
    await post(`${path}/state`, { enabled: 'true' })
    expect((await get(path)).text).toMatch(/enabled<\/span>[\s\S]*>Stop</)
  })
})

describe('what came of a delivery is told in words', () => {
  async function show(columns: string) {
    const { pool } = story.database
    const id = randomUUID()
    await pool.query(
      `insert into webhook_deliveries (workspace_id, id, endpoint_id, event, payload, attempts, status, error, response_status, response_excerpt, next_attempt_at)
       values ($1, $2, $3, 'lead.created', '{}', 3, ${columns})`,
      [story.workspace.id, id, story.endpointId],
    )
    const { get } = await open()
    const path = `/webhooks/${story.slug}/${story.endpointId}`
    return { one: (await get(`${path}/${id}`)).text, list: (await get(path)).text }
  }

  test('an address that is refused names the setting', async () => {
    const { one, list } = await show(`'FAILED', 'forbidden_address', null, null, null`)
    for (const page of [one, list]) expect(page).toContain('WEBHOOK_ALLOW_PRIVATE=true')
    expect(one).toContain('Replay it from its endpoint')
    expect(one).not.toContain('Look again')
  })

  test('one that waits says for how long, and what the receiver answered', async () => {
    const { one } = await show(
      `'PENDING', 'status 503', 503, '<script>alert(2)</script>', now() + interval '26 hours'`,
    )
    for (const seen of ['in 1 day', 'The receiver failed.', '&lt;script&gt;alert(2)', 'Look again'])
      expect(one).toContain(seen)
    expect(one).not.toContain('<script>alert(2)')
  })
})
