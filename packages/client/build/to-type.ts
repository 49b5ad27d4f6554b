export interface Schema {
  $ref?: string
  description?: string
  type?: string | string[]
  const?: unknown
  enum?: unknown[]
  anyOf?: Schema[]
  oneOf?: Schema[]
  items?: Schema
  properties?: Record<string, Schema>
  required?: string[]
  additionalProperties?: Schema | boolean
}

/** A JSON Schema as a TypeScript type. Throws for what it doesn't know, so that no type is wrong in silence. */
export function toType(schema: Schema, indent = ''): string {
  if (schema.$ref) return nameOf(schema.$ref)
  if ('const' in schema) return literal(schema.const)
  if (schema.enum) return schema.enum.map(literal).join(' | ')
  const members = schema.anyOf ?? schema.oneOf
  if (members) return [...new Set(members.map((member) => toType(member, indent)))].join(' | ')
  if (schema.type === undefined) return 'unknown'
  return [schema.type]
    .flat()
    .map((type) => ofType(type, schema, indent))
    .join(' | ')
}

/** `#/components/schemas/Lead` → `Lead` */
export function nameOf(ref: string): string {
  return ref.split('/').at(-1) ?? ''
}

/** The members of an object between braces, each with its description. */
export function toMembers({ properties = {}, required = [] }: Schema, indent: string): string {
  const inner = `${indent}  `
  const lines = Object.entries(properties).map(([name, schema]) => {
    const optional = required.includes(name) ? '' : '?'
    const key = /^[A-Za-z_$][\w$]*$/.test(name) ? name : literal(name)
    return `${comment(schema.description, inner)}${inner}${key}${optional}: ${toType(schema, inner)}\n`
  })
  return lines.length === 0 ? '{}' : `{\n${lines.join('')}${indent}}`
}

export function comment(text: string | undefined, indent: string): string {
  return text ? `${indent}/** ${text.replaceAll('*/', '* /').replaceAll('\n', ' ')} */\n` : ''
}

function ofType(type: string, schema: Schema, indent: string): string {
  switch (type) {
    case 'object':
      return schema.properties ? toMembers(schema, indent) : `Record<string, ${valueType(schema, indent)}>`
    case 'array': {
      const item = toType(schema.items ?? {}, indent)
      return /[|{ ]/.test(item) ? `Array<${item}>` : `${item}[]`
    }
    case 'string':
    case 'boolean':
    case 'null':
      return type
    case 'number':
    case 'integer':
      return 'number'
    default:
      throw new Error(`no TypeScript type for the JSON type ${type}`)
  }
}

function valueType({ additionalProperties }: Schema, indent: string): string {
  return typeof additionalProperties === 'object' ? toType(additionalProperties, indent) : 'unknown'
}

function literal(value: unknown): string {
  return typeof value === 'string' ? `'${value.replace(/['\\]/g, '\\$&')}'` : JSON.stringify(value)
}
