// Takes webhooks in and checks their signature, with Node alone. SECRET is the endpoint's (whsec_…), told when it is made:
//   npm run admin -- webhook create demo https://your.address/hooks
// It follows Standard Webhooks 1.0.0: https://www.standardwebhooks.com
import { createHmac, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'

const { SECRET, PORT = '4000' } = process.env
if (!SECRET) throw new Error('Set SECRET to the secret of the endpoint.')
const key = Buffer.from(SECRET.replace(/^whsec_/, ''), 'base64')

/** A signature that is older may be one that somebody has recorded. */
const toleratedSeconds = 300
/** Ids of what was taken: the same comes again when its answer got lost. A service keeps them in its database. */
const seen = new Set<string>()

function isGenuine({ headers }: IncomingMessage, body: Buffer): boolean {
  const [id, timestamp, signatures] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) =>
    String(headers[name] ?? ''),
  )
  if (!(Math.abs(Date.now() / 1000 - Number(timestamp)) <= toleratedSeconds)) return false
  const expected = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest()
  // Several while the secret is changed.
  return (signatures ?? '').split(' ').some((one) => {
    const given = Buffer.from(one.replace(/^v1,/, ''), 'base64')
    return given.length === expected.length && timingSafeEqual(given, expected)
  })
}

const server = createServer(async (request, response) => {
  try {
    const body = await buffer(request)
    if (!isGenuine(request, body)) return void response.writeHead(401).end()
    // Answer at once, and work afterwards: Intake waits for five seconds.
    response.writeHead(204).end()
    const id = String(request.headers['webhook-id'])
    if (seen.has(id)) return
    seen.add(id)
    const { event, data } = JSON.parse(body.toString()) as { event: string; data: { leadId?: string } }
    console.log(event, data.leadId ?? '')
  } catch (error) {
    console.error(error)
    response.destroy()
  }
})

server.listen(Number(PORT), '127.0.0.1', () => {
  console.log(`Waiting for webhooks on http://127.0.0.1:${(server.address() as AddressInfo).port}`)
})
