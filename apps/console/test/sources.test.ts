import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeStory, type Story } from './make-story.ts'
import { visitConsole } from './visit-console.ts'

let story: Story
const pageOf = () => `/workspaces/${story.slug}/sources/${story.sourceId}`
const submissionOf = () => `/workspaces/${story.slug}/submissions/${story.submissionId}`

beforeAll(async () => {
  story = await makeStory()
})
afterAll(() => story.database.close())

async function open(overrides: Parameters<typeof visitConsole>[0] = {}) {
  const visit = await visitConsole({ databaseUrl: story.database.url, ...overrides })
  return { ...visit, get: async (path: string) => (await visit.get(path)).text }
}

test('a workspace’s sources are listed with what waits', async () => {
  const { get } = await open()
  expect(await get(`/workspaces/${story.slug}`)).toContain(`/workspaces/${story.slug}/sources`)
  const text = await get(`/workspaces/${story.slug}/sources`)
  expect(text).toContain(pageOf())
  expect(text).toMatch(/data-label="Quarantined"><a [^>]*>1</)
})

test('a source’s page says what to paste where, and what came in, without its body', async () => {
  const { get } = await open()
  const text = await get(pageOf())
  for (const seen of [
    `https://leads.example.com${story.sourcePath}`,
    story.googleKey,
    'Webhook URL',
    'nothing_to_take',
    submissionOf(),
  ])
    expect(text).toContain(seen)
  expect(text).not.toContain('user_column_data')
})

test('a submission shows its body; a read-only console offers no replay and does none', async () => {
  const { get, postForm, cookie } = await open()
  const text = await get(submissionOf())
  expect(text).toContain('user_column_data')
  expect(text).not.toContain('Replay')
  expect((await postForm(`${submissionOf()}/replay`, {}, { cookie })).status).toBe(403)
})

test('the page of a link shows one source’s set-up without a login, and nothing else; others show nothing', async () => {
  const { get, request } = await open()
  const [path = ''] = /\/set-up\/[\w.-]+/.exec(await get(pageOf())) ?? []
  const shown = await request(path)
  const text = await shown.text()
  expect(shown.status).toBe(200)
  expect(shown.headers.get('cache-control')).toBe('no-store')
  for (const seen of [`https://leads.example.com${story.sourcePath}`, story.googleKey, 'Webhook URL'])
    expect(text).toContain(seen)
  for (const hidden of ['<script>alert', 'nothing_to_take', story.slug, 'Ada', story.submissionId])
    expect(text).not.toContain(hidden)
  expect(text).not.toMatch(/href="\/(?!assets)/)
  for (const forged of [`${path}x`, path.replace('.', 'A.'), '/set-up/x', '/set-up/x.y'])
    expect([forged, (await request(forged)).status]).toEqual([forged, 404])
  const elsewhere = await open({ sessionSecret: 'z'.repeat(32) })
  expect((await elsewhere.request(path)).status).toBe(404)
})

test('where changes are allowed a submission is replayed, and is a lead once its mapping is right', async () => {
  const { get, postForm, cookie } = await open({ readOnly: false })
  const replay = () => postForm(`${submissionOf()}/replay`, {}, { cookie })
  expect(await get(submissionOf())).toContain('Replay')
  const inVain = await replay()
  expect([inVain.status, inVain.headers.get('location')]).toEqual([303, `${submissionOf()}?done=replayed`])
  expect(await get(submissionOf())).toContain('quarantined')
  await story.database.pool.query('update sources set mapping = $2 where id = $1', [
    story.sourceId,
    JSON.stringify({ firstName: '<script>alert(1)</script>' }),
  ])
  await replay()
  const text = await get(`${submissionOf()}?done=replayed`)
  for (const seen of ['accepted', 'It was looked at again.', `/leads/${story.slug}/`])
    expect(text).toContain(seen)
  expect((await replay()).status).toBe(400)
  const { rows } = await story.database.pool.query(
    `select count(*)::int as made from leads where first_name = 'Ada'`,
  )
  expect(rows).toEqual([{ made: 1 }])
})

test('where changes are allowed a quarantined submission is dismissed, and its button goes', async () => {
  const { get, postForm, cookie } = await open({ readOnly: false })
  await story.database.pool.query(
    `update submissions set status = 'QUARANTINED', lead_id = null where id = $1`,
    [story.submissionId],
  )
  expect(await get(submissionOf())).toContain(`action="${submissionOf()}/dismiss"`)
  const answer = await postForm(`${submissionOf()}/dismiss`, {}, { cookie })
  expect([answer.status, answer.headers.get('location')]).toEqual([303, `${submissionOf()}?done=dismissed`])
  const text = await get(`${submissionOf()}?done=dismissed`)
  for (const seen of ['It waits for nobody any more.', 'dismissed', 'Replay']) expect(text).toContain(seen)
  expect(text).not.toContain(`action="${submissionOf()}/dismiss"`)
})

test('the link of a source that was deleted shows nothing', async () => {
  const { get, request } = await open()
  const [path = ''] = /\/set-up\/[\w.-]+/.exec(await get(pageOf())) ?? []
  await story.database.pool.query('update sources set deleted_at = now() where id = $1', [story.sourceId])
  expect((await request(path)).status).toBe(404)
})
