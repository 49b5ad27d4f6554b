import { createDatabase } from '@intake/database/create-database'
import { exportCsv } from '@intake/leads/admin/browse-leads'
import { idAt } from '@intake/leads/ids/id-at'
import { createSealer } from '@intake/leads/sealing/sealer'
import { createConfigurationCache } from '@intake/leads/workspace/configuration-cache'
import { hashPassword } from '@intake/runtime/password-hash'
import { insertLead } from '@intake/testing/insert-lead'
import { makeWorkspace } from '@intake/testing/make-workspace'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { parseUsers } from '../src/users.ts'
import { hostile, makeStory, type Story, slugOf } from './make-story.ts'
import { visitConsole } from './visit-console.ts'

let story: Story
let ids: string[]
let slug: string

beforeAll(async () => {
  story = await makeStory()
  const { database } = story
  const workspace = await makeWorkspace(database.db)
  slug = await slugOf(database, workspace.id)
  ids = []
  for (let number = 0; number < 60; number += 1) ids.push(await insertLead(database, workspace.id))
  const set = (at: number, columns: string) =>
    database.pool.query(`update leads set ${columns} where workspace_id = $1 and id = $2`, [
      workspace.id,
      ids[at],
    ])
  await set(3, `source = 'google-ads', first_name = '=1+1', phone_e164 = '+16782319992', phone_raw = '678'`)
  // Its id says the same day.
  const ofDay = idAt(Date.parse('2026-02-03T12:00:00Z'), '0')
  await set(4, `id = '${ofDay}', created_at = '2026-02-03T12:00:00Z'`)
  ids[4] = ofDay
  await set(5, `opt_out_at = now()`)
  await set(6, 'is_test = true')
  await set(7, `timezone = 'Asia/Tokyo'`)
  await database.pool.query(
    `insert into lead_timezones (workspace_id, lead_id, phone_e164, zone, confidence, table_version)
     values ($1, $2, '+16782319992', 'America/New_York', 'high', '1'), ($1, $3, '+16782319992', 'Asia/Tokyo', 'high', '1')`,
    [workspace.id, ids[3], ids[8]],
  )
})
afterAll(() => story.database.close())

const open = (overrides: Parameters<typeof visitConsole>[0] = {}, as?: Parameters<typeof visitConsole>[1]) =>
  visitConsole({ databaseUrl: story.database.url, ...overrides }, as)

const shown = (page: string) => ids.filter((id) => page.includes(`/leads/${slug}/${id}`))
const inOrder = (page: string) =>
  [...page.matchAll(new RegExp(`href="/leads/${slug}/([0-9a-f-]{36})"`, 'g'))].map(([, id]) => id)
const linkOf = (page: string, label: string) =>
  new RegExp(`href="([^"]+)"[^>]*>${label}<`).exec(page)?.[1]?.replaceAll('&amp;', '&')

