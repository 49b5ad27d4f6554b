import { setNameSearch } from '@intake/leads/admin/set-name-search'
import { createLogger } from '@intake/runtime/logger'
import { makeWorkspace } from '@intake/testing/make-workspace'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hostile, makeStory, pagesOf, type Story, slugOf } from './make-story.ts'
import { visitConsole } from './visit-console.ts'

let story: Story

beforeAll(async () => {
  story = await makeStory()
})
afterAll(() => story.database.close())

const open = (overrides: Parameters<typeof visitConsole>[0] = {}) =>
  visitConsole({ databaseUrl: story.database.url, ...overrides })

const paths = () => pagesOf(story)

test('every page needs the login, is escaped, and has nothing inline', async () => {
  const { get, request } = await open({ readOnly: false })
  for (const path of paths()) {
    const { status, text } = await get(path)
    expect([path, status]).toEqual([path, 200])
    expect(text).not.toContain('<script>alert')
    expect(text).not.toContain('<b>')
    expect(text).not.toMatch(/<style|\sstyle=|<script(?![^>]*src="\/assets\/)|\son[a-z]+=/)
    const refused = await request(path)
    expect([path, refused.status]).toEqual([path, 302])
    expect(refused.headers.get('location')).toMatch(/^\/login/)
  }
  expect((await get(`/leads/${story.slug}/${story.leadId}`)).text).toContain('&lt;script&gt;alert(1)')
})

describe('the search', () => {
  test.each([
    ['a name', 'byron'],
    ['a business', 'engines & co'],
    ['a hostile name', hostile],
    ['an e-mail', 'ADA@example.com'],
    ['an id in another system', 'crm-77'],
  ])('finds a lead by %s', async (_, q) => {
    const { get } = await open()
    const { text } = await get(`/leads?${new URLSearchParams({ q })}`)
    expect(text).toContain(story.leadId)
    expect(text).not.toContain(story.twinId)
  })

  test('finds both leads of a phone in any notation, and one by its id', async () => {
    const { get } = await open()
    const byPhone = await get(`/leads?${new URLSearchParams({ q: '(678) 231-9992' })}`)
    expect(byPhone.text).toContain(story.leadId)
    expect(byPhone.text).toContain(story.twinId)
    const byId = await get(`/leads?q=${story.twinId.toUpperCase()}`)
    expect(byId.text).toContain(`/leads/${story.slug}/${story.twinId}`)
    expect(byId.text).not.toContain(story.leadId)
  })

  test.each(['%', '_yron', '\\'])('takes %j as it is, no wildcard', async (q) => {
    const { get } = await open()
    expect((await get(`/leads?${new URLSearchParams({ q })}`)).text).toContain('Nothing was found')
  })

  test('says what names are looked for among, and finds all by their words once that is switched on', async () => {
    const { get } = await open()
    const search = (q: string) => get(`/leads?${new URLSearchParams({ q, workspace: story.slug })}`)
    expect((await search('nobody')).text).toContain('--name-search on')
    const before = await search('byr ada')
    expect(before.text).toContain('Nothing was found')
    await setNameSearch(story.database, { workspaceId: story.workspace.id, isOn: true })
    const after = await search('byr ada')
    expect(after.text).toContain(story.leadId)
    expect(after.text).not.toContain('--name-search on')
    await setNameSearch(story.database, { workspaceId: story.workspace.id, isOn: false })
  })

  test('looks into the chosen workspace only', async () => {
    const other = await makeWorkspace(story.database.db)
    const { get } = await open()
    const slug = await slugOf(story.database, other.id)
    expect((await get(`/leads?q=byron&workspace=${slug}`)).text).toContain('Nothing was found')
    expect((await get(`/leads/${slug}/${story.leadId}`)).status).toBe(404)
  })
})

test('a lead’s page tells its journey', async () => {
  const { get } = await open()
  const { text } = await get(`/leads/${story.slug}/${story.leadId}`)
  for (const seen of ['req-made-it', 'Call of the API', 'Set: firstName, phoneNumber.', 'same phone', 'dead'])
    expect(text).toContain(seen)
  expect(text).toContain(`/leads/${story.slug}/${story.twinId}`)
  expect(text).toContain('Timeline')
})

test.each([
  '/leads/nowhere/00000000-0000-7000-8000-000000000000',
  '/workspaces/nowhere',
  '/workspaces/nowhere/sources',
  '/workspaces/nowhere/suppressions',
  '/workspaces/nowhere/checklist',
  '/workspaces/nowhere/submissions',
  '/leads/export.csv?workspace=nowhere',
  '/workspaces/nowhere/sources/00000000-0000-7000-8000-000000000000',
  '/workspaces/nowhere/submissions/00000000-0000-7000-8000-000000000000',
  '/webhooks/nowhere/00000000-0000-7000-8000-000000000000',
])('%s is not found', async (path) => {
  const { get } = await open()
  expect((await get(path)).status).toBe(404)
})

test('keys and endpoints come without secrets', async () => {
  const { get } = await open()
  const page = await get(`/workspaces/${story.slug}`)
  const { key } = story.workspace
  const [prefix = '', secret] = [key.split('_')[2], key.slice(-43)]
  expect(page.text).toContain(prefix)
  expect(page.text).not.toContain(secret)
  for (const path of paths()) expect((await get(path)).text).not.toContain('whsec_')
})

describe('sending again', () => {
  const forms = () =>
    [
      [`/webhooks/${story.slug}/${story.endpointId}/replay`, { delivery: story.deliveryId }],
      ['/dead/redrive', { workspace: story.slug, lead: story.leadId }],
    ] as const
  const state = async () => {
    const { pool } = story.database
    const delivery = await pool.query('select status from webhook_deliveries where id = $1', [
      story.deliveryId,
    ])
    const owed = await pool.query('select dead_at from owed_enrichments where lead_id = $1', [story.leadId])
    return [delivery.rows[0].status, owed.rows[0].dead_at === null ? 'alive' : 'dead']
  }

  test('is refused while the console is read-only, and not offered', async () => {
    const { get, post } = await open()
    for (const [path, fields] of forms()) expect((await post(path, fields)).status).toBe(403)
    for (const path of paths()) expect((await get(path)).text).not.toMatch(/<form method="post"/)
    expect(await state()).toEqual(['FAILED', 'dead'])
  })

  test('is refused without the token of the session', async () => {
    const { request, cookie } = await open({ readOnly: false })
    for (const [path, fields] of forms()) {
      const body = new URLSearchParams({ ...fields, token: 'x'.repeat(43) })
      const headers = { cookie, origin: 'http://console.test' }
      expect((await request(path, { method: 'POST', headers, body })).status).toBe(403)
    }
    expect(await state()).toEqual(['FAILED', 'dead'])
  })

  test('does it where changes are allowed, and says so, in its log too', async () => {
    const lines: string[] = []
    const destination = { write: (line: string) => void lines.push(line) }
    const logger = createLogger({ name: 'console', level: 'info', destination })
    const { get, post } = await open({ readOnly: false, logger })
    const [[replayPath, replay], [redrivePath, redrive]] = forms() as [
      ReturnType<typeof forms>[0],
      ReturnType<typeof forms>[1],
    ]
    const replayed = await post(replayPath, replay)
    expect([replayed.status, await state()]).toEqual([303, ['PENDING', 'dead']])
    expect((await get(replayed.headers.get('location') ?? '')).text).toContain('The delivery is sent again.')
    const redriven = await post(redrivePath, redrive)
    expect([redriven.headers.get('location'), await state()]).toEqual([
      '/dead?redriven=1',
      ['PENDING', 'alive'],
    ])
    expect((await get('/dead?redriven=1')).text).toContain('1 dead lead sent again.')
    const changes = lines.map((line) => JSON.parse(line)).filter(({ msg }) => msg === 'changed by hand')
    expect(changes.map(({ path }) => path)).toEqual([replayPath, redrivePath])
  })
})

test('without Postgres the pages say so, and the overview still answers', async () => {
  const { get, sampler } = await open({ databaseUrl: 'postgres://nobody@127.0.0.1:1/none' })
  const refused = await get('/leads')
  expect([refused.status, refused.text]).toEqual([503, expect.stringContaining('Postgres can’t be reached')])
  await sampler.look()
  expect((await get('/')).text).toContain('unknown')
})
