import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type ClientOptions, createIntakeClient } from '../src/client.ts'

export interface Scripted {
  status: number
  headers?: Record<string, string>
  body?: unknown
}
/** `cut`: the connection ends without an answer. `half`: amid it. `silent`: nothing ever comes. */
export type Step = Scripted | 'cut' | 'half' | 'silent'

export const taken: Scripted = { status: 200, body: { success: true, lead: { id: 'lead-1' } } }
export const problem = (status: number, code: string, headers = {}): Scripted => ({
  status,
  headers: { 'content-type': 'application/problem+json', ...headers },
  body: {
    type: `/problems/${code}`,
    title: code,
    status,
    detail: code,
    code,
    requestId: 'r-1',
    retryable: true,
    errors: [],
  },
})

/** A server on loopback that goes through the steps, one a request, and a client of it that is quick to try again. */
export async function scriptedServer(steps: Step[], options: Partial<ClientOptions> = {}) {
  const requests: {
    at: number
    method?: string
    url?: string
    headers: IncomingHttpHeaders
    body: string
  }[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    const { method, url, headers } = request
    requests.push({ at: Date.now(), ...(method ? { method } : {}), ...(url ? { url } : {}), headers, body })
    const step = steps[requests.length - 1] ?? { status: 500 }
    if (step === 'silent') return
    if (step === 'cut') return void response.destroy()
    const type = { 'content-type': 'application/json' }
    if (step === 'half') {
      response.writeHead(200, { ...type, 'content-length': '100' })
      return void response.write('{"success":', () => response.destroy())
    }
    response.writeHead(step.status, { ...type, ...step.headers })
    response.end(
      step.body === undefined ? '' : typeof step.body === 'string' ? step.body : JSON.stringify(step.body),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const quick = { backoffMs: 5, maxBackoffMs: 20 }
  const client = createIntakeClient({
    baseUrl: `http://127.0.0.1:${port}/`,
    apiKey: 'key',
    ...quick,
    ...options,
  })
  return {
    client,
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
