import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { makeWorkspace } from '@intake/testing/make-workspace'
import type { Fault, Scene } from '../fault.ts'

/** Another workspace's clients, who go on until they are told to stop. */
type Neighbour = (at: { url: string; apiKey: string }, signal: AbortSignal) => Promise<void>

/** Another workspace does its worst for the length of the fault; who is measured sends leads as ever. */
function neighbour(name: string, clients: number, act: Neighbour): Fault {
  return {
    name: `neighbour-${name}`,
    unnoticed: true,
    async inflict({ stack, seconds }: Scene) {
      const { key: apiKey } = await makeWorkspace(stack.database.db)
      const stop = new AbortController()
      const acting = Array.from({ length: clients }, (_, index) =>
        act({ url: stack.gateways[index % stack.gateways.length]?.url ?? '', apiKey }, stop.signal),
      )
      await pause(seconds * 1000)
      stop.abort()
      await Promise.all(acting)
    },
  }
}

/** One after another, whatever the answer is. */
function posts(path: string, body: string): Neighbour {
  return async ({ url, apiKey }, signal) => {
    const headers = { 'content-type': 'application/json', 'x-api-key': apiKey }
    while (!signal.aborted) {
      const response = await fetch(`${url}${path}`, { method: 'POST', headers, body, signal }).catch(
        () => null,
      )
      await response?.arrayBuffer().catch(() => null)
      if (!response?.ok) await pause(20)
    }
  }
}

const batchSize = 100
const sameNumber = Array.from({ length: batchSize }, (_, index) => ({
  firstName: `Extension ${index}`,
  phoneNumber: '2125550199',
}))
const nested = `[${'['.repeat(400_000)}${']'.repeat(400_000)}]`

/** Batches that all have a switchboard's number: each lead matches all others. */
const switchboard = neighbour(
  'switchboard',
  4,
  posts('/api/v1/leads/batch', JSON.stringify({ leads: sameNumber })),
)
/** Bodies that are nothing but nesting, close to the largest that is read. */
const nesting = neighbour('nesting', 4, posts('/api/v1/leads/batch', `{"leads":${nested}}`))
/** Sockets that say that ten megabytes come, and send a byte a second. */
const slowBodies = neighbour('slow-bodies', 64, async ({ url, apiKey }, signal) => {
  const { hostname, port, host } = new URL(url)
  while (!signal.aborted) {
    const socket = connect(Number(port), hostname)
    socket.on('error', () => {})
    await send(socket, host, apiKey, signal)
    socket.destroy()
  }
})

async function send(socket: Socket, host: string, apiKey: string, signal: AbortSignal): Promise<void> {
  const closed = once(socket, 'close').catch(() => null)
  socket.write(
    [
      'POST /api/v1/leads/batch HTTP/1.1',
      `host: ${host}`,
      `x-api-key: ${apiKey}`,
      'content-type: application/json',
      'content-length: 10000000',
      '',
      '{',
    ].join('\r\n'),
  )
  let open = true
  void closed.then(() => {
    open = false
  })
  while (open && !signal.aborted) {
    socket.write(' ')
    await Promise.race([closed, pause(1000)])
  }
}

export const neighbours: readonly Fault[] = [switchboard, nesting, slowBodies]
