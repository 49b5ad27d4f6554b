import { afterEach, expect, test, vi } from 'vitest'
import { createServices } from './services.ts'

afterEach(() => vi.useRealTimers())

async function withPostgres(pid: number | null) {
  const services = createServices()
  const postgres = { name: 'PostgreSQL', pid: () => pid, stop: async () => undefined }
  await services.start('postgres', async () => postgres)
  return { services, postgres }
}

/** Waits for the servers, and says whether that has come to its end. */
function beginToWait(services: ReturnType<typeof createServices>, stopping: AbortSignal = never) {
  const waiting = { isOver: false }
  const over = services.serversBack(stopping).then(() => {
    waiting.isOver = true
  })
  return { waiting, over }
}

const never = new AbortController().signal

test('servers of others, and those that run, are not waited for', async () => {
  vi.useFakeTimers({ toFake: ['performance'] })
  const { services } = await withPostgres(1)
  for (const each of [createServices(), services]) await beginToWait(each).over
})

test('a server that is down is waited for until it is back', async () => {
  const { services, postgres } = await withPostgres(null)
  const { waiting, over } = beginToWait(services)
  await new Promise((resolve) => setTimeout(resolve, 120))
  expect(waiting.isOver).toBe(false)
  postgres.pid = () => 2
  await over
})

test('it is waited for no longer than 10 s', async () => {
  vi.useFakeTimers({ toFake: ['performance'] })
  const { services } = await withPostgres(null)
  const { waiting, over } = beginToWait(services)
  vi.advanceTimersByTime(9_990)
  await new Promise((resolve) => setTimeout(resolve, 120))
  expect(waiting.isOver).toBe(false)
  vi.advanceTimersByTime(10)
  await over
})

test('the end of the runner is the end of the wait', async () => {
  vi.useFakeTimers({ toFake: ['performance'] })
  const { services } = await withPostgres(null)
  const ending = new AbortController()
  const { over } = beginToWait(services, ending.signal)
  ending.abort()
  await over
})
