import { factsOf, type SettingFacts } from '@intake/runtime/describe-setting'
import { formatDuration } from '@intake/runtime/settings'
import type { z } from 'zod'
import { type Reader, readerSchemas } from './reader-schemas.ts'

export type SettingRow = Pick<SettingFacts, 'section' | 'does'> & {
  name: string
  secret: boolean
  /** Who reads it, with the default in Markdown; `must be set` where there is none. */
  defaults: Map<Reader, string>
}

/**
 * All settings of all schemas. Those with the same name and section are one row.
 * @throws when a setting isn't described, or a row's readers describe it differently
 */
export function collectSettings(): SettingRow[] {
  const rows = new Map<string, SettingRow>()
  for (const reader of Object.keys(readerSchemas) as Reader[]) {
    const shape: Record<string, z.ZodType> = readerSchemas[reader].shape
    for (const [name, schema] of Object.entries(shape)) {
      const { section, does, unit, unset, secret = false } = factsOf(schema)
      if (!section || !does) throw new Error(`${name} of ${reader} has no description or no section.`)
      const key = `${section} ${name}`
      const row = rows.get(key) ?? { name, section, does, secret, defaults: new Map() }
      if (row.does !== does || row.secret !== secret)
        throw new Error(`${name} of ${reader} is described otherwise by ${[...row.defaults.keys()]}.`)
      row.defaults.set(reader, describeDefault(name, schema, { unit, unset }))
      rows.set(key, row)
    }
  }
  return [...rows.values()]
}

function describeDefault(
  name: string,
  schema: z.ZodType,
  { unit, unset }: Pick<SettingFacts, 'unit' | 'unset'>,
): string {
  const parsed = schema.safeParse(undefined)
  if (!parsed.success) return 'must be set'
  const value = formatValue(name, parsed.data, unit)
  if (value && unset) return `${value} (${unset})`
  const text = value || unset
  if (text) return text
  throw new Error(`${name} has no default and doesn't say what holds without one.`)
}

function formatValue(name: string, value: unknown, unit: string | undefined): string {
  if (typeof value !== 'number') return value === undefined || `${value}` === '' ? '' : `\`${value}\``
  if (unit === 'ms') return `\`${formatDuration(value)}\``
  if (unit) return `\`${value}\` ${value === 1 ? unit.replace(/s$/, '') : unit}`
  if (name.endsWith('PORT')) return `\`${value}\``
  throw new Error(`${name} is a number without a unit.`)
}
