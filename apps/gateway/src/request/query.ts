import { invalidRequest } from '@intake/contracts/app-error'
import { toPointer } from '@intake/contracts/field-errors'
import { nearestName } from '@intake/contracts/near-name'
import type { Context } from 'hono'
import { z } from 'zod'
import type { GatewayEnv } from '../http.ts'
import { parseBody } from './read-body.ts'

export type Handler = (c: Context<GatewayEnv>) => Promise<Response>

/** A handler, and the parameters that its address takes. One without `query` takes none. */
export type Route = Handler & { query?: z.ZodObject }

/** A route that takes parameters. `scoped` refuses those that the schema doesn't name. */
export function withQuery<Schema extends z.ZodObject>(
  schema: Schema,
  handler: (c: Context<GatewayEnv>, query: z.infer<Schema>) => Promise<Response>,
): Route {
  const route = (c: Context<GatewayEnv>) =>
    handler(c, parseBody(schema, membersOf(schema, parametersOf(c))) as z.infer<Schema>)
  return Object.assign(route, { query: schema })
}

/** The query as the schema takes it: `customFields.budget=50k` is the name `budget` of its record `customFields`. */
function membersOf(schema: z.ZodObject, parameters: URLSearchParams): Record<string, unknown> {
  const members: Record<string, unknown> = {}
  const records = recordsOf(schema)
  for (const [name, value] of parameters) {
    const record = records.find((one) => name.startsWith(`${one}.`))
    if (record) members[record] = { ...(members[record] as object), [name.slice(record.length + 1)]: value }
    else members[name] = value
  }
  return members
}

/** Members of a query's schema that take a parameter a name. */
export function recordsOf(schema: z.ZodObject | undefined): string[] {
  return Object.entries(schema?.shape ?? {})
    .filter(([, member]) => member instanceof z.ZodOptional && member.unwrap() instanceof z.ZodRecord)
    .map(([name]) => name)
}

const maxErrors = 50

/** Throws `invalid_request` for parameters that aren't known or come twice: a filter that is ignored shows what wasn't asked for. */
export function checkQuery(c: Context, known: readonly string[], records: readonly string[]): void {
  if (!c.req.url.includes('?')) return
  const names = [...parametersOf(c).keys()]
  const all = [...known, ...records.map((record) => `${record}.<name>`)]
  const faults = [...new Set(names)].flatMap((name) => {
    const pointer = toPointer([name.slice(0, 100)])
    const isKnown = known.includes(name) || records.some((record) => name.startsWith(`${record}.`))
    if (!isKnown) return { pointer, code: 'unknown_parameter', message: unknown(name, all) }
    const isOnce = names.indexOf(name) === names.lastIndexOf(name)
    return isOnce ? [] : { pointer, code: 'repeated_parameter', message: 'is given more than once' }
  })
  if (faults.length > 0) throw invalidRequest(faults.slice(0, maxErrors))
}

function unknown(name: string, known: readonly string[]): string {
  if (known.length === 0) return 'is unknown; this address takes no parameters'
  const near = nearestName(name, known)
  return near ? `is unknown; did you mean ${near}?` : `is unknown; this address takes ${known.join(', ')}`
}

/**
 * The query's parameters. A plus stands for a blank in a query, but no value begins with one: there it is a plus that wasn't encoded,
 * as in `phoneNumber=+1…`.
 */
function parametersOf(c: Context): URLSearchParams {
  const { url } = c.req
  const start = url.indexOf('?')
  return new URLSearchParams(start < 0 ? '' : url.slice(start + 1).replaceAll('=+', '=%2B'))
}
