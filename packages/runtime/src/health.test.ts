import { describe, expect, test, vi } from 'vitest'
import { createHealth, TellableError } from './health.ts'
import type { Logger } from './logger.ts'

const passes = () => {}
const fails = () => Promise.reject(new Error('password=secret'))
const never = () => new Promise<void>(() => {})

describe('ready', () => {
  test('200 when every check passes', async () => {
    const health = createHealth({ checks: { postgres: async () => {}, redis: passes }, timeoutMs: 100 })
    expect(await health.ready()).toEqual({
      status: 200,
      body: { status: 'ok', checks: { postgres: 'ok', redis: 'ok' } },
    })
  })

  test('503 naming what failed and what hung, with nothing of the error in it', async () => {
    const throws = () => {
      throw new Error('secret')
    }
    const health = createHealth({ checks: { a: passes, b: fails, c: never, d: throws }, timeoutMs: 20 })
    const report = await health.ready()
    expect(report).toEqual({
      status: 503,
      body: { status: 'unavailable', checks: { a: 'ok', b: 'failed', c: 'timeout', d: 'failed' } },
    })
    expect(JSON.stringify(report)).not.toContain('secret')
  })

  test('a reason is told where it may be; what is away fails nothing', async () => {
    const refuses = () => Promise.reject(new TellableError('Redis is a read-only replica'))
    const away = async () => 'away' as const
    const health = createHealth({ checks: { redis: refuses, secret: fails, other: away }, timeoutMs: 100 })
    expect((await health.ready()).body).toEqual({
      status: 'unavailable',
      checks: { redis: 'failed', secret: 'failed', other: 'away' },
      reasons: { redis: 'Redis is a read-only replica' },
    })
    expect(await health.ready(['redis', 'secret'])).toEqual({
      status: 200,
      body: { status: 'ok', checks: { other: 'away' } },
    })
  })

  test('a check that hangs is not started again by the next probe, and recovers in the end', async () => {
    const clock = vi.spyOn(performance, 'now').mockReturnValue(0)
    const check = vi.fn<() => Promise<void>>().mockImplementationOnce(never).mockResolvedValue(undefined)
    const health = createHealth({ checks: { postgres: check }, timeoutMs: 10 })
    await Promise.all([health.ready(), health.ready()])
    expect((await health.ready()).status).toBe(503)
    expect(check).toHaveBeenCalledOnce()
    clock.mockReturnValue(101)
    expect((await health.ready()).status).toBe(200)
    clock.mockRestore()
  })

  test('setUnready says no at once and for good', async () => {
    const health = createHealth({ checks: { postgres: passes }, timeoutMs: 100 })
    health.setUnready()
    expect(await health.ready()).toEqual({
      status: 503,
      body: { status: 'unavailable', checks: { accepting: 'failed' } },
    })
    expect(health.live().status).toBe(200)
  })
})

describe('live', () => {
  test('200 without checks, whatever readiness says', () => {
    const health = createHealth({ checks: { postgres: fails }, timeoutMs: 10 })
    expect(health.live()).toEqual({ status: 200, body: { status: 'ok', checks: {} } })
  })

  test('503 when a live check throws', () => {
    const liveChecks = {
      consumption: () => {
        throw new Error('no job for 60 s')
      },
    }
    const health = createHealth({ checks: {}, liveChecks, timeoutMs: 10 })
    expect(health.live()).toEqual({
      status: 503,
      body: { status: 'unavailable', checks: { consumption: 'failed' } },
    })
  })
})

test('the log tells once that a check fails and that it passes again, but not of one that has yet to pass, for 5 s', async () => {
  const clock = vi.spyOn(performance, 'now').mockReturnValue(1000)
  const lines: string[] = []
  const note = (level: string) => (_: object, message: string) => void lines.push(`${level} ${message}`)
  const logger = { warn: note('warn'), info: note('info') } as unknown as Logger
  const check = vi.fn<() => void>()
  const fail = () => {
    throw new Error('no connection')
  }
  const health = createHealth({ checks: { redis: check }, timeoutMs: 10, logger })
  const probe = async (run: () => void) => {
    check.mockImplementation(run)
    await health.ready()
    return lines.splice(0)
  }
  expect(await probe(fail)).toEqual([])
  clock.mockReturnValue(6000)
  expect(await probe(fail)).toEqual(['warn health check fails'])
  expect(await probe(fail)).toEqual([])
  expect(await probe(passes)).toEqual(['info health check passes again'])
  expect(await probe(passes)).toEqual([])
  expect(await probe(fail)).toEqual(['warn health check fails'])

  const other = createHealth({ checks: { redis: check }, timeoutMs: 10, logger })
  check.mockImplementation(passes)
  await other.ready()
  check.mockImplementation(fail)
  await other.ready()
  expect(lines.splice(0)).toEqual(['warn health check fails'])
  clock.mockRestore()
})
