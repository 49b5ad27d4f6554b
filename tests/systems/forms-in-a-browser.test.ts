import { randomUUID } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { makePublishableKey } from '@intake/testing/make-publishable-key'
import { type Browser, startBrowser } from '@intake/testing/start-browser'
import { waitFor } from '@intake/testing/wait-for'
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest'
import { installClient } from './install-client.ts'
import { type Service, startService } from './start-service.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const formPath = '/examples/form.html'
const keyPath = '/examples/publishable-key.html'

let service: Service
let project: string
/** Where the installed client's code is. */
let client: string
let pages: Awaited<ReturnType<typeof servePages>>
let elsewhere: typeof pages
let browser: Browser
/** What stands in the examples, and what a person puts in its place. */
const replaced = new Map<string, string>()
let sourceId: string

beforeAll(async () => {
  service = await startService({ REDIS_URL: inject('redisUrl'), QUEUE_PREFIX: `{forms-${randomUUID()}}` })
  project = await mkdtemp(join(tmpdir(), 'intake-project-'))
  client = join(await installClient(project), 'dist')
  pages = await servePages()
  elsewhere = await servePages()
  const { source } = await api<{ source: { id: string; path: string } }>('POST', '/sources', {
    kind: 'form',
    name: 'Contact',
    settings: {
      allowedOrigins: [pages.origin],
      returnUrls: [`${pages.origin}${formPath}#thanks`],
      honeypot: 'website',
    },
  })
  sourceId = source.id
  replaced.set('http://127.0.0.1:3000/in/the-token-of-your-source', service.gateway.url + source.path)
  const { database, workspace, gateway } = service
  replaced.set(
    'intake_pub_the-key-of-your-page',
    await makePublishableKey(database.db, workspace.id, [pages.origin]),
  )
  replaced.set("'http://127.0.0.1:3000'", `'${gateway.url}'`)
})
afterAll(async () => {
  pages.close()
  elsewhere.close()
  await service.close()
  await rm(project, { recursive: true, force: true })
})
// Fetching the browser on a fresh machine takes a while.
beforeEach(async () => {
  browser = await startBrowser()
  return () => browser.close()
}, 240_000)

