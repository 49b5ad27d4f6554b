import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import { type JsonSchema, type Side, simplifySchema } from './simplify-schema.ts'

/**
 * Turns zod schemas into JSON Schema 2020-12. What has an `id` in its metadata becomes a component and is referred to.
 * Throws when two different schemas have one id.
 */
export function createSchemas() {
  const components: Record<string, JsonSchema> = {}

  const add = (name: string, schema: JsonSchema) => {
    const earlier = components[name]
    if (earlier && !isDeepStrictEqual(earlier, schema))
      throw new Error(`two schemas are called ${name}: a request and an answer need ids of their own`)
    components[name] = schema
  }

  const known = { request: new Map<z.ZodType, JsonSchema>(), answer: new Map<z.ZodType, JsonSchema>() }

  /** Of a request what may be sent, of an answer what comes: the two differ where a schema transforms. */
  function toSchema(schema: z.ZodType, side: Side): JsonSchema {
    const made = known[side].get(schema) ?? convert(schema, side)
    known[side].set(schema, made)
    return made
  }

  function convert(schema: z.ZodType, side: Side): JsonSchema {
    const {
      $schema: _,
      $defs,
      ...root
    } = z.toJSONSchema(schema, { io: side === 'request' ? 'input' : 'output' })
    for (const [name, definition] of Object.entries($defs ?? {}))
      if (!name.startsWith('__')) add(name, simplifySchema(definition as JsonSchema, side))
    return simplifySchema(root as JsonSchema, side)
  }

  return { toSchema, components }
}

export type Schemas = ReturnType<typeof createSchemas>
