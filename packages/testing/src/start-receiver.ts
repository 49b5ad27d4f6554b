import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

export interface Received {
  id: string
  headers: Record<string, string>
  body: string
  at: number
}

export type Answerer = (received: Received, response: ServerResponse) => void

/** A real HTTP server that takes webhooks; `answer` decides, with 204 unless told otherwise. */
export async function startReceiver(answer: Answerer = (_, response) => void response.writeHead(204).end()) {
  const received: Received[] = []
  const state = { answer }
  const take = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await text(request)
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    )
    const one = { id: headers['webhook-id'] ?? '', headers, body, at: performance.now() }
    received.push(one)
    state.answer(one, response)
  }
  const server = createServer(
    (request, response) => void take(request, response).catch(() => response.destroy()),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`,
    received,
    answerWith: (next: Answerer) => {
      state.answer = next
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

export type Receiver = Awaited<ReturnType<typeof startReceiver>>
