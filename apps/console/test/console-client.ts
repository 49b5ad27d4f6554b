import { randomUUID } from 'node:crypto'
import { createQueues } from '@intake/queue/create-queues'
import { createHealth } from '@intake/runtime/health'
import { createLogger } from '@intake/runtime/logger'
import { vi } from 'vitest'
import { type AppDeps, createApp } from '../src/app.ts'

export const origin = 'http://console.test'
export const user = 'admin'
export const password = 'correct horse battery'

/** A console on real queues under a prefix of its own, and a browser's way to talk to it. */
export async function openConsole(redisUrl: string, overrides: Partial<AppDeps> = {}) {
  const queues = createQueues({ redisUrl, prefix: `{console-test-${randomUUID()}}` })
  await vi.waitFor(queues.ping, { timeout: 10_000 })
  const health = createHealth({ checks: { redis: queues.ping }, timeoutMs: 500 })
  const app = createApp({
    queues: queues.queues,
    health,
    logger: createLogger({ name: 'console', level: 'silent' }),
    user,
    password,
    sessionSecret: 's'.repeat(32),
    sessionLifetimeMs: 3_600_000,
    secureCookie: false,
    readOnly: true,
    pageTimeoutMs: 1_000,
    addressOf: (c) => c.req.header('x-test-address') ?? 'test',
    ...overrides,
  })
  const request = (path: string, init?: RequestInit) => app.request(`${origin}${path}`, init)

  async function signIn(): Promise<string> {
    const answer = await postForm('/login', { user, password })
    return cookieOf(answer)
  }

  function postForm(path: string, fields: Record<string, string>, headers: Record<string, string> = {}) {
    return request(path, {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers: { origin, ...headers },
    })
  }

  return { ...queues, app, request, signIn, postForm }
}

export type OpenConsole = Awaited<ReturnType<typeof openConsole>>

/** The cookie that an answer sets, as a browser would send it back. */
export function cookieOf(answer: Response): string {
  return answer.headers.get('set-cookie')?.split(';')[0] ?? ''
}
