import { comment, nameOf, type Schema, toMembers, toType } from './to-type.ts'

export interface Parameter {
  $ref?: string
  name: string
  in: 'path' | 'query' | 'header'
  required: boolean
  description?: string
  schema: Schema
  example?: unknown
}

interface Content {
  schema: Schema
  example?: unknown
  examples?: Record<string, { value: unknown }>
}

export interface Operation {
  operationId: string
  summary: string
  tags: string[]
  'x-scope': string
  parameters: Parameter[]
  requestBody?: { content: Record<string, Content> }
  responses: Record<string, { headers?: object; content: Record<string, { schema: Schema }> }>
}

export interface OpenApiDocument {
  tags: { name: string; description: string }[]
  paths: Record<string, Record<string, Operation>>
  webhooks: Record<string, { post: { requestBody: { content: Record<string, { schema: Schema }> } } }>
  components: { schemas: Record<string, Schema>; parameters: Record<string, Parameter> }
}

const header = `// Made from the OpenAPI document by \`npm run build:client\`. Changes belong into packages/contracts and apps/gateway/src/openapi.
`

/** The types of all components and operations, and what the client needs to know of each operation to send it. */
export function makeApi(document: OpenApiDocument): string {
  const components = Object.entries(document.components.schemas).map(([name, schema]) =>
    declare(name, schema),
  )
  const problems = Object.keys(document.components.schemas).filter((name) => name.endsWith('Problem'))
  const events = Object.values(document.webhooks).map(({ post }) =>
    toType(post.requestBody.content['application/json']?.schema ?? {}),
  )
  const all = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  )
  const types = all.map(({ operation }) => describe(operation, document))
  const facts = all.map(({ path, method, operation }) => {
    const [type] = Object.keys(operation.requestBody?.content ?? {})
    const keyed = takes(operation, document, 'Idempotency-Key')
    // A POST without a key may be sent again when it changes nothing.
    const repeatable = method !== 'POST' || keyed || operation['x-scope'].endsWith(':read')
    return `  ${operation.operationId}: { method: '${method}', path: '${path}', type: ${type ? `'${type}'` : 'null'}, keyed: ${keyed}, repeatable: ${repeatable}, paged: ${isPaged(operation)}, lines: ${hasLines(operation)} },\n`
  })
  return `${header}
/** A body that isn’t JSON, sent as it is. */
export type RawBody = NonNullable<RequestInit['body']>
${components.join('')}
/** Every refusal; \`code\` tells which. */
export type Problem = ${problems.join(' | ')}
/** What a receiver of webhooks is sent; \`event\` tells what. */
export type WebhookPayload = ${events.join(' | ')}
/** What each operation takes and answers. */
export interface Operations {
${types.join('')}}

export const operations = {
${facts.join('')}} as const
`
}

function declare(name: string, schema: Schema): string {
  const text = `\n${comment(schema.description, '')}`
  if (schema.type === 'object' && schema.properties)
    return `${text}export interface ${name} ${toMembers(schema, '')}\n`
  return `${text}export type ${name} = ${toType(schema)}\n`
}

function describe(operation: Operation, document: OpenApiDocument): string {
  const answer = hasLines(operation)
    ? { type: 'string' }
    : (taken(operation)?.content['application/json']?.schema ?? {})
  // The second is the answer to `Prefer: return=minimal`, and to a key that may not read.
  const [full = answer, brief] = answer.anyOf ?? [answer]
  return `${comment(operation.summary, '  ')}  ${operation.operationId}: {
    args: ${argsOf(operation)}
    answer: ${toType(full, '    ')}
    minimal: ${toType(brief ?? full, '    ')}
    item: ${isPaged(operation) ? toType(itemOf(full, document), '    ') : 'never'}
  }
`
}

function argsOf({ parameters, requestBody }: Operation): string {
  const own = parameters.filter((parameter) => parameter.in === 'path' || parameter.in === 'query')
  const [content] = Object.entries(requestBody?.content ?? {})
  const body = content && bodyType(content)
  const properties = Object.fromEntries(
    own.map(({ name, description, schema }) => [
      name,
      { ...schema, ...(description ? { description } : {}) },
    ]),
  )
  const required = own.filter((parameter) => parameter.required).map(({ name }) => name)
  return toMembers(
    { properties: { ...properties, ...(body ? { body } : {}) }, required: [...required, 'body'] },
    '    ',
  )
}

/** A form is made by the caller; what isn't JSON goes as it is. */
function bodyType([type, { schema }]: [string, { schema: Schema }]): Schema {
  if (type === 'application/json') return schema
  return { $ref: type === 'multipart/form-data' ? 'FormData' : 'RawBody' }
}

function takes({ parameters }: Operation, document: OpenApiDocument, name: string): boolean {
  return parameters.some(
    ({ $ref, ...own }) => ($ref ? document.components.parameters[nameOf($ref)] : own)?.name === name,
  )
}

function isPaged(operation: Operation): boolean {
  return 'Link' in (taken(operation)?.headers ?? {})
}

/** Whether it answers a JSON document a line: as text, for there may be millions. */
function hasLines(operation: Operation): boolean {
  return 'application/x-ndjson' in (taken(operation)?.content ?? {})
}

/** The answer when all is well. */
function taken({ responses }: Operation) {
  return Object.entries(responses).find(([status]) => status.startsWith('2'))?.[1]
}

/** The items of a page: its elements, or those of its one array. */
function itemOf(page: Schema, document: OpenApiDocument): Schema {
  const schema = page.$ref ? document.components.schemas[nameOf(page.$ref)] : page
  const array =
    schema?.type === 'array'
      ? schema
      : Object.values(schema?.properties ?? {}).find(({ type }) => type === 'array')
  if (!array?.items) throw new Error('a page has no array')
  return array.items
}
