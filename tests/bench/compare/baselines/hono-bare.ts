import { once } from 'node:events'
import type { Server } from 'node:http'
import { serve } from '@hono/node-server'
import { CreateLeadRequest } from '@intake/contracts/create-lead'
import { Hono } from 'hono'
import { parsePhoneNumberFromString } from 'libphonenumber-js/max'

/** The same validation and an answer of the same size, and nothing else: no database. */
const answer = JSON.stringify({
  success: true,
  lead: {},
  filling: 'x'.repeat(Number(process.env.ANSWER_BYTES)),
})
const app = new Hono()
app.post('/api/v1/leads', async (c) => {
  const request = CreateLeadRequest.parse(await c.req.json())
  if (request.phoneNumber) parsePhoneNumberFromString(request.phoneNumber, 'US')?.isValid()
  return c.body(answer, 200, { 'content-type': 'application/json' })
})
const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }) as Server
await once(server, 'listening')
process.send?.(server.address())
process.once('disconnect', () => process.exit())