describe('the list of a workspace', () => {
  test('goes through all its leads, newest first, page by page', async () => {
    const { get } = await open()
    const first = await get(`/leads?workspace=${slug}`)
    const second = await get(linkOf(first.text, 'Next') ?? '')
    expect(shown(first.text)).toHaveLength(50)
    expect(shown(second.text)).toHaveLength(9)
    expect([...shown(first.text), ...shown(second.text)].sort()).toEqual(
      ids.filter((_, index) => index !== 6).sort(),
    )
    expect(linkOf(second.text, 'Next')).toBeUndefined()
    expect(linkOf(first.text, 'Previous')).toBeUndefined()
    const back = await get(linkOf(second.text, 'Previous') ?? '')
    expect(inOrder(back.text)).toEqual(inOrder(first.text))
    expect(linkOf(back.text, 'Previous')).toBeUndefined()
    expect(inOrder((await get(linkOf(back.text, 'Next') ?? '')).text)).toEqual(inOrder(second.text))
    expect(shown((await get(linkOf(second.text, 'First page') ?? '')).text)).toEqual(shown(first.text))
  })

  test('goes the other way round too, and its links keep the order', async () => {
    const { get } = await open()
    const first = await get(`/leads?workspace=${slug}&order=oldest`)
    const second = await get(linkOf(first.text, 'Next') ?? '')
    const all = [...inOrder(first.text), ...inOrder(second.text)]
    expect(all).toEqual(ids.filter((_, index) => index !== 6).sort())
    const back = await get(linkOf(second.text, 'Previous') ?? '')
    expect(inOrder(back.text)).toEqual(inOrder(first.text))
    const file = await get(linkOf(first.text, 'Download as CSV') ?? '')
    expect(
      file.text
        .trimEnd()
        .split('\n')
        .slice(1)
        .map((line) => line.slice(0, 36)),
    ).toEqual(all)
  })

  test.each([
    ['source=google-ads', 3],
    ['from=2026-02-03&to=2026-02-03', 4],
    // Noon in UTC is the day after in Auckland.
    ['from=2026-02-04&to=2026-02-04&tz=Pacific/Auckland', 4],
    ['from=2026-02-03&to=2026-02-03&tz=Nowhere/Else', 4],
    ['zone=Asia/Tokyo', 7],
    ['zone=America/New_York', 3],
    ['status=OPTED_OUT', 5],
    ['kind=test', 6],
  ])('shows only what is asked for: %s', async (query, place) => {
    const { get } = await open()
    expect(shown((await get(`/leads?workspace=${slug}&${query}`)).text)).toEqual([ids[place]])
  })

  test('says that no lead is like that, and takes nonsense for no filter', async () => {
    const { get } = await open()
    expect((await get(`/leads?workspace=${slug}&tag=nobody`)).text).toContain('No lead is like that.')
    expect(shown((await get(`/leads?workspace=${slug}&status=WRONG&from=soon`)).text)).toHaveLength(50)
    for (const cursor of ['wrong', 'x'.repeat(300), '']) {
      const bad = await get(`/leads?workspace=${slug}&cursor=${cursor}`)
      expect([bad.status, bad.text]).toEqual([400, expect.stringContaining('Open Leads and filter again.')])
    }
    const [first] = [await get(`/leads?workspace=${slug}`)]
    const other = await get(`${linkOf(first.text, 'Next')}&source=google-ads`)
    expect([other.status, other.text]).toEqual([400, expect.stringContaining('Open Leads and filter again.')])
  })
})

