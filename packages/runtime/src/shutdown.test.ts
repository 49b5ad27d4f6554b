import { describe, expect, test, vi } from 'vitest'
import { createLogger } from './logger.ts'
import { createShutdown } from './shutdown.ts'

const logger = createLogger({ name: 'test', level: 'silent' })
const never = () => new Promise<void>(() => {})

function shutdownOf(timeoutMs = 1_000) {
  const exit = vi.fn<(code: number) => void>()
  return { exit, shutdown: createShutdown({ logger, timeoutMs, exit }) }
}

describe('run', () => {
  test('steps run one after another, in order, once', async () => {
    const { shutdown } = shutdownOf()
    const order: string[] = []
    shutdown.add('slow', async () => {
      await new Promise((resolve) => setTimeout(resolve, 20))
      order.push('slow')
    })
    shutdown.add('fast', () => void order.push('fast'))
    const [first, second] = await Promise.all([shutdown.run('a'), shutdown.run('b')])
    expect([first, second]).toEqual([true, true])
    expect(order).toEqual(['slow', 'fast'])
  })

  test('the signal is aborted before the first step', async () => {
    const { shutdown } = shutdownOf()
    const seen: boolean[] = []
    shutdown.add('look', () => void seen.push(shutdown.signal.aborted))
    expect(shutdown.signal.aborted).toBe(false)
    await shutdown.run('test')
    expect(seen).toEqual([true])
  })

  test('a step that throws or hangs does not keep the next from running, and the run is not clean', async () => {
    const { shutdown } = shutdownOf(60)
    const last = vi.fn()
    shutdown.add('throws', () => {
      throw new Error('broken')
    })
    shutdown.add('hangs', never)
    shutdown.add('last', last)
    expect(await shutdown.run('test')).toBe(false)
    expect(last).toHaveBeenCalledOnce()
  })

  test('all steps together stay within the bound', async () => {
    const { shutdown } = shutdownOf(100)
    const skipped = vi.fn()
    for (const name of ['a', 'b', 'c', 'd']) shutdown.add(name, never)
    shutdown.add('skipped', skipped)
    const startedAt = performance.now()
    expect(await shutdown.run('test')).toBe(false)
    expect(performance.now() - startedAt).toBeLessThan(400)
    expect(skipped).not.toHaveBeenCalled()
  })
})

describe('listen', () => {
  test.each(['SIGTERM', 'SIGINT'] as const)('%s runs the steps and exits 0', async (signal) => {
    const { shutdown, exit } = shutdownOf()
    const step = vi.fn()
    shutdown.add('step', step)
    const stop = shutdown.listen()
    process.emit(signal, signal)
    await vi.waitFor(() => expect(exit).toHaveBeenCalledExactlyOnceWith(0))
    expect(step).toHaveBeenCalledOnce()
    stop()
  })

  test('a parent that went before anybody listened ends the process all the same', async () => {
    const { shutdown, exit } = shutdownOf()
    const before = { connected: process.connected, send: process.send }
    Object.assign(process, { connected: false, send: () => true })
    const stop = shutdown.listen()
    Object.assign(process, before)
    await vi.waitFor(() => expect(exit).toHaveBeenCalledExactlyOnceWith(0))
    stop()
  })

  test('a run that is not clean exits 1', async () => {
    const { shutdown, exit } = shutdownOf(40)
    shutdown.add('hangs', never)
    const stop = shutdown.listen()
    process.emit('SIGTERM', 'SIGTERM')
    await vi.waitFor(() => expect(exit).toHaveBeenCalledExactlyOnceWith(1))
    stop()
  })

  test('a second signal exits 1 at once, but not the echo of the first', () => {
    const { shutdown, exit } = shutdownOf()
    const clock = vi.spyOn(performance, 'now').mockReturnValue(1_000)
    shutdown.add('hangs', never)
    const stop = shutdown.listen()
    process.emit('SIGINT', 'SIGINT')
    process.emit('SIGTERM', 'SIGTERM')
    expect(exit).not.toHaveBeenCalled()
    clock.mockReturnValue(2_000)
    process.emit('SIGINT', 'SIGINT')
    expect(exit).toHaveBeenCalledExactlyOnceWith(1)
    clock.mockRestore()
    stop()
  })

  test('an uncaught error shuts down in order, then exits 1', async () => {
    const { shutdown, exit } = shutdownOf()
    const step = vi.fn()
    shutdown.add('step', step)
    const others = process.listeners('uncaughtException')
    process.removeAllListeners('uncaughtException')
    const stop = shutdown.listen()
    process.emit('uncaughtException', new Error('boom'))
    await vi.waitFor(() => expect(exit).toHaveBeenCalledExactlyOnceWith(1))
    expect(step).toHaveBeenCalledOnce()
    stop()
    for (const listener of others) process.on('uncaughtException', listener)
  })
})
