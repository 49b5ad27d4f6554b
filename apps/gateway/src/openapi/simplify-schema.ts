/** Of which side of a call a schema is. */
export type Side = 'request' | 'answer'

export type JsonSchema = { [member: string]: unknown }

const formats = new Set(['uuid', 'date-time', 'date'])
const unbounded = Number.MAX_SAFE_INTEGER

/**
 * The same schema in the form that readers and tools like best: one level of alternatives, `null` as a type, no pattern
 * where a format says it, no bound that is none. Answers stay open: they may get members.
 */
export function simplifySchema(schema: JsonSchema, side: Side): JsonSchema {
  const simple: JsonSchema = {}
  for (const [member, value] of Object.entries(schema)) {
    if (isNoise(member, value, schema, side)) continue
    simple[member] = simplifyMember(member, value, side)
  }
  if (typeof simple.$ref === 'string') return refer(simple, simple.$ref)
  return Array.isArray(simple.anyOf) ? joinNull(flatten(simple, simple.anyOf)) : simple
}

function simplifyMember(member: string, value: unknown, side: Side): unknown {
  const simplify = (one: unknown) => (isSchema(one) ? simplifySchema(one, side) : one)
  if (['anyOf', 'oneOf', 'allOf', 'prefixItems'].includes(member)) return (value as unknown[]).map(simplify)
  if (['items', 'additionalProperties', 'not'].includes(member)) return simplify(value)
  if (member !== 'properties') return value
  return Object.fromEntries(
    Object.entries(value as JsonSchema).map(([name, property]) => [name, simplify(property)]),
  )
}

function isNoise(member: string, value: unknown, { format }: JsonSchema, side: Side): boolean {
  if (member === 'id' || member === '$schema' || member === 'propertyNames') return true
  if (member === 'pattern') return formats.has(String(format))
  if (member === 'additionalProperties') return side === 'answer' && value === false
  return Math.abs(Number(value)) === unbounded
}

// The only schemas without a name that refer to themselves are those of any JSON value.
function refer({ $ref: _, ...rest }: JsonSchema, ref: string): JsonSchema {
  const name = ref.split('/').at(-1) ?? ''
  return name.startsWith('__') ? rest : { $ref: `#/components/schemas/${name}`, ...rest }
}

function flatten(schema: JsonSchema, members: JsonSchema[]): JsonSchema {
  const flat = members.flatMap((member) => (isBareUnion(member) ? member.anyOf : [member]))
  const firstNull = flat.findIndex(isNull)
  const inner = members.find(isBareUnion)?.description
  return {
    ...(inner ? { description: inner } : {}),
    ...schema,
    anyOf: flat.filter((member, index) => index === firstNull || !isNull(member)),
  }
}

function joinNull({ anyOf, ...outer }: JsonSchema): JsonSchema {
  const members = anyOf as JsonSchema[]
  const others = members.filter((member) => !isNull(member))
  const [only] = others
  if (!only || others.length > 1 || others.length === members.length) return { ...outer, anyOf: members }
  const types = [only.type].flat()
  if (only.type === undefined || 'const' in only) return { ...outer, anyOf: members }
  const values = Array.isArray(only.enum) ? { enum: [...new Set([...only.enum, null])] } : {}
  return { ...only, ...outer, type: [...new Set([...types, 'null'])], ...values }
}

function isBareUnion(schema: JsonSchema): schema is { anyOf: JsonSchema[]; description?: unknown } {
  return (
    Array.isArray(schema.anyOf) &&
    Object.keys(schema).every((member) => ['anyOf', 'description'].includes(member))
  )
}

function isNull(schema: JsonSchema): boolean {
  return schema.type === 'null' && Object.keys(schema).length === 1
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
