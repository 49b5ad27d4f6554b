import { Worker } from 'node:worker_threads'

/** Plain JavaScript, so that the thread needs no loader. It counts its own ticks: a process that slept isn't blocked. */
const program = `
const { writeSync } = require('node:fs')
const { beats, ticks, tickMs, message } = require('node:worker_threads').workerData
let seen = -1
let missed = 0
setInterval(() => {
  const now = Atomics.load(beats, 0)
  missed = now === seen ? missed + 1 : 0
  seen = now
  if (missed < ticks) return
  const line = { level: 'fatal', time: new Date().toISOString(), name: 'worker', msg: message }
  try {
    writeSync(1, JSON.stringify(line) + '\\n')
  } finally {
    process.kill(process.pid, 'SIGKILL')
  }
}, tickMs)
`

/**
 * Kills the process when its event loop has been blocked for `blockedAfterMs`: such a process can neither watch itself
 * nor answer a probe nor leave in good order. What it was at is handed on by BullMQ.
 */
export function watchEventLoop(blockedAfterMs: number): { close(): Promise<void> } {
  const ticks = 10
  const tickMs = blockedAfterMs / ticks
  const beats = new Int32Array(new SharedArrayBuffer(4))
  const message = `the event loop was blocked for ${blockedAfterMs} ms: killed, so that another can take over`
  const thread = new Worker(program, {
    eval: true,
    execArgv: [],
    workerData: { beats, ticks, tickMs, message },
  })
  thread.unref()
  const timer = setInterval(() => Atomics.add(beats, 0, 1), tickMs / 2).unref()
  return {
    async close() {
      await thread.terminate()
      clearInterval(timer)
    },
  }
}
