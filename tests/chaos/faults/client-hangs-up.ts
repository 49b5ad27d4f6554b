import { once } from 'node:events'
import { connect } from 'node:net'
import { sendLead, type Target } from '../client.ts'
import { type Fault, randomMoment } from '../fault.ts'
import { makeLead, nextNumber } from '../make-lead.ts'

/** Clients that leave before the answer, and send the same again later. */
export const clientHangsUp: Fault = {
  name: 'client-hangs-up',
  async inflict({ target, load, rounds }) {
    for (let round = 0; round < rounds; round += 1) {
      const numbers = Array.from({ length: 5 }, nextNumber)
      await Promise.all(
        numbers.map(async (number) => {
          const { key, lead } = makeLead(number)
          await hangUp(target, key, JSON.stringify(lead))
          load.answers.push(await sendLead(target, number, key, lead))
        }),
      )
    }
  },
}

async function hangUp({ urls: [url = ''], apiKey }: Target, key: string, body: string): Promise<void> {
  const { hostname, port, host } = new URL(url)
  const socket = connect(Number(port), hostname)
  socket.on('error', () => {})
  await once(socket, 'connect')
  const head = [
    'POST /api/v1/leads HTTP/1.1',
    `Host: ${host}`,
    `x-api-key: ${apiKey}`,
    `idempotency-key: ${key}`,
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(body)}`,
  ]
  await new Promise((sent) => socket.write(`${head.join('\r\n')}\r\n\r\n${body}`, sent))
  await randomMoment(5)
  socket.destroy()
}