/** The examples and the installed client at an origin of their own, as a static server shows them. */
async function servePages() {
  const server = createServer(async ({ url = '' }, response) => {
    const isClient = url.startsWith('/packages/client/dist/')
    const file = isClient ? join(client, basename(url)) : join(root, 'examples', basename(url))
    let text = await readFile(file, 'utf8').catch(() => '')
    for (const [example, real] of replaced) text = text.replace(example, real)
    response.writeHead(text ? 200 : 404, { 'content-type': isClient ? 'text/javascript' : 'text/html' })
    response.end(text)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}

async function api<Answer>(method: string, path: string, body?: object): Promise<Answer> {
  const response = await fetch(`${service.gateway.url}/api/v1${path}`, {
    method,
    headers: {
      'x-api-key': service.workspace.key,
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
    },
    ...(body && { body: JSON.stringify(body) }),
  })
  expect(response.ok, await response.clone().text()).toBe(true)
  return response.json() as Promise<Answer>
}

type Lead = { email: string; firstName: string; didOptOut: boolean; source: string }
const leadsOf = async (email: string) =>
  (await api<{ leads: Lead[] }>('GET', `/leads?email=${encodeURIComponent(email)}`)).leads
const submissionsOf = async (status: string) =>
  (await api<{ submissions: { code: string }[] }>('GET', `/submissions?source=${sourceId}&status=${status}`))
    .submissions

const fill = (fields: Record<string, string>) =>
  browser.evaluate(
    `Object.entries(${JSON.stringify(fields)}).forEach(([name, value]) => { document.forms[0].elements[name].value = value })`,
  )
const click = () => browser.evaluate(`document.querySelector('button').click()`)
const newEmail = () => `${randomUUID()}@example.com`

test('a visitor sends the form, is thanked on the page, and is a lead that nobody opted out', async () => {
  const email = newEmail()
  await browser.open(pages.origin + formPath)
  await fill({ fullName: 'Ada Lovelace', email, phoneNumber: '6782319992', message: 'Hello' })
  await click()
  // The page that it leads to may still be loading.
  await browser.until(
    `location.hash === '#thanks' && document.readyState === 'complete' && getComputedStyle(document.getElementById('thanks')).display === 'block'`,
  )
  expect(await leadsOf(email)).toMatchObject([{ firstName: 'Ada', source: 'form', didOptOut: false }])
})

test('a form that is sent twice is one lead', async () => {
  const email = newEmail()
  await browser.open(pages.origin + formPath)
  await fill({ fullName: 'Ada Lovelace', email })
  // The first answer goes to a frame, so that the page stays and is sent again.
  await browser.evaluate(`new Promise((resolve) => {
    const frame = document.createElement('iframe')
    frame.name = 'first'
    document.body.append(frame)
    document.forms[0].target = 'first'
    frame.addEventListener('load', resolve)
    document.querySelector('button').click()
  })`)
  await browser.evaluate(`document.forms[0].target = ''`)
  await click()
  await browser.until(`location.hash === '#thanks'`)
  expect(await leadsOf(email)).toHaveLength(1)
  expect(await submissionsOf('DUPLICATE')).toHaveLength(1)
})

test('a double click is one lead', async () => {
  const email = newEmail()
  await browser.open(pages.origin + formPath)
  await fill({ fullName: 'Ada Lovelace', email })
  await browser.evaluate(`document.querySelectorAll('button').forEach((one) => { one.click(); one.click() })`)
  await browser.until(`location.hash === '#thanks'`)
  expect(await leadsOf(email)).toHaveLength(1)
})

test('a robot that fills every field is thanked all the same, and is no lead', async () => {
  const email = newEmail()
  await browser.open(pages.origin + formPath)
  await fill({ fullName: 'Robot', email, website: 'https://spam.example' })
  await click()
  await browser.until(`location.hash === '#thanks'`)
  expect(await leadsOf(email)).toEqual([])
  expect(await submissionsOf('REFUSED')).toMatchObject([{ code: 'robot' }])
})

test('the form on a page of another origin is refused', async () => {
  const email = newEmail()
  await browser.open(elsewhere.origin + formPath)
  await fill({ fullName: 'Ada Lovelace', email })
  await click()
  await browser.until(`document.body.textContent.includes('may not send here')`)
  expect(await leadsOf(email)).toEqual([])
})

const statusIs = (text: string) =>
  browser.until(`document.querySelector('[role=status]').textContent.includes('${text}')`)

test('a page with a publishable key sends by the client, twice at once too, and is told nothing of the lead', async () => {
  const email = newEmail()
  await browser.open(pages.origin + keyPath)
  await browser.evaluate(`(() => {
    const own = window.fetch
    window.answers = []
    window.fetch = async (...args) => {
      const response = await own(...args)
      window.answers.push(await response.clone().json())
      return response
    }
  })()`)
  await fill({ fullName: 'Ada Lovelace', email })
  await browser.evaluate(`document.querySelectorAll('button').forEach((one) => { one.click(); one.click() })`)
  await statusIs('Thank you')
  await waitFor('both answers', () => browser.evaluate<boolean>('window.answers.length >= 2'))
  const answers = await browser.evaluate<object[]>('window.answers')
  for (const answer of answers.filter((one) => 'success' in one))
    expect(Object.keys(answer).sort()).toEqual(['submissionId', 'success'])
  expect(await leadsOf(email)).toHaveLength(1)
})

test('a page of another origin can’t use the key', async () => {
  const email = newEmail()
  await browser.open(elsewhere.origin + keyPath)
  await fill({ fullName: 'Ada Lovelace', email })
  await click()
  await statusIs('could not be sent')
  expect(await leadsOf(email)).toEqual([])
})
