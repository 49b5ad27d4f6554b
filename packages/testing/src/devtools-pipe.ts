import type { Readable, Writable } from 'node:stream'

export type Message = { id?: number; method?: string; sessionId?: string; params?: Record<string, unknown> }
type Answer = { result?: Record<string, unknown>; error?: { message: string } }

/** Speaks the DevTools protocol over a pair of pipes: JSON, each message ended by a zero byte. */
export function createDevtoolsPipe(input: Writable, output: Readable, onEvent: (message: Message) => void) {
  const waiting = new Map<number, (answer: Answer) => void>()
  let rest = ''
  let lastId = 0

  output.setEncoding('utf8').on('data', (chunk: string) => {
    const parts = (rest + chunk).split('\0')
    rest = parts.pop() ?? ''
    for (const part of parts) {
      const message = JSON.parse(part) as Message & Answer
      if (message.id === undefined) onEvent(message)
      else waiting.get(message.id)?.(message)
      if (message.id !== undefined) waiting.delete(message.id)
    }
  })
  output.on('close', () => {
    for (const settle of waiting.values()) settle({ error: { message: 'the browser is gone' } })
    waiting.clear()
  })
  // A browser that is gone is told of by `close` above.
  input.on('error', () => undefined)

  /** Sends a command and waits for its answer. Throws what the browser says of it. */
  return async function send(
    method: string,
    params: Record<string, unknown> = {},
    sessionId?: string,
  ): Promise<Record<string, unknown>> {
    lastId += 1
    const id = lastId
    const answered = new Promise<Answer>((resolve) => waiting.set(id, resolve))
    input.write(`${JSON.stringify({ id, method, params, ...(sessionId ? { sessionId } : {}) })}\0`)
    const { result, error } = await answered
    if (error) throw new Error(`${method}: ${error.message}`)
    return result ?? {}
  }
}
