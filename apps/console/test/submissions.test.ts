import { randomUUID } from 'node:crypto'
import { newId } from '@intake/leads/ids/new-id'
import { makeWorkspace } from '@intake/testing/make-workspace'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hostile, makeStory, type Story, slugOf } from './make-story.ts'
import { visitConsole } from './visit-console.ts'

let story: Story

beforeAll(async () => {
  story = await makeStory()
})
afterAll(() => story.database.close())

const open = (overrides: Parameters<typeof visitConsole>[0] = {}, as?: Parameters<typeof visitConsole>[1]) =>
  visitConsole({ databaseUrl: story.database.url, readOnly: false, ...overrides }, as)

describe('submissions', () => {
  const path = () => `/workspaces/${story.slug}/submissions`
  const replay = () => `/workspaces/${story.slug}/sources/${story.sourceId}/replay`
  const linksIn = (page: string) => new Set(page.match(/submissions\/[0-9a-f-]{36}/g))
  const quarantined = () => `${path()}?source=${story.sourceId}&status=QUARANTINED`

  beforeAll(async () => {
    const { pool } = story.database
    for (let number = 0; number < 200; number += 1)
      await pool.query(
        `insert into submissions (workspace_id, id, source_id, received_at, content_type, headers, body, status, code, errors)
         select workspace_id, $3, source_id, received_at, content_type, headers, $4, status, code, errors
         from submissions where workspace_id = $1 and id = $2`,
        [
          story.workspace.id,
          story.submissionId,
          newId(),
          Buffer.from(
            JSON.stringify({ user_column_data: [{ column_name: hostile, string_value: `Ada ${number}` }] }),
          ),
        ],
      )
  })

  test('are listed by status and source, page by page, without what they hold', async () => {
    const { get } = await open()
    const first = (await get(quarantined())).text
    expect(linksIn(first).size).toBe(50)
    expect(first).toContain('nothing_to_take')
    expect(first).not.toContain('user_column_data')
    const older = /href="([^"]+)">Older</.exec(first)?.[1]?.replaceAll('&amp;', '&') ?? ''
    const second = linksIn((await get(older)).text)
    expect(second.size).toBe(50)
    expect(new Set([...linksIn(first), ...second]).size).toBe(100)
    expect((await get(`${path()}?status=ACCEPTED`)).text).toContain('Nothing is like that.')
    expect((await get(`${path()}?source=${randomUUID()}`)).text).toContain('Nothing is like that.')
    expect(linksIn((await get(`${path()}?status=WRONG&source=wrong`)).text).size).toBe(50)
    expect((await get(`${path()}?cursor=wrong`)).status).toBe(400)
  })

  test('that wait are replayed at once, some hundreds at a time, each into one lead', async () => {
    const { get, post } = await open()
    const inVain = await post(replay(), {})
    const page = (await get(inVain.headers.get('location') ?? '')).text
    expect(page).toContain('200 were looked at again; 0 are leads now. More wait.')
    const after = /name="after" value="([^"]+)"/.exec(page)?.[1] ?? ''
    const last = await get((await post(replay(), { after })).headers.get('location') ?? '')
    expect(last.text).toContain('1 was looked at again; 0 are leads now.')
    expect(last.text).not.toContain('More wait')

    await story.database.pool.query('update sources set mapping = $2 where id = $1', [
      story.sourceId,
      JSON.stringify({ firstName: hostile }),
    ])
    await post(replay(), { after })
    expect((await get(`${path()}?status=ACCEPTED`)).text).toContain('accepted')
    const all = await get((await post(replay(), {})).headers.get('location') ?? '')
    expect(all.text).toContain('200 were looked at again; 200 are leads now.')
    expect((await get((await post(replay(), {})).headers.get('location') ?? '')).text).toContain(
      'Nothing was quarantined.',
    )
    const { rows } = await story.database.pool.query(
      `select count(*)::int as made, count(distinct first_name)::int as people from leads where first_name like 'Ada%'`,
    )
    expect(rows).toEqual([{ made: 201, people: 201 }])
    const { rows: audited } = await story.database.pool.query(
      `select distinct actor from audit_events where action = 'source.replayed' and workspace_id = $1`,
      [story.workspace.id],
    )
    expect(audited).toEqual([{ actor: 'admin' }])
  })

  test('of another workspace, or of no source, are not replayed; a read-only console replays none', async () => {
    const { post } = await open()
    const other = await slugOf(story.database, (await makeWorkspace(story.database.db)).id)
    expect((await post(replay().replace(story.slug, other), {})).status).toBe(404)
    expect((await post(replay().replace(story.sourceId, randomUUID()), {})).status).toBe(404)
    expect((await post(replay(), { after: 'wrong' })).status).toBe(404)
    const closed = await open({ readOnly: true })
    expect((await closed.post(replay(), {})).status).toBe(403)
    expect((await closed.get(quarantined())).text).toContain('CONSOLE_READ_ONLY')
  })

  test('none are told of as such', async () => {
    const { get } = await open()
    const other = await slugOf(story.database, (await makeWorkspace(story.database.db)).id)
    expect((await get(path().replace(story.slug, other))).text).toContain('Nothing came in yet.')
  })
})
