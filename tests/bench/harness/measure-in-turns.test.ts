import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { type Contender, measureInTurns } from './measure-in-turns.ts'

const turns = { clients: [1], rounds: 1, seconds: 0.1, warmSeconds: 0.01, say: () => undefined }

/** A server that answers every request the same, until the test ends. */
async function startServer(): Promise<number> {
  const server = createServer((_request, response) => response.end('x'.repeat(1000))).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return (server.address() as AddressInfo).port
}

const contender = (name: string, port: number): Contender => ({
  name,
  url: `http://127.0.0.1:${port}/`,
  headers: {},
  pids: { node: process.pid },
})

test('a baseline that refuses connections is left out with its reason; another contender ends the run', async () => {
  const port = await startServer()
  // Nobody listens on the first port.
  const baseline = { ...contender('baseline', 1), isBaseline: true }
  const { measured, failed } = await measureInTurns([baseline, contender('service', port)], turns)
  expect(measured).toMatchObject([{ contender: 'service', clients: 1, refused: 0 }])
  expect(failed).toEqual([
    { contender: 'baseline', reason: 'no load: Error: connect ECONNREFUSED 127.0.0.1:1' },
  ])
  await expect(measureInTurns([contender('service', 1)], turns)).rejects.toThrow('ECONNREFUSED')
}, 120_000)
