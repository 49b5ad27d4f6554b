import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createStorage } from '@intake/storage/create-storage'
import type { Storage } from '@intake/storage/storage'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeStory, type Story } from './make-story.ts'
import { visitConsole } from './visit-console.ts'

let story: Story
let directory: string
let storage: Storage
beforeAll(async () => {
  story = await makeStory()
  directory = await mkdtemp(join(tmpdir(), 'intake-console-files-'))
  storage = await createStorage({ kind: 'local', directory, publicUrl: '', signingSecret: 's'.repeat(32) })
})
afterAll(async () => {
  await storage.close()
  await story.database.close()
  await rm(directory, { recursive: true })
})

async function open(overrides: Parameters<typeof visitConsole>[0] = {}) {
  const visit = await visitConsole({
    databaseUrl: story.database.url,
    storage,
    readOnly: false,
    ...overrides,
  })
  const send = async (
    path: string,
    file: string | null,
    fields: Record<string, string> = {},
    name = 'leads.csv',
  ) => {
    const body = new FormData()
    for (const [field, value] of Object.entries({ token: await visit.tokenFor(visit.cookie), ...fields }))
      body.set(field, value)
    if (file !== null) body.set('file', new File([file], name))
    const answer = await visit.request(path, {
      method: 'POST',
      body,
      headers: { cookie: visit.cookie, origin: 'http://console.test' },
    })
    return { status: answer.status, location: answer.headers.get('location'), text: await answer.text() }
  }
  return { ...visit, send }
}

const imports = async () =>
  (
    await story.database.pool.query(
      'select id, filename, status, size::int, duplicate_policy, csv from imports where workspace_id = $1 order by id',
      [story.workspace.id],
    )
  ).rows

test('the form is there for who may change things and where files have a place, and says else why not', async () => {
  const path = `/imports/new?workspace=${story.slug}`
  expect((await (await open()).get(path)).text).toContain('type="file"')
  const without = (await (await open({ storage: null })).get(path)).text
  expect(without).toContain('STORAGE_DIR')
  expect(without).not.toContain('type="file"')
  const readOnly = (await (await open({ readOnly: true })).get(path)).text
  expect(readOnly).toContain('CONSOLE_READ_ONLY')
  expect(readOnly).not.toContain('type="file"')
  expect((await (await open()).get(`/imports?workspace=${story.slug}`)).text).toContain(path)
})

test('a preview says what each column becomes, what would be refused, and stores nothing', async () => {
  const { send } = await open()
  const before = await imports()
  const file = 'First Name,Shoe size,E-mail\nAda,38,ada@example.com\n<b>Bo</b>,40,bo@example.com\n,41,\n'
  const { status, text } = await send(`/imports/${story.slug}/preview`, file)
  expect(status).toBe(200)
  for (const seen of [
    'firstName, as recognised',
    'Shoe size',
    '38, 40, 41',
    'left out, as not recognised',
    'ada@example.com',
  ])
    expect(text).toContain(seen)
  expect(text).toContain('&lt;b&gt;Bo')
  expect(text).not.toContain('<b>')
  const chosen = {
    'column.0': 'First',
    'map.0': '',
    'column.1': 'Shoe size',
    'map.1': 'customFields.Shoe size',
  }
  const again = await send(`/imports/${story.slug}/preview`, file, chosen)
  expect(again.text).toContain('<option value="customFields.Shoe size" selected>')
  expect(again.text).toContain('Shoe size&quot;:&quot;38')
  expect(await imports()).toEqual(before)
  expect(await readdir(directory)).toEqual([])
})

test('a column that looks like an opt-out has to be chosen before the file goes in', async () => {
  const { send } = await open()
  const file = 'First Name,Wants no mail at all (unsubscribed)\nAda,yes\n'
  const refused = await send(`/imports/${story.slug}`, file)
  expect(refused.status).toBe(400)
  expect(refused.text).toContain('looks like an opt-out')
  const [, column = ''] = /name="column\.0" value="([^"]+)"/.exec(refused.text) ?? []
  expect(column).toBe('Wants no mail at all (unsubscribed)')
  const taken = await send(`/imports/${story.slug}`, file, { 'column.0': column, 'map.0': '-' })
  expect(taken.status).toBe(303)
})

