import { form, shop } from '@intake/testing/providers/form'
import { multipart } from '@intake/testing/providers/jotform'
import { newLeadId } from '@intake/testing/providers/provider'
import { expect, test } from 'vitest'
import { describeSource, newEmail, useSources } from './source-suite.ts'

describeSource('form', {
  refusal: 403,
  optsNobodyOut: true,
  externalIdOf: (id) => id,
  lead: {
    attribution: {
      landingPageUrl: 'https://shop.example/contact?utm_source=mail',
      userAgent: 'Mozilla/5.0 (X11; Linux x86_64)',
    },
  },
})

const sources = useSources()
const { make, send, listOf, leadOf } = sources
const settings = {
  allowedOrigins: [shop],
  returnUrls: ['https://shop.example/thanks', 'https://shop.example/danke'],
  honeypot: 'website_2',
  leastFillSeconds: 3,
}
const fields = (more: Record<string, string> = {}) =>
  Buffer.from(new URLSearchParams({ full_name: 'Rosa Peña', email: newEmail(), ...more }).toString())
const browser = { ...form.send(Buffer.alloc(0)).headers }

test('who fills the field that people don’t see is a robot, and so is who is too fast; neither is told', async () => {
  const source = await make('form', { settings: { ...settings, returnUrls: [] } })
  const soon = { _loaded_at: String(Date.now() - 500) }
  const answers = []
  for (const body of [fields({ website_2: 'x' }), fields(soon)])
    answers.push(await send(source.path, form.send(body)))
  answers.push(await send(source.path, form.send(fields({ website_2: '', _loaded_at: '1' }))))
  for (const answer of answers) expect(await answer.json()).toMatchObject({ success: true })
  const listed = await listOf(source.id)
  expect(listed.map(({ status, code }) => [status, code])).toEqual([
    ['ACCEPTED', null],
    ['REFUSED', 'robot'],
    ['REFUSED', 'robot'],
  ])
  const lead = await leadOf(listed[0]?.leadId)
  expect(lead.customFields).toEqual({})
})

test.each([
  ['urlencoded', (body: Buffer) => form.send(body)],
  [
    'multipart, whose parts are named anew each time',
    (body: Buffer) => {
      const boundary = `WebKit${newLeadId()}`
      const texts = Object.fromEntries(new URLSearchParams(body.toString()))
      return {
        ...form.send(multipart(texts, boundary)),
        headers: { ...browser, 'content-type': `multipart/form-data; boundary=${boundary}` },
      }
    },
  ],
])('a double click is one lead without a nonce too: %s', async (_name, sent) => {
  const source = await make('form')
  const [body, other] = [fields(), fields()]
  await Promise.all([send(source.path, sent(body)), send(source.path, sent(body), sources.second())])
  await send(source.path, sent(other))
  const listed = await listOf(source.id)
  expect(listed.map(({ status }) => status).sort()).toEqual(['ACCEPTED', 'ACCEPTED', 'DUPLICATE'])
})

test('a visitor is sent back to where the source allows, and nowhere else', async () => {
  const source = await make('form', { settings })
  const backTo = async (wanted: string | undefined, isMultipart = false) => {
    const body = fields(wanted === undefined ? {} : { _return_to: wanted })
    const parts = multipart(Object.fromEntries(new URLSearchParams(body.toString())), 'x')
    const request = isMultipart
      ? { ...form.send(parts), headers: { ...browser, 'content-type': 'multipart/form-data; boundary=x' } }
      : form.send(body)
    const { status, headers } = await send(source.path, request)
    return [status, headers.get('location')]
  }
  const [thanks, danke] = settings.returnUrls
  expect(await backTo(undefined)).toEqual([303, thanks])
  expect(await backTo(danke)).toEqual([303, danke])
  expect(await backTo(danke, true)).toEqual([303, danke])
  for (const elsewhere of ['https://evil.example/', `${danke}/../x`, `${danke}\r\nSet-Cookie: a=b`])
    expect(await backTo(elsewhere)).toEqual([303, thanks])
})

test('a script gets JSON, and may send it, as plain text too', async () => {
  const source = await make('form', { settings })
  for (const type of ['application/json', 'text/plain;charset=UTF-8']) {
    const response = await send(source.path, {
      method: 'POST',
      headers: { 'content-type': type, origin: shop, accept: '*/*' },
      body: Buffer.from(JSON.stringify({ contact: { email: newEmail() }, budget: 50 })),
    })
    expect([response.status, response.headers.get('access-control-allow-origin')]).toEqual([200, shop])
    const [submission] = await listOf(source.id)
    expect(await response.json()).toEqual({ success: true, submissionId: submission?.id })
    expect(await leadOf(submission?.leadId)).toMatchObject({ customFields: { budget: 50 } })
  }
})

test('pages of other origins are refused, and their browsers told so before', async () => {
  const source = await make('form', { settings })
  const preflight = (origin: string) =>
    sources.used.gateway.app.request(source.path, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST' },
    })
  const allowed = await preflight(shop)
  expect([allowed.status, allowed.headers.get('access-control-allow-origin')]).toEqual([204, shop])
  const evil = await preflight('https://evil.example')
  expect(evil.headers.get('access-control-allow-origin')).toBeNull()
  for (const origin of ['https://evil.example', 'null', `${shop}.evil.example`, 'http://shop.example']) {
    const { referer: _, ...headers } = browser
    const response = await send(source.path, {
      method: 'POST',
      headers: { ...headers, origin },
      body: fields(),
    })
    expect([origin, response.status]).toEqual([origin, 403])
  }
  expect(await listOf(source.id)).toEqual([])
})

test('what a visitor’s form says of opting out counts where the source says so', async () => {
  const source = await make('form', { settings: { mayOptOut: true } })
  await send(source.path, form.send(fields({ unsubscribe: 'yes' })))
  const [submission] = await listOf(source.id)
  expect(await leadOf(submission?.leadId)).toMatchObject({ didOptOut: true })
})

test('what waited is replayed with the page, the address and the program that it came from', async () => {
  const source = await make('form', { settings: {} })
  await send(source.path, form.send(Buffer.from('who=Ada')))
  await sources.api('PUT', `/sources/${source.id}`, { mapping: { firstName: 'who' } })
  await sources.api('POST', `/sources/${source.id}/replay`, {})
  const [submission] = await listOf(source.id)
  expect(await leadOf(submission?.leadId)).toMatchObject({
    firstName: 'Ada',
    attribution: { landingPageUrl: browser.referer, userAgent: browser['user-agent'] },
  })
})
