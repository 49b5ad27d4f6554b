import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hostile, makeStory, type Story } from './make-story.ts'
import { visitConsole } from './visit-console.ts'

let story: Story

beforeAll(async () => {
  story = await makeStory()
})
afterAll(() => story.database.close())

const open = (overrides: Parameters<typeof visitConsole>[0] = {}, as?: Parameters<typeof visitConsole>[1]) =>
  visitConsole({ databaseUrl: story.database.url, readOnly: false, ...overrides }, as)

describe('keys', () => {
  const keyIn = (page: string) => /<pre[^>]*>([^<]+)<\/pre>/.exec(page)?.[1] ?? ''
  const path = () => `/workspaces/${story.slug}`

  test('one is made and shown once, rotated, revoked', async () => {
    const { get, request, cookie, tokenFor, post } = await open()
    const body = new URLSearchParams({
      token: await tokenFor(cookie),
      name: hostile,
      kind: 'live',
      days: '30',
    })
    for (const scope of ['leads:read', 'audit:read']) body.append('scopes', scope)
    const headers = { cookie, origin: 'http://console.test' }
    const made = await request(`${path()}/keys`, { method: 'POST', body, headers })
    const key = keyIn(await made.text())
    expect([made.status, made.headers.get('cache-control')]).toEqual([200, 'no-store'])
    expect(key).toMatch(/^[a-z]+_live_/)

    const row = async () =>
      (
        await story.database.pool.query(
          'select id, scopes, expires_at, revoked_at from api_keys where workspace_id = $1 and name = $2 order by created_at',
          [story.workspace.id, hostile],
        )
      ).rows
    const [first] = await row()
    expect(first.scopes.sort()).toEqual(['audit:read', 'leads:read'])
    expect((await get(path())).text).not.toContain(key)

    const rotated = await (await post(`${path()}/keys/rotate`, { key: first.id })).text()
    expect(keyIn(rotated)).not.toBe(key)
    expect(rotated).toContain('The old key is good until')
    const [, second] = await row()
    const revoked = await post(`${path()}/keys/revoke`, { key: second.id })
    expect((await get(revoked.headers.get('location') ?? '')).text).toContain('The key is revoked')
    expect((await row())[1].revoked_at).not.toBeNull()
  })

  test('one without a name or a scope is refused in words', async () => {
    const { post } = await open()
    for (const fields of [
      { name: '', kind: 'live', scopes: 'leads:read' },
      { name: 'a', kind: 'live' },
    ]) {
      const refused = await post(`${path()}/keys`, fields as Record<string, string>)
      expect([refused.status, await refused.text()]).toEqual([400, expect.stringContaining('Give it a name')])
    }
  })

  test('a read-only console makes none', async () => {
    const { get, post } = await open({ readOnly: true })
    expect((await post(`${path()}/keys`, { name: 'a', kind: 'live', scopes: 'leads:read' })).status).toBe(403)
    expect((await get(path())).text).not.toContain('Make a key')
  })
})
