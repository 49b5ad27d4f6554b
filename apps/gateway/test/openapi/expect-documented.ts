import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { expect } from 'vitest'
import { buildDocument } from '../../src/openapi/document.ts'
import { documentPath } from '../../src/openapi/operation.ts'
import { operations } from '../../src/openapi/operations.ts'
import { openRoutes } from '../keys/open-routes.ts'

type Json = { [member: string]: Json }

const document = buildDocument() as unknown as Json
const ajv = new Ajv2020({ strict: false, allErrors: true })
formats.default(ajv)
ajv.addSchema(close(document), 'openapi')

const told = [
  'Retry-After',
  'RateLimit',
  'RateLimit-Policy',
  'Idempotent-Replayed',
  'Preference-Applied',
  'Link',
]

/**
 * Holds an answer against the document: its status, its media type, every member of its body (unknown ones are refused)
 * and the headers that tell something. `route` is as in app.ts: `GET /api/v1/leads/:id`.
 */
export async function expectDocumented(route: string, response: Response): Promise<void> {
  if (openRoutes.includes(route)) return
  const operation = operations.find(({ method, path }) => `${method.toUpperCase()} ${path}` === route)
  expect(operation, `${route} is not in the document`).toBeDefined()
  if (!operation) return
  const path = documentPath(operation.path)
  const pointer = ['paths', path, operation.method, 'responses', String(response.status)]
  const { pointer: at, value: documented } = follow(pointer)
  expect(documented, `${route} answers ${response.status}`).toBeDefined()
  const type = response.headers.get('content-type') ?? ''
  expect(Object.keys(documented?.content ?? {}), route).toContain(type)
  const validate = ajv.compile({ $ref: `openapi#${toPointer([...at, 'content', type, 'schema'])}` })
  for (const body of await bodiesOf(response.clone(), type))
    expect(
      validate(body),
      `${route} ${response.status} ${ajv.errorsText(validate.errors)}\n${JSON.stringify(body)}`,
    ).toBe(true)
  for (const name of told.filter((header) => response.headers.has(header))) {
    expect(Object.keys(documented?.headers ?? {}), `${route} ${response.status}`).toContain(name)
    const header = follow([...at, 'headers', name])
    const given = response.headers.get(name)
    const isNumber = (header.value?.schema?.type as unknown) === 'integer'
    const schema = { $ref: `openapi#${toPointer([...header.pointer, 'schema'])}` }
    expect(ajv.validate(schema, isNumber ? Number(given) : given), `${route} ${name}: ${given}`).toBe(true)
  }
}

/** Each document of an answer: of NDJSON there are many. */
async function bodiesOf(response: Response, type: string): Promise<unknown[]> {
  const text = await response.text()
  if (type === 'text/csv') return [text]
  return type === 'application/x-ndjson'
    ? text
        .trimEnd()
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line))
    : [JSON.parse(text)]
}

/** What stands there, through one reference. */
function follow(pointer: string[]): { pointer: string[]; value: Json | undefined } {
  const value = pointer.reduce<Json | undefined>((at, member) => at?.[member], document)
  const ref: unknown = value?.$ref
  return typeof ref === 'string' ? follow(ref.slice(2).split('/')) : { pointer, value }
}

function toPointer(members: string[]): string {
  return members
    .map((one) => `/${encodeURIComponent(one.replaceAll('~', '~0').replaceAll('/', '~1'))}`)
    .join('')
}

/** The same document with every object closed, so that a member it doesn't name is a fault. */
function close(value: Json): Json {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(close) as unknown as Json
  const closed = Object.fromEntries(Object.entries(value).map(([member, one]) => [member, close(one)]))
  const isObject = [value.type].flat().includes('object' as unknown as Json) && value.properties !== undefined
  return isObject && value.additionalProperties === undefined
    ? { ...closed, additionalProperties: false as unknown as Json }
    : closed
}
