import { mkdtemp, rm } from 'node:fs/promises'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serve } from '@hono/node-server'
import { createStorage } from '@intake/storage/create-storage'
import type { Storage } from '@intake/storage/storage'
import { type Browser, startBrowser } from '@intake/testing/start-browser'
import axe from 'axe-core'
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest'
import { type OpenConsole, openConsole, password, user } from './console-client.ts'
import { makeStory, pagesOf, type Story } from './make-story.ts'

let story: Story
let opened: OpenConsole
let server: Server
let browser: Browser
let base: string
let directory: string
let storage: Storage

beforeAll(async () => {
  story = await makeStory()
  directory = await mkdtemp(join(tmpdir(), 'intake-console-files-'))
  storage = await createStorage({ kind: 'local', directory, publicUrl: '', signingSecret: 's'.repeat(32) })
  const databaseUrl = story.database.url
  opened = await openConsole(inject('redisUrl'), { databaseUrl, readOnly: false, storage })
  opened.sampler.start()
  server = serve({ fetch: opened.app.fetch, port: 0, hostname: '127.0.0.1' }) as Server
  await new Promise((resolve) => (server.listening ? resolve(null) : server.once('listening', resolve)))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}, 60_000)
afterAll(async () => {
  opened.sampler.stop()
  server.close()
  server.closeAllConnections()
  await opened.close()
  await storage.close()
  await story.database.close()
  await rm(directory, { recursive: true })
})

// Fetching the browser on a fresh machine takes a while.
beforeEach(async () => {
  browser = await startBrowser()
  return () => browser.close()
}, 240_000)

async function signIn() {
  await browser.open(`${base}/login`)
  await browser.type(user)
  await browser.press('Tab')
  await browser.type(password)
  await browser.press('Enter')
  await browser.until(`location.pathname === '/' && document.querySelector('h1')?.textContent === 'Overview'`)
}

/** What stands in somebody's way on the page, by axe. */
async function violations(): Promise<string[]> {
  await browser.evaluate(`${axe.source}; true`)
  return browser.evaluate<string[]>(
    `axe.run(document).then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ': ' + html.slice(0, 200))))`,
  )
}

/** With the filter of the leads open, and with the way out. */
const paths = () => [...pagesOf(story), `/leads?workspace=${story.slug}&source=api`, '/logout']

test('signing in by keyboard leads to charts that draw themselves, without a complaint', async () => {
  await browser.look({ width: 1280, height: 900, scheme: 'light' })
  await signIn()
  await browser.until(`document.querySelectorAll('#chart-queues path.line').length > 0`)
  expect(await browser.evaluate(`document.getElementById('tile-deadLeads').textContent`)).toBe('1')
  await browser.press('Tab')
  expect(await browser.evaluate('document.activeElement.className')).toBe('skip')
  expect(browser.complaints).toEqual([])
}, 90_000)

test('at 360 pixels nothing sticks out of any page, in either scheme', async () => {
  await signIn()
  for (const scheme of ['light', 'dark'] as const) {
    await browser.look({ width: 360, height: 740, scheme })
    for (const path of paths()) {
      await browser.open(base + path)
      const width = await browser.evaluate<number>('document.documentElement.scrollWidth')
      expect([scheme, path, width]).toEqual([scheme, path, 360])
    }
  }
  expect(browser.complaints).toEqual([])
}, 90_000)

test('nothing stands in the way of who can’t see or use a mouse, on any page, in either scheme', async () => {
  await signIn()
  for (const scheme of ['light', 'dark'] as const) {
    await browser.look({ width: 1280, height: 900, scheme })
    for (const path of paths()) {
      await browser.open(base + path)
      expect([scheme, path, await violations()]).toEqual([scheme, path, []])
    }
  }
}, 120_000)

test('the theme follows the system until the button chooses one, which is kept', async () => {
  const background = () => browser.evaluate<string>('getComputedStyle(document.body).backgroundColor')
  await browser.look({ width: 1280, height: 900, scheme: 'dark' })
  await signIn()
  const dark = await background()
  await browser.look({ width: 1280, height: 900, scheme: 'light' })
  const light = await background()
  expect(light).not.toBe(dark)
  await browser.evaluate(`document.getElementById('theme').click()`)
  await browser.evaluate(`document.getElementById('theme').click()`)
  expect(await background()).toBe(dark)
  await browser.open(`${base}/dead`)
  expect(await background()).toBe(dark)
}, 90_000)

test('a dead lead is sent again with its button', async () => {
  await signIn()
  await browser.open(`${base}/dead`)
  await browser.evaluate(`document.querySelector('td form button').click()`)
  await browser.until(`document.querySelector('.note')?.textContent === '1 dead lead sent again.'`)
  expect(await browser.evaluate(`document.querySelector('.empty').textContent`)).toBe('Nothing is dead.')
}, 90_000)

test('a file is previewed without being chosen again, a column chosen, and imported', async () => {
  await browser.look({ width: 1280, height: 900, scheme: 'light' })
  await signIn()
  await browser.open(`${base}/imports/new?workspace=${story.slug}`)
  await browser.evaluate(`(() => {
    const chosen = new DataTransfer()
    chosen.items.add(new File(['First Name,Shoe size\\nAda,38\\n,\\n,41\\n'], 'shoes.csv'))
    document.querySelector('#file').files = chosen.files
  })()`)
  await browser.evaluate(`document.querySelector('#look').click()`)
  await browser.until(`document.querySelector('#preview select')`)
  expect(await browser.evaluate(`document.querySelector('#preview').textContent`)).toContain('firstName: Ada')
  expect(await violations()).toEqual([])
  await browser.evaluate(`(() => {
    const [, shoes] = document.querySelectorAll('#preview select')
    shoes.value = 'customFields.Shoe size'
    document.querySelector('#import button:not(#look)').click()
  })()`)
  await browser.until(
    `location.pathname.startsWith('/imports/${story.slug}/') && document.readyState === 'complete'`,
  )
  const text = await browser.evaluate<string>(`document.querySelector('main').textContent`)
  for (const seen of ['shoes.csv', 'customFields.Shoe size']) expect(text).toContain(seen)
  expect(browser.complaints).toEqual([])
}, 90_000)

test('a list that is followed shows a lead as it comes, in the viewer’s zone, until it is stopped', async () => {
  await browser.look({ width: 1280, height: 900, scheme: 'light' })
  await signIn()
  await browser.open(`${base}/leads?workspace=${story.slug}`)
  const rows = () => browser.evaluate<number>(`document.querySelectorAll('#list tbody tr').length`)
  const before = await rows()
  await browser.evaluate(`document.querySelector('#follow').click()`)
  await browser.until(`document.querySelector('#following').textContent.startsWith('New leads')`)
  // The newest by its id.
  await story.database.pool.query(
    `insert into leads (workspace_id, id, first_name, assignee_type, source, is_test, created_at, updated_at)
     values ($1, 'ffffffff-ffff-7fff-8fff-ffffffffffff', 'Ada', 'AI_AGENT', 'api', false, now(), now())`,
    [story.workspace.id],
  )
  await browser.until(`document.querySelectorAll('#list tbody tr').length === ${before + 1}`)
  expect(await browser.evaluate(`document.querySelectorAll('tr.fresh').length`)).toBe(1)
  expect(await violations()).toEqual([])
  await browser.evaluate(`document.querySelector('#follow').click()`)
  expect(await browser.evaluate(`document.querySelector('#follow').textContent`)).toBe('Follow')
  expect(browser.complaints).toEqual([])
}, 90_000)
