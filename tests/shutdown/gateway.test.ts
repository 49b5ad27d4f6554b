import { Agent, request } from 'node:http'
import { type Stack, startStack } from '@intake/testing/start-stack'
import { waitFor } from '@intake/testing/wait-for'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectEnrichedOnce } from './effects.ts'

let stack: Stack
beforeAll(async () => {
  stack = await startStack({ env: { SHUTDOWN_DELAY: '3s' } })
})
afterAll(() => stack.close())

const agent = new Agent({ keepAlive: true })

/** A call over a kept connection. Answers the status and the id; rejects when the connection fails. */
function post(url: string): Promise<{ status: number | undefined; id: string }> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'x-api-key': stack.workspace.key }
    const call = request(`${url}/api/v1/leads`, { agent, method: 'POST', headers }, async (response) => {
      try {
        const chunks: Buffer[] = []
        for await (const chunk of response) chunks.push(chunk)
        const { lead } = JSON.parse(Buffer.concat(chunks).toString())
        resolve({ status: response.statusCode, id: lead?.id })
      } catch (error) {
        reject(error)
      }
    })
    call.on('error', reject)
    call.end(JSON.stringify({ firstName: 'Kept alive' }))
  })
}

test('SIGTERM under load: unready first, every accepted lead answered, exit 0, nothing left behind', async () => {
  const [gateway] = stack.apps.gateway
  const url = gateway?.url ?? ''
  const ids: string[] = []
  const statuses = new Set<number | undefined>()
  const sending = Array.from({ length: 12 }, async () => {
    for (;;) {
      // A connection refused or reset before an answer: what became of its lead is checked below.
      const answer = await post(url).catch(() => null)
      if (!answer) return
      statuses.add(answer.status)
      ids.push(answer.id)
    }
  })
  const seen: number[] = []
  const probing = (async () => {
    for (;;) {
      const probe = await fetch(`${url}/readyz`, { headers: { connection: 'close' } }).catch(() => null)
      if (!probe) return
      if (seen.at(-1) !== probe.status) seen.push(probe.status)
    }
  })()
  await waitFor('the load to run', () => ids.length > 100 && seen.length > 0)

  expect(await gateway?.stop('SIGTERM')).toBe(0)
  await Promise.all([...sending, probing])
  expect(seen).toEqual([200, 503])
  expect([...statuses]).toEqual([200])
  await stack.add('gateway')
  await expectEnrichedOnce(stack, ids)
}, 120_000)
