import type { ErrorCode } from '@intake/contracts/app-error'
import exampleAnswers from './example-answers.json' with { type: 'json' }
import type { requestHeaders } from './headers.ts'
import type { Operation } from './operation.ts'
import { byStatus, pascalCase } from './problems.ts'
import type { Schemas } from './schemas.ts'
import type { JsonSchema } from './simplify-schema.ts'

const answers: Record<string, Record<string, unknown>> = exampleAnswers

/** The codes that an operation can refuse with: its own, and those that follow from what it takes. */
export function errorsOf(operation: Operation): ErrorCode[] {
  const { path, body, contentType, minimal, errors = [] } = operation
  return [
    'unauthorized',
    'forbidden',
    'rate_limited',
    'internal_error',
    'overloaded',
    'unavailable',
    'invalid_request',
    ...(body && !contentType ? (['invalid_json'] as const) : []),
    ...(body ? (['request_timeout', 'payload_too_large', 'unsupported_media_type'] as const) : []),
    ...(minimal ? (['idempotency_key_in_use', 'idempotency_key_reused'] as const) : []),
    ...(path.includes(':id') ? (['not_found'] as const) : []),
    ...errors,
  ]
}

/** An operation as OpenAPI has it. */
export function operationObject(operation: Operation, schemas: Schemas) {
  const { id, tag, summary, description, scope, besides } = operation
  const needed = [scope, ...(besides ? [besides] : [])].map((one) => `\`${one}\``)
  const orMore = scope === 'leads:submit' ? ' or `leads:write`' : ''
  return {
    operationId: id,
    tags: [tag],
    summary,
    description: [description, `Needs the scope ${needed.join(' and ')}${orMore}.`]
      .filter(Boolean)
      .join('\n\n'),
    'x-scope': scope,
    parameters: parametersOf(operation, schemas),
    ...requestBodyOf(operation, schemas),
    responses: {
      [operation.status ?? 200]: answerOf(operation, schemas),
      ...Object.fromEntries(
        byStatus(errorsOf(operation)).map(([status, codes]) => [
          status,
          refer('responses', responseName(codes)),
        ]),
      ),
    },
  }
}

/** The component that all operations with the same refusals of one status share. */
export function responseName(codes: readonly ErrorCode[]): string {
  return codes.map(pascalCase).join('Or')
}

export function refer(kind: 'schemas' | 'responses' | 'parameters' | 'headers' | 'examples', name: string) {
  return { $ref: `#/components/${kind}/${name}` }
}

function parametersOf(
  { params = {}, query, minimal, headers = [], examples }: Operation,
  { toSchema }: Schemas,
) {
  const [first] = Object.values(examples)
  const made = (place: 'path' | 'query', shape: Operation['params'] = {}) =>
    Object.entries(shape).map(([name, schema]) => {
      const { description, ...whole } = toSchema(schema, 'request')
      const isRecord = place === 'query' && whole.type === 'object'
      // A parameter each: `customFields.budget=50k`.
      const rest = isRecord ? { ...whole, propertyNames: { pattern: `^${name}\\.` } } : whole
      const example = first?.params?.[name]
      return {
        name,
        in: place,
        required: place === 'path',
        description,
        ...(isRecord ? { style: 'form', explode: true } : {}),
        schema: rest,
        ...(example === undefined ? {} : { example: rest.type === 'integer' ? Number(example) : example }),
      }
    })
  const names: (keyof typeof requestHeaders)[] = [
    ...(minimal ? (['IdempotencyKey', 'Prefer'] as const) : []),
    ...headers,
    'RequestId',
  ]
  return [
    ...made('path', params),
    ...made('query', query?.shape as Operation['params']),
    ...names.map((name) => refer('parameters', name)),
  ]
}

function requestBodyOf(
  { body, contentType = 'application/json', otherContentType, examples }: Operation,
  { toSchema }: Schemas,
) {
  if (!body) return {}
  const contentOf = (type: string) => {
    const bodies = Object.entries(examples).filter(
      ([, example]) =>
        example.body !== undefined && (example.headers?.['content-type'] ?? contentType) === type,
    )
    return {
      schema: toSchema(body, 'request'),
      examples: Object.fromEntries(
        bodies.map(([name, { summary, body: value }]) => [name, { summary, value }]),
      ),
    }
  }
  const types = [contentType, ...(otherContentType ? [otherContentType] : [])]
  return {
    requestBody: {
      required: true,
      content: Object.fromEntries(types.map((type) => [type, contentOf(type)])),
    },
  }
}

const replayed = { 'Idempotent-Replayed': refer('headers', 'IdempotentReplayed') }
const applied = { 'Preference-Applied': refer('headers', 'PreferenceApplied') }

function answerOf(operation: Operation, { toSchema, components }: Schemas) {
  const { id, answer, minimal, unread, otherAnswers = [], paged, headers, examples } = operation
  const full = toSchema(answer, 'answer')
  const short = minimal ?? unread
  const brief = short && toSchema(short, 'answer')
  const others = otherAnswers.map((other) => toSchema(other, 'answer'))
  const all = [full, ...(brief && brief.$ref !== full.$ref ? [brief] : []), ...others]
  const schema: JsonSchema = all.length > 1 ? { anyOf: all } : full
  const shown = Object.entries(answers[id] ?? {}).map(([name, value]) => [
    name,
    { summary: examples[name]?.summary, value: operation.isLines ? firstLine(value) : value },
  ])
  return {
    description: describe(full, components),
    headers: {
      'X-Request-Id': refer('headers', 'RequestId'),
      'RateLimit-Policy': refer('headers', 'RateLimitPolicy'),
      RateLimit: refer('headers', 'RateLimit'),
      ...(minimal ? replayed : {}),
      ...(minimal || headers?.includes('Prefer') ? applied : {}),
      ...(paged ? { Link: refer('headers', 'Link') } : {}),
    },
    content: operation.isLines
      ? {
          'application/x-ndjson': { schema, examples: Object.fromEntries(shown) },
          ...(operation.isNeverCsv ? {} : { 'text/csv': { schema: { type: 'string' } } }),
        }
      : { 'application/json': { schema, examples: Object.fromEntries(shown) } },
  }
}

/** Of many lines, each of which is described, one stands for all. */
function firstLine(text: unknown): unknown {
  return JSON.parse(String(text).split('\n')[0] ?? '')
}

function describe({ $ref, description }: JsonSchema, components: Schemas['components']): unknown {
  return description ?? components[String($ref).split('/').at(-1) ?? '']?.description
}
