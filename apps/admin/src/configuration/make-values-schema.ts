import type { SettingRow } from './collect-settings.ts'

const processes = ['gateway', 'worker', 'console'] as const

type ValuesSchema = { definitions: Record<string, { propertyNames?: { enum: string[] } }> }

/**
 * The chart's values.schema.json with the names of all settings that its values may give: those that aren't secret, by process, and those
 * that all processes know.
 */
export function makeValuesSchema(text: string, rows: readonly SettingRow[]): string {
  const schema = JSON.parse(text) as ValuesSchema
  const open = rows.filter(({ secret, section }) => !secret && section !== 'local')
  const namesOf = (isRead: (row: SettingRow) => boolean) => ({
    enum: open.filter(isRead).map(({ name }) => name),
  })
  for (const process of processes) {
    const definition = schema.definitions[`${process}Settings`]
    if (definition) definition.propertyNames = namesOf(({ defaults }) => defaults.has(process))
  }
  const common = schema.definitions.commonSettings
  if (common)
    common.propertyNames = namesOf(({ defaults }) => processes.every((process) => defaults.has(process)))
  return `${JSON.stringify(schema, null, 2)}\n`
}