test('a file is kept as it is for the gateways, once however often the form is sent', async () => {
  const { send, get } = await open()
  const before = await imports()
  const file = 'First Name;Größe\nAda;38\n'
  const fields = {
    once: 'b0f6a1de',
    duplicatePolicy: 'merge',
    'column.0': 'Größe',
    'map.0': 'customFields.size',
  }
  const [first, second] = [
    await send(`/imports/${story.slug}`, file, fields),
    await send(`/imports/${story.slug}`, file, fields),
  ]
  expect(first.status).toBe(303)
  expect(second.location).toBe(first.location)
  const made = (await imports()).slice(before.length)
  expect(made).toMatchObject([
    { filename: 'leads.csv', status: 'RECEIVED', size: Buffer.byteLength(file), duplicate_policy: 'merge' },
  ])
  expect(made[0].csv.columns).toEqual([
    { name: 'First Name', field: 'firstName' },
    { name: 'Größe', field: 'customFields.size' },
  ])
  expect(first.location).toBe(`/imports/${story.slug}/${made[0].id}`)
  expect((await get(first.location ?? '')).text).toContain('leads.csv')
  const files = await readdir(directory, { recursive: true, withFileTypes: true })
  const texts = await Promise.all(
    files.filter((one) => one.isFile()).map((one) => readFile(join(one.parentPath, one.name), 'utf8')),
  )
  expect(texts.filter((text) => text === file)).toHaveLength(1)
  const { rows } = await story.database.pool.query(
    `select actor_kind, actor from audit_events where action = 'import.created' and subject_id = $1`,
    [made[0].id],
  )
  expect(rows).toEqual([{ actor_kind: 'console', actor: 'admin' }])
})

test.each([
  ['no file', null, {}, 'Choose a file'],
  ['an empty file', '', {}, 'Choose a file'],
  ['a workbook', 'PK\u0003\u0004\u0000\u0000', {}, 'ZIP archive'],
  ['no name', 'a,b\n1,2\n', {}, 'firstName'],
  [
    'a column that there is none of',
    'First Name\nAda\n',
    { 'column.0': 'Other', 'map.0': 'email' },
    'no such column',
  ],
  [
    'a target that there is none of',
    'First Name\nAda\n',
    { 'column.0': 'First Name', 'map.0': 'shoe' },
    'must be one of',
  ],
  ['an encoding that there is none of', 'First Name\nAda\n', { encoding: 'klingon' }, ''],
] as [string, string | null, Record<string, string>, string][])(
  '%s is refused on the form, by preview and import',
  async (_, file, fields, message) => {
    const { send } = await open()
    const before = await imports()
    for (const path of [`/imports/${story.slug}/preview`, `/imports/${story.slug}`]) {
      const { status, text } = await send(path, file, fields)
      expect(status).toBe(400)
      expect(text).toContain('role="alert"')
      expect(text).toContain(message)
      expect(text).toContain('type="file"')
    }
    expect(await imports()).toEqual(before)
  },
)

test('a form without its token, of a viewer, for a workspace that there isn’t, or too large is refused', async () => {
  const { send } = await open()
  const file = 'First Name\nAda\n'
  expect((await send(`/imports/${story.slug}`, file, { token: 'x' })).status).toBe(403)
  expect((await send('/imports/nowhere', file)).status).toBe(404)
  expect((await send(`/imports/${story.slug}`, `First Name\n${'x'.repeat(26_000_000)}`)).status).toBe(413)
  const readOnly = await open({ readOnly: true })
  expect((await readOnly.send(`/imports/${story.slug}/preview`, file)).status).toBe(403)
})
