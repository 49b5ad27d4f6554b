import { hashPassword } from '@intake/runtime/password-hash'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseUsers } from '../src/users.ts'
import { hostile, makeStory, type Story } from './make-story.ts'
import { visitConsole } from './visit-console.ts'

let story: Story

beforeAll(async () => {
  story = await makeStory()
})
afterAll(() => story.database.close())

const open = (overrides: Parameters<typeof visitConsole>[0] = {}, as?: Parameters<typeof visitConsole>[1]) =>
  visitConsole({ databaseUrl: story.database.url, ...overrides }, as)

describe('opt-outs', () => {
  test('one is added, found in any notation, shown at the lead, and lifted with a reason only', async () => {
    const { get, post } = await open({ readOnly: false })
    const path = `/workspaces/${story.slug}/suppressions`
    expect((await get(path)).text).toContain('Nobody has opted out.')
    const added = await post(path, { contact: '(678) 231-9992', channel: 'call', reason: hostile })
    expect([added.status, added.headers.get('location')]).toEqual([303, `${path}?done=added`])
    const found = await get(`${path}?${new URLSearchParams({ contact: '678-231-9992' })}`)
    expect(found.text).toContain('+16782319992')
    expect(found.text).not.toContain(hostile)
    expect((await get(`/leads/${story.slug}/${story.leadId}`)).text).toMatch(/Not by calls: &lt;script/)
    expect((await get(`${path}?contact=nobody@example.com`)).text).toContain('Nothing holds for')

    const id = /name="id" value="([^"]+)"/.exec(found.text)?.[1] ?? ''
    expect((await post(`${path}/lift`, { id, reason: ' ' })).status).toBe(400)
    expect((await post(`${path}/lift`, { id, reason: 'asked us to call' })).status).toBe(303)
    expect((await get(path)).text).toContain('asked us to call')
    expect((await get(`/leads/${story.slug}/${story.leadId}`)).text).not.toContain('Not by calls')
  })

  test.each([
    ['gmail.com', 'anybody may have an address'],
    ['000-000-0000', 'stands for nobody'],
    ['', 'Give a phone'],
  ])('%j is refused in words', async (contact, reason) => {
    const { post } = await open({ readOnly: false })
    const refused = await post(`/workspaces/${story.slug}/suppressions`, {
      contact,
      channel: 'any',
      reason: '',
    })
    expect([refused.status, await refused.text()]).toEqual([400, expect.stringContaining(reason)])
  })

  test('a domain is found by an address at it and by itself, and another one never shows everybody', async () => {
    const { get, post } = await open({ readOnly: false })
    const path = `/workspaces/${story.slug}/suppressions`
    const domain = 'shop.example'
    expect((await post(path, { contact: domain, channel: 'email', reason: '' })).status).toBe(303)
    expect((await get(`${path}?contact=anybody@${domain}`)).text).toContain(domain)
    expect((await get(`${path}?contact=@${domain.toUpperCase()}`)).text).toContain(`>${domain}<`)
    const other = await get(`${path}?contact=other.example`)
    expect(other.text).toContain('Nothing holds for “other.example”')
    expect(other.text).not.toContain(`${domain}<`)
  })

  test('an operator adds and doesn’t lift; a read-only console does neither', async () => {
    const listedUsers = parseUsers(`eve:operator:${await hashPassword('a long password')}`)
    const path = `/workspaces/${story.slug}/suppressions`
    const eve = await open({ listedUsers, readOnly: false }, { user: 'eve', password: 'a long password' })
    expect((await eve.post(path, { contact: 'a@example.org', channel: 'email', reason: '' })).status).toBe(
      303,
    )
    expect((await eve.get(path)).text).not.toContain('>Lift<')
    const id = '00000000-0000-7000-8000-000000000000'
    expect((await eve.post(`${path}/lift`, { id, reason: 'no' })).status).toBe(403)
    const closed = await open()
    expect((await closed.post(path, { contact: 'b@example.org', channel: 'any', reason: '' })).status).toBe(
      403,
    )
    expect((await closed.get(path)).text).not.toContain('<form method="post"')
  })
})

test('an opt-out ends with the day that was given, which isn’t over yet', async () => {
  const { get, post } = await open({ readOnly: false })
  const path = `/workspaces/${story.slug}/suppressions`
  const add = (until: string) =>
    post(path, { contact: 'until@example.org', channel: 'email', reason: '', until })
  for (const wrong of ['2020-01-31', 'soon', '2027-02-30']) expect((await add(wrong)).status).toBe(400)
  expect((await get(path)).text).not.toContain('until@example.org')
  expect((await add('2999-01-31')).status).toBe(303)
  const { rows } = await story.database.pool.query(
    'select expires_at from suppressions where workspace_id = $1 and expires_at is not null',
    [story.workspace.id],
  )
  expect(rows).toEqual([{ expires_at: new Date('2999-01-31T23:59:59.999Z') }])
  expect((await get(path)).text).toContain('2999-01-31 23:59:59')
})
