import { testEvent, WebhookPayload, webhookEvents } from '@intake/contracts/webhook-events'
import { createConfig, lintFromString } from '@redocly/openapi-core'
import { describe, expect, test } from 'vitest'
import { buildDocument } from '../../src/openapi/document.ts'
import { operations } from '../../src/openapi/operations.ts'
import { openRoutes } from '../keys/open-routes.ts'
import { nameOf, securedRoutes } from '../keys/secured-routes.ts'
import { useGateway } from '../use-gateway.ts'

const used = useGateway()
const document = buildDocument()
const routeOf = ({ method, path }: { method: string; path: string }) => `${method.toUpperCase()} ${path}`

test('every route of the app is an operation or left out on purpose, and the other way round', () => {
  const registered = used.gateway.app.routes.filter(({ method }) => method !== 'ALL').map(routeOf)
  expect([...operations.map(routeOf), ...openRoutes].sort()).toEqual([...new Set(registered)].sort())
  expect(new Set(operations.map(({ id }) => id)).size).toBe(operations.length)
})

test.each(operations.map((operation) => [operation.id, operation] as const))(
  '%s names the scope of its route',
  (_id, operation) => {
    const route = securedRoutes.find((candidate) => nameOf(candidate) === routeOf(operation))
    expect(operation.scope).toBe(route?.scope)
  },
)

test('the linter finds nothing, by its recommended rules', async () => {
  const config = await createConfig({ extends: ['recommended'] })
  const problems = await lintFromString({ source: JSON.stringify(document), config })
  expect(problems.map(({ ruleId, message, location }) => [ruleId, message, location[0]?.pointer])).toEqual([])
})

test('every field of a body, an answer and a query is described', () => {
  const bare: string[] = []
  const visit = (value: unknown, path: string) => {
    if (typeof value !== 'object' || value === null) return
    for (const [member, one] of Object.entries(value)) {
      if (member === 'properties' && !isChoice(path))
        for (const [name, field] of Object.entries(one as object))
          if (!field.description) bare.push(`${path}/${name}`)
      if (member !== 'examples') visit(one, `${path}/${member}`)
    }
  }
  // The forms of a condition are told as one.
  const isChoice = (path: string) => path.startsWith('/schemas/Condition/')
  const { paths, webhooks } = document
  visit({ schemas: document.components.schemas, paths, webhooks }, '')
  expect(bare).toEqual([])
  const undescribed = Object.entries(document.components.schemas).filter(([, schema]) => !schema.description)
  expect(undescribed.map(([name]) => name)).toEqual([])
})

test('the fields of the document are those of the schemas that validate', () => {
  const fieldsOf = (name: string) => Object.keys(document.components.schemas[name]?.properties as object)
  for (const { body } of operations)
    if (body && 'shape' in body) {
      const name = (body.meta() as { id: string }).id
      expect(fieldsOf(name), name).toEqual(Object.keys(body.shape as object))
    }
  expect(document.components.schemas.CreateLeadRequest).toMatchObject({ required: ['firstName'] })
  expect(document.components.schemas.CreateLeadRequest?.properties).toMatchObject({
    firstName: { type: 'string', minLength: 1, maxLength: 200 },
    lastName: { type: ['string', 'null'], maxLength: 200 },
    assigneeType: { enum: ['agent', 'manual', 'AI_AGENT', 'HUMAN_AGENT', null] },
  })
})

test('every event is told, with an example of what is sent', () => {
  const webhooks = Object.entries(document.webhooks as Record<string, { post: WebhookRequest }>)
  expect(webhooks.map(([event]) => event)).toEqual([...webhookEvents, testEvent])
  for (const [event, { post }] of webhooks) {
    const { schema, example } = post.requestBody.content['application/json']
    expect(WebhookPayload.parse(example)).toEqual({ ...(example as object), event })
    expect(schema.$ref).toMatch(/Event$/)
  }
})

interface WebhookRequest {
  requestBody: { content: { 'application/json': { schema: { $ref: string }; example: unknown } } }
}

describe('GET /openapi.json', () => {
  const get = (headers: Record<string, string> = {}) => used.gateway.app.request('/openapi.json', { headers })

  test('answers the document without a key', async () => {
    const response = await get()
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('application/json')
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(await response.json()).toEqual(JSON.parse(JSON.stringify(document)))
  })

  test('is not sent again to who has it', async () => {
    const etag = (await get()).headers.get('etag') ?? ''
    for (const known of [etag, `"other", ${etag}`]) {
      const response = await get({ 'if-none-match': known })
      expect(response.status).toBe(304)
      expect(response.headers.get('etag')).toBe(etag)
      expect(await response.text()).toBe('')
    }
    expect((await get({ 'if-none-match': '"other"' })).status).toBe(200)
  })

  test('is compressed for who takes that', async () => {
    const response = await get({ 'accept-encoding': 'br, gzip' })
    expect(response.headers.get('content-encoding')).toBe('gzip')
    const text = new Response(response.body?.pipeThrough(new DecompressionStream('gzip')))
    expect(await text.json()).toEqual(JSON.parse(JSON.stringify(document)))
    expect((await get({ 'accept-encoding': 'gzip;q=0' })).headers.get('content-encoding')).toBeNull()
  })
})
