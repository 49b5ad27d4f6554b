import type { ErrorCode } from '@intake/contracts/app-error'
import { errorCodes } from '@intake/contracts/app-error'
import { kindOf } from '../answer/problem-kind.ts'
import { answerHeaders, type Header, requestHeaders, webhookHeaders } from './headers.ts'
import { introduction } from './introduction.ts'
import { documentPath, type Operation, tags } from './operation.ts'
import { errorsOf, operationObject, refer, responseName } from './operation-object.ts'
import { operations } from './operations.ts'
import { byStatus, pascalCase, problemExample, problemSchema, refusals } from './problems.ts'
import { createSchemas, type Schemas } from './schemas.ts'
import { webhooksOf } from './webhooks.ts'

/** The OpenAPI 3.1 document of the whole API, made from the schemas that validate. */
export function buildDocument() {
  const schemas = createSchemas()
  const paths: Record<string, Record<string, unknown>> = {}
  for (const operation of operations) {
    const path = documentPath(operation.path)
    paths[path] = { ...paths[path], [operation.method]: operationObject(operation, schemas) }
  }
  const met = errorCodes.filter((code) => operations.some((operation) => errorsOf(operation).includes(code)))
  for (const code of met) schemas.toSchema(problemSchema(code), 'answer')
  return {
    openapi: '3.1.1',
    info: {
      title: 'Intake',
      version: '1.0.0',
      summary: 'Durable lead ingestion',
      description: introduction,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/', description: 'Where this document comes from' }],
    security: [{ apiKey: [] }],
    tags: Object.entries(tags).map(([name, description]) => ({ name, description })),
    paths,
    webhooks: webhooksOf(schemas),
    components: {
      securitySchemes: {
        apiKey: {
          type: 'apiKey',
          in: 'header',
          name: 'x-api-key',
          description: 'Made with `npm run admin -- key create`.',
        },
      },
      parameters: {
        ...parametersOf(requestHeaders, false, schemas),
        ...parametersOf(webhookHeaders, true, schemas),
      },
      headers: Object.fromEntries(
        Object.entries(answerHeaders).map(([name, { name: _, schema, ...header }]) => [
          name,
          { ...header, schema: schemas.toSchema(schema, 'answer') },
        ]),
      ),
      responses: responsesOf(operations),
      examples: Object.fromEntries(
        met.map((code) => [pascalCase(code), { summary: kindOf(code).title, value: problemExample(code) }]),
      ),
      schemas: sorted(schemas.components),
    },
  }
}

export type OpenApiDocument = ReturnType<typeof buildDocument>

function parametersOf(headers: Record<string, Header>, required: boolean, schemas: Schemas) {
  return Object.fromEntries(
    Object.entries(headers).map(([name, { schema, ...header }]) => [
      name,
      { ...header, in: 'header', required, schema: schemas.toSchema(schema, 'request') },
    ]),
  )
}

/** The refusals of each status, as far as operations have them in common. */
function responsesOf(all: readonly Operation[]) {
  const sets = new Map<string, ErrorCode[]>()
  for (const operation of all)
    for (const [, codes] of byStatus(errorsOf(operation))) sets.set(responseName(codes), codes)
  return Object.fromEntries([...sets].map(([name, codes]) => [name, responseOf(codes)]))
}

function responseOf(codes: readonly ErrorCode[]) {
  const refs = codes.map((code) => refer('schemas', `${pascalCase(code)}Problem`))
  const mapping = Object.fromEntries(codes.map((code, index) => [code, refs[index]?.$ref]))
  const waits = codes.some((code) => waiting.has(code))
  return {
    description: codes.map((code) => refusals[code].when).join(' Or: '),
    headers: {
      'X-Request-Id': refer('headers', 'RequestId'),
      ...(waits ? { 'Retry-After': refer('headers', 'RetryAfter') } : {}),
      ...(codes.some((code) => !uncounted.has(code))
        ? {
            'RateLimit-Policy': refer('headers', 'RateLimitPolicy'),
            RateLimit: refer('headers', 'RateLimit'),
          }
        : {}),
    },
    content: {
      'application/problem+json': {
        schema:
          refs.length === 1 ? refs[0] : { oneOf: refs, discriminator: { propertyName: 'code', mapping } },
        examples: Object.fromEntries(codes.map((code) => [code, refer('examples', pascalCase(code))])),
      },
    },
  }
}

const waiting = new Set<ErrorCode>(['rate_limited', 'overloaded', 'unavailable', 'idempotency_key_in_use'])

// Refused before the key's limit is looked at.
const uncounted = new Set<ErrorCode>(['unauthorized', 'overloaded'])

function sorted(components: Schemas['components']) {
  return Object.fromEntries(Object.entries(components).sort(([one], [other]) => (one < other ? -1 : 1)))
}
