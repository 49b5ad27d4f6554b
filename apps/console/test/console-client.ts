import { randomUUID } from 'node:crypto'
import { createDatabase } from '@intake/database/create-database'
import { mergeInto } from '@intake/leads/create/merge-lead'
import { createLeadWriter } from '@intake/leads/create/writer/lead-writer'
import { noAddresses } from '@intake/leads/documents/file-signer'
import { readBacklog } from '@intake/leads/enrichment/read-backlog'
import { createSealer } from '@intake/leads/sealing/sealer'
import { createConfigurationCache } from '@intake/leads/workspace/configuration-cache'
import { createQueues } from '@intake/queue/create-queues'
import { singleRedis } from '@intake/queue/redis-settings'
import { createHealth } from '@intake/runtime/health'
import { createLogger } from '@intake/runtime/logger'
import { createTestDatabase } from '@intake/testing/create-test-database'
import { vi } from 'vitest'
import { type AppDeps, createApp } from '../src/app.ts'
import { createSampler } from '../src/overview/sampler.ts'
import { scrapeProcesses } from '../src/overview/scrape-processes.ts'

export const origin = 'http://console.test'
export const user = 'admin'
export const password = 'correct horse battery'

type Overrides = Partial<AppDeps> & {
  /** One of its own without it. */
  databaseUrl?: string
  metricsUrls?: string[]
}

/** A console on real queues under a prefix of its own, and a browser's way to talk to it. */
export async function openConsole(
  redisUrl: string,
  { databaseUrl, metricsUrls = [], ...overrides }: Overrides = {},
) {
  const queues = createQueues({ redis: singleRedis(redisUrl), prefix: `{console-test-${randomUUID()}}` })
  await vi.waitFor(queues.ping, { timeout: 10_000 })
  const health = createHealth({ checks: { redis: queues.ping }, timeoutMs: 500 })
  const database = databaseUrl
    ? createDatabase({ url: databaseUrl, maxConnections: 4 })
    : await createTestDatabase(4)
  const configuration = createConfigurationCache(database, { pollMs: 3_600_000, staleMs: 0 })
  const sealer = createSealer([])
  const writer = createLeadWriter({ database, sealer }, mergeInto({ files: noAddresses, sealer }))
  const sampler = createSampler({
    readBacklog: () => readBacklog(database.db),
    readQueues: queues.inspect,
    scrape: () => scrapeProcesses(metricsUrls),
  })
  const app = createApp({
    db: database.db,
    configuration,
    submissions: { writer, files: noAddresses, sealer, keepsBodies: true },
    publicUrl: 'https://leads.example.com',
    storage: null,
    sampler,
    queues: queues.queues,
    health,
    logger: createLogger({ name: 'console', level: 'silent' }),
    user,
    password,
    listedUsers: [],
    sessionSecret: 's'.repeat(32),
    sessionLifetimeMs: 3_600_000,
    secureCookie: false,
    readOnly: true,
    pageTimeoutMs: 1_000,
    addressOf: (c) => c.req.header('x-test-address') ?? 'test',
    ...overrides,
  })
  const request = (path: string, init?: RequestInit) => app.request(`${origin}${path}`, init)

  async function signIn(as = { user, password }): Promise<string> {
    const answer = await postForm('/login', as)
    return cookieOf(answer)
  }

  /** The token of the forms that a session is shown. */
  async function tokenFor(cookie: string): Promise<string> {
    return tokenIn(await (await request('/logout', { headers: { cookie } })).text())
  }

  /** Sends a form as the page with it would: with the token that it was shown with. A header of undefined is left out. */
  async function postForm(
    path: string,
    fields: Record<string, string>,
    headers: Record<string, string | undefined> = {},
  ) {
    let { cookie } = headers
    let token: string
    if (cookie) token = await tokenFor(cookie)
    else {
      const form = await request('/login')
      cookie = cookieOf(form)
      token = tokenIn(await form.text())
    }
    const all = Object.entries({ origin, ...headers, cookie })
    return request(path, {
      method: 'POST',
      body: new URLSearchParams({ token, ...fields }),
      headers: Object.fromEntries(all.filter((entry): entry is [string, string] => entry[1] !== undefined)),
    })
  }

  async function close() {
    await writer.drain()
    configuration.close()
    await database.close()
    await queues.close()
  }

  return { ...queues, app, sampler, request, signIn, postForm, tokenFor, close }
}

export type OpenConsole = Awaited<ReturnType<typeof openConsole>>

/** The cookie that an answer sets, as a browser would send it back. */
export function cookieOf(answer: Response): string {
  return answer.headers.get('set-cookie')?.split(';')[0] ?? ''
}

function tokenIn(page: string): string {
  return /name="token" value="([^"]+)"/.exec(page)?.[1] ?? ''
}
