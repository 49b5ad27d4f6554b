import { connect } from 'node:net'
import type { Pace } from './pace.ts'

export interface Client {
  port: number
  hostname: string
  pace: Pace
  makeRequest(): string
  /** Hears of each answer: whether it was a 200, and how long after it was due it was there. */
  note(isGood: boolean, ms: number): void
}

/** One client on one kept connection: sends what is due, waits for the whole answer, goes on. */
export function runClient({ port, hostname, pace, makeRequest, note }: Client): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, hostname)
    socket.setNoDelay(true)
    let due = 0
    let left = -1
    let isGood = false
    const send = () => {
      if (performance.now() >= pace.until) return end()
      left = -1
      socket.write(makeRequest())
    }
    const end = () => {
      socket.end()
      resolve()
    }
    const goOn = () => {
      const next = pace.next()
      if (next === null) return end()
      due = next
      const wait = due - performance.now()
      if (wait > 0.5) setTimeout(send, wait)
      else send()
    }
    socket.once('connect', goOn)
    socket.once('error', reject)
    socket.once('close', () => resolve())
    socket.on('data', (chunk) => {
      if (left < 0) {
        // Answers here are larger than their head and come with a length, so the first chunk holds all of the head.
        const headEnd = chunk.indexOf('\r\n\r\n')
        const text = chunk.toString('latin1', 0, headEnd)
        const length = Number(/content-length: (\d+)/i.exec(text)?.[1])
        if (headEnd < 0 || Number.isNaN(length)) return reject(new Error(`no answer with a length: ${text}`))
        isGood = text.startsWith('HTTP/1.1 200')
        left = length + headEnd + 4
      }
      left -= chunk.length
      if (left > 0) return
      note(isGood, performance.now() - due)
      goOn()
    })
  })
}
