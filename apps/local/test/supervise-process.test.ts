import { spawn } from 'node:child_process'
import { processIdentity } from '@intake/embedded/process-identity'
import { childStarted } from '@intake/embedded/server-process'
import { stopProcess } from '@intake/embedded/stop-process'
import { expect, test, vi } from 'vitest'
import { type RunningProcess, superviseProcess } from '../src/supervise-process.ts'

const STAYS = 'setInterval(() => {}, 1000)'

async function run(script: string): Promise<RunningProcess> {
  const server = await childStarted(spawn(process.execPath, ['-e', script], { stdio: 'ignore' }))
  const stop = () =>
    stopProcess(server, [
      { signal: 'SIGTERM', waitMs: 300 },
      { signal: 'SIGKILL', waitMs: 2_000 },
    ])
  return { ...server, stop }
}

async function supervise(
  start: (isFirst: boolean) => Promise<RunningProcess>,
  beforeRestart: (stopping: AbortSignal) => Promise<void> = async () => undefined,
) {
  const said: string[] = []
  const onChange = (message: string) => said.push(message)
  const supervised = await superviseProcess({ name: 'app', start, beforeRestart, onChange })
  return { supervised, said }
}

test('a process that is killed is replaced, and stop ends the replacement for good', async () => {
  const { supervised, said } = await supervise(() => run(STAYS))
  const first = supervised.first.pid
  process.kill(first, 'SIGKILL')
  await vi.waitFor(() => expect(said).toHaveLength(2), 5_000)
  const second = supervised.pid()
  expect(said).toEqual(['app ended (SIGKILL), starting it again', `app runs again (pid ${second})`])
  await supervised.stop()
  expect([first, second ?? first].map(processIdentity)).toEqual([null, null])
  expect(supervised.pid()).toBeNull()
})

test('one that keeps ending is started with growing pauses', async () => {
  const starts: number[] = []
  const { supervised } = await supervise(() => {
    starts.push(performance.now())
    return run('')
  })
  await vi.waitFor(() => expect(starts.length).toBeGreaterThanOrEqual(4), 10_000)
  await supervised.stop()
  const pauses = starts.slice(1).map((start, index) => start - (starts[index] ?? 0))
  expect(pauses[0]).toBeGreaterThanOrEqual(200)
  expect(pauses[1]).toBeGreaterThanOrEqual(400)
  expect(pauses[2]).toBeGreaterThanOrEqual(800)
})

test('a restart that fails is tried again', async () => {
  let attempts = 0
  const { supervised, said } = await supervise(async (isFirst) => {
    attempts += 1
    if (attempts === 2) throw new Error('port taken')
    return run(isFirst ? '' : STAYS)
  })
  await vi.waitFor(() => expect(supervised.pid()).not.toBeNull(), 5_000)
  await vi.waitFor(() => expect(said.at(-1)).toMatch(/runs again/), 5_000)
  expect(said).toContain('app did not start, next try in 0.4 s: port taken')
  await supervised.stop()
})

test('stop during a restart waits for it and ends it', async () => {
  let release = () => {}
  let late: RunningProcess | undefined
  const { supervised, said } = await supervise(async (isFirst) => {
    if (isFirst) return run('')
    await new Promise<void>((resolve) => {
      release = resolve
      said.push('starting')
    })
    late = await run(STAYS)
    return late
  })
  await vi.waitFor(() => expect(said).toContain('starting'), 5_000)
  const stopped = supervised.stop()
  release()
  await stopped
  expect(late && processIdentity(late.pid)).toBeNull()
})

test('a restart waits for what it needs', async () => {
  let release = () => {}
  const beforeRestart = vi.fn(
    () =>
      new Promise<void>((resolve) => {
        release = resolve
      }),
  )
  const start = vi.fn((isFirst: boolean) => run(isFirst ? '' : STAYS))
  const { supervised, said } = await supervise(start, beforeRestart)
  await vi.waitFor(() => expect(beforeRestart).toHaveBeenCalledOnce(), 5_000)
  expect(start).toHaveBeenCalledTimes(1)
  release()
  await vi.waitFor(() => expect(said.at(-1)).toMatch(/runs again/), 5_000)
  expect(start).toHaveBeenCalledTimes(2)
  await supervised.stop()
})

test('stop while a restart waits ends the wait and starts nothing', async () => {
  const start = vi.fn(() => run(''))
  const beforeRestart = vi.fn(
    (stopping: AbortSignal) =>
      new Promise<void>((resolve) => stopping.addEventListener('abort', () => resolve())),
  )
  const { supervised } = await supervise(start, beforeRestart)
  await vi.waitFor(() => expect(beforeRestart).toHaveBeenCalledOnce(), 5_000)
  await supervised.stop()
  expect(start).toHaveBeenCalledTimes(1)
})

test('a process that ignores SIGTERM is killed', async () => {
  const { supervised } = await supervise(() => run(`process.on('SIGTERM', () => {}); ${STAYS}`))
  await supervised.stop()
  expect(processIdentity(supervised.first.pid)).toBeNull()
})

test('the first start may fail, and says why', async () => {
  await expect(supervise(() => Promise.reject(new Error('no such file')))).rejects.toThrow('no such file')
})
