import { randomUUID } from 'node:crypto'
import { newId } from '@intake/leads/ids/new-id'
import { createTestDatabase } from '@intake/testing/create-test-database'
import { makeWorkspace } from '@intake/testing/make-workspace'
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from 'vitest'
import { openConsole } from './console-client.ts'
import { hostile, makeStory, type Story, slugOf } from './make-story.ts'

let story: Story

beforeAll(async () => {
  story = await makeStory()
})
afterAll(() => story.database.close())

async function open(overrides: Parameters<typeof openConsole>[1] = {}) {
  const opened = await openConsole(inject('redisUrl'), {
    databaseUrl: story.database.url,
    readOnly: false,
    ...overrides,
  })
  onTestFinished(opened.close)
  const cookie = await opened.signIn()
  const get = async (path: string) => {
    const answer = await opened.request(path, { headers: { cookie } })
    return { status: answer.status, headers: answer.headers, text: await answer.text() }
  }
  const post = (path: string, fields: Record<string, string>) => opened.postForm(path, fields, { cookie })
  return { ...opened, cookie, get, post }
}

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

test('an opt-out ends with the day that was given, which isn’t over yet', async () => {
  const { get, post } = await open()
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

describe('the checklist', () => {
  const path = () => `/workspaces/${story.slug}/checklist`
  const template = (label: string) =>
    `groups:\r\n  - name: Business\r\n    items:\r\n      - { code: kind, label: "${label}", fieldType: TEXT }\r\n`

  test('is put in force as YAML, once, and that is on record', async () => {
    const { get, post } = await open()
    const saved = await post(path(), { template: template(`</textarea>${hostile}`) })
    expect([saved.status, saved.headers.get('location')]).toEqual([303, `${path()}?done=saved`])
    const { text } = await get(path())
    expect(text).toContain('code: kind')
    expect(text).not.toContain(hostile)
    const shown = /<textarea[^>]*>\n([\s\S]*?)<\/textarea>/.exec(text)?.[1] ?? ''
    const again = shown.replace(
      /&(lt|gt|quot|amp);/g,
      (_, name: 'lt') => ({ lt: '<', gt: '>', quot: '"', amp: '&' })[name],
    )
    expect((await post(path(), { template: again })).headers.get('location')).toBe(`${path()}?done=same`)
    const { rows } = await story.database.pool.query(
      `select actor, details from audit_events where workspace_id = $1 and action = 'template.loaded' and actor = 'admin'`,
      [story.workspace.id],
    )
    expect(rows).toEqual([{ actor: 'admin', details: { revision: 2 } }])
  })

  test('with faults is not saved: each is told with its line, and the text stays', async () => {
    const { get, post } = await open()
    const before = (await get(path())).text
    for (const [wrong, said] of [
      [template('a').replace('TEXT', 'SELECT'), 'Line 4, column 9: /groups/0/items/0/config/options'],
      ['groups:\n  - name: "open', 'is not valid YAML'],
      ['groups: *nowhere', 'is not valid YAML'],
    ] as const) {
      const refused = await post(path(), { template: wrong })
      const text = await refused.text()
      expect([refused.status, text]).toEqual([400, expect.stringContaining(said)])
      expect(text).toContain('groups:')
      expect(text).toContain('role="alert"')
    }
    expect((await get(path())).text.replace(/name="token"[^>]*>/, '')).toBe(
      before.replace(/name="token"[^>]*>/, ''),
    )
  })

  test('of the largest size is taken; beyond what a form may hold nothing is read', async () => {
    const { post } = await open()
    const comment = `# ${'ä'.repeat(500_000)}\n`
    expect((await post(path(), { template: `${comment}${template('large')}` })).status).toBe(303)
    expect((await post(path(), { template: 'x'.repeat(3_300_000) })).status).toBe(413)
  })

  test('is only read where nothing may be changed', async () => {
    const { get, post } = await open({ readOnly: true })
    expect((await get(path())).text).not.toContain('<textarea')
    expect((await post(path(), { template: template('no') })).status).toBe(403)
  })
})

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

describe('imports', () => {
  let id: string
  beforeAll(async () => {
    id = randomUUID()
    const { pool } = story.database
    await pool.query(
      `insert into imports (workspace_id, id, status, format, is_test, runner, has_file, filename, csv, rows_read, created, refused, size, byte_offset)
       values ($1, $2, 'COMPLETED', 'csv', false, 'gateway', false, $3, $4, 2, 1, 1, 100, 100)`,
      [
        story.workspace.id,
        id,
        hostile,
        JSON.stringify({ delimiter: ',', columns: [{ name: 'Mail', field: 'email' }] }),
      ],
    )
    const refused = {
      ...{ row: 2, line: 3, outcome: 'refused', code: 'invalid_request', detail: 'Refused.' },
      errors: [
        { pointer: '/email', code: 'invalid_value', message: 'no address', column: 'Mail', value: hostile },
      ],
      ...{ values: ['=1+1'], warnings: [] },
    }
    await pool.query(
      'insert into import_chunks (workspace_id, import_id, number, results) values ($1, $2, 0, $3)',
      [
        story.workspace.id,
        id,
        [{ row: 1, line: 2, outcome: 'created', leadId: story.leadId, warnings: [] }, refused]
          .map((one) => `${JSON.stringify(one)}\n`)
          .join(''),
      ],
    )
  })

  test('are listed, and one tells what was refused and why', async () => {
    const { get } = await open()
    const list = await get(`/imports?workspace=${story.slug}`)
    expect(list.text).toContain(`/imports/${story.slug}/${id}`)
    const { text } = await get(`/imports/${story.slug}/${id}`)
    for (const seen of ['no address', 'Mail', '&lt;script&gt;', 'Download them to mend'])
      expect(text).toContain(seen)
    expect(text).not.toContain('<script>alert')
    const file = await get(`/imports/${story.slug}/${id}/refused.csv`)
    expect(file.text).toBe('refused_line,refused_reason,Mail\n3,Mail: no address,=1+1\n')
    expect((await get(`/imports/${story.slug}/${randomUUID()}`)).status).toBe(404)
  })

  test('none are told of as such', async () => {
    const empty = await createTestDatabase()
    onTestFinished(() => empty.close())
    const { get } = await open({ databaseUrl: empty.url })
    expect((await get('/imports')).text).toContain('Nothing was imported.')
  })
})