describe('the file', () => {
  test('has all leads of the list, and no formula', async () => {
    const { get } = await open()
    const { status, headers, text } = await get(`/leads/export.csv?workspace=${slug}`)
    expect([status, headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8'])
    const lines = text.trimEnd().split('\n')
    expect(lines).toHaveLength(60)
    expect(lines[0]).toMatch(/^id,createdAt,status,notBy,firstName,/)
    const line = lines.find((one) => one.startsWith(ids[3] ?? '')) ?? ''
    expect(line.split(',').slice(4, 5)).toEqual(["'=1+1"])
    expect(line).toContain(',+16782319992,')
    expect(
      (await get(`/leads/export.csv?workspace=${slug}&kind=test`)).text.trimEnd().split('\n'),
    ).toHaveLength(2)
  })

  test('says in its last line that it is cut', async () => {
    const workspace = await makeWorkspace(story.database.db)
    for (let number = 0; number < 101; number += 1) await insertLead(story.database, workspace.id)
    const database = createDatabase({ url: story.database.url, maxConnections: 1 })
    const configuration = createConfigurationCache(database, { pollMs: 3_600_000, staleMs: 0 })
    onTestFinished(configuration.close)
    const acting = { actor: { kind: 'console', id: 'eve' }, address: null } as const
    const ctx = { db: database.db, configuration, sealer: createSealer([]), ...acting }
    const cut: unknown[] = []
    const file = await exportCsv(ctx, {
      workspaceId: workspace.id,
      query: {},
      onCut: (err) => cut.push(err),
    })
    await database.close()
    let text = ''
    for await (const part of file) text += part
    const lines = text.trimEnd().split('\n')
    expect([lines.length, cut.length]).toEqual([102, 1])
    expect(lines.at(-1)).toContain('This file is cut')
  })

  test('is on record, and takes an operator', async () => {
    const listedUsers = parseUsers(`eve:viewer:${await hashPassword('a long password')}`)
    const { get } = await open({ listedUsers }, { user: 'eve', password: 'a long password' })
    expect((await get(`/leads/export.csv?workspace=${slug}`)).status).toBe(403)
    expect((await get(`/leads?workspace=${slug}`)).text).not.toContain('Download as CSV')
    const admin = await open()
    await admin.get(`/leads/export.csv?workspace=${slug}&source=google-ads`)
    const { rows } = await story.database.pool.query(
      `select details from audit_events where action = 'leads.listed' and details ->> 'newest' = $1 order by at desc`,
      [ids[3]],
    )
    expect(rows[0]?.details).toMatchObject({ leads: 1, oldest: ids[3] })
  })
})

test('a lead’s page tells what it agreed to, with the proof', async () => {
  await story.database.pool.query(
    `insert into consents (workspace_id, lead_id, id, channel, status, purpose, text, captured_at, recorded_at)
     values ($1, $2, gen_random_uuid(), 'sms', 'granted', 'marketing', $3, now(), now())`,
    [story.workspace.id, story.twinId, hostile],
  )
  const { get } = await open()
  const { text } = await get(`/leads/${story.slug}/${story.twinId}`)
  for (const seen of ['marketing', 'granted', '&lt;script&gt;alert(1)']) expect(text).toContain(seen)
  expect(text).not.toContain('<script>alert')
})

test('a lead’s page tells how far it came, and what holds for its contacts', async () => {
  const { get } = await open()
  const { text } = await get(`/leads/${story.slug}/${story.leadId}`)
  expect(text).toContain('Taken in: committed, and answered')
  expect(text).toContain(`/webhooks/${story.slug}/${story.endpointId}/${story.deliveryId}`)
  expect(text).toContain('no consent on record')
  expect(text).toContain('It is part of no other lead')
})

describe('a merge', () => {
  async function merged(days: number) {
    const workspace = await makeWorkspace(story.database.db)
    const [from, into] = [
      await insertLead(story.database, workspace.id),
      await insertLead(story.database, workspace.id),
    ]
    await story.database.pool.query(
      `insert into lead_merges (workspace_id, lead_id, into_id, merged_at, filled, custom_names, tag_ids, item_ids, moved_item_ids)
       values ($1, $2, $3, now() - make_interval(days => $4), '{}', '{}', '{}', '{}', '{}')`,
      [workspace.id, from, into, days],
    )
    await story.database.pool.query(
      'update leads set deleted_at = now() where workspace_id = $1 and id = $2',
      [workspace.id, from],
    )
    const path = `/leads/${await slugOf(story.database, workspace.id)}`
    return { workspace, from, into, path }
  }

  test('shows at both leads, and is undone by an operator, on record', async () => {
    const { workspace, from, into, path } = await merged(1)
    const listedUsers = parseUsers(`olga:operator:${await hashPassword('a long password')}`)
    const { get, post } = await open(
      { readOnly: false, listedUsers },
      { user: 'olga', password: 'a long password' },
    )
    expect((await get(`${path}/${from}`)).text).toContain(`href="${path}/${into}"`)
    expect((await get(`${path}/${into}`)).text).toContain(`action="${path}/${from}/unmerge"`)
    const undone = await post(`${path}/${from}/unmerge`, {})
    expect([undone.status, undone.headers.get('location')]).toEqual([303, `${path}/${from}?done=unmerged`])
    const { text } = await get(`${path}/${from}?done=unmerged`)
    for (const seen of ['The merge is undone.', 'It is part of no other lead']) expect(text).toContain(seen)
    const { rows } = await story.database.pool.query(
      `select actor from audit_events where workspace_id = $1 and action = 'lead.changed'`,
      [workspace.id],
    )
    expect(rows).toEqual([{ actor: 'olga' }])
  })

  test('is not undone after 30 days, by a viewer, or where nothing may be changed', async () => {
    const old = await merged(31)
    const { get, post } = await open({ readOnly: false })
    expect((await get(`${old.path}/${old.from}`)).text).toContain('more than 30 days ago')
    expect((await post(`${old.path}/${old.from}/unmerge`, {})).status).toBe(400)

    const fresh = await merged(1)
    const listedUsers = parseUsers(`eve:viewer:${await hashPassword('a long password')}`)
    const eve = await open({ readOnly: false, listedUsers }, { user: 'eve', password: 'a long password' })
    const closed = await open()
    for (const one of [eve, closed]) {
      expect((await one.get(`${fresh.path}/${fresh.from}`)).text).not.toContain('<form method="post"')
      expect((await one.post(`${fresh.path}/${fresh.from}/unmerge`, {})).status).toBe(403)
    }
    expect((await post(`${fresh.path}/${fresh.from}/unmerge`, { token: 'wrong' })).status).toBe(403)
  })
})
