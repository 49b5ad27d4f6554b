import { z } from 'zod'

/** The sections of docs/configuration.md, in their order. */
export const sections = [
  'required',
  'processes',
  'redis',
  'gateway',
  'limits',
  'security',
  'imports',
  'sources',
  'documents',
  'webhooks',
  'worker',
  'console',
  'observability',
  'local',
  'compose',
] as const
export type Section = (typeof sections)[number]

/** What people need to know of a setting. Its default and whether it is required stand in its schema. */
export type SettingFacts = {
  section: Section
  /** One or two plain sentences of at most 20 words, subject first. May hold Markdown code. */
  does: string
  /** Of a number: `bytes`, `leads`. Lengths of time have `ms` by themselves. */
  unit?: string
  /** What the default means, or what holds when there is none. */
  unset?: string
  /** Its value is never shown, logged or committed. */
  secret?: boolean
}

const registry = z.registry<Partial<SettingFacts>>()

/** Adds facts to a setting's schema and returns the schema. */
export function describeSetting<Schema extends z.ZodType>(
  schema: Schema,
  facts: Partial<SettingFacts>,
): Schema {
  registry.add(schema, { ...registry.get(schema), ...facts })
  return schema
}

/** Puts settings into a section of the documentation and returns them. */
export function inSection<Settings extends Record<string, z.ZodType>>(
  section: Section,
  settings: Settings,
): Settings {
  for (const schema of Object.values(settings)) describeSetting(schema, { section })
  return settings
}

/** What is known of a setting; empty for a schema that nobody described. */
export function factsOf(schema: z.core.$ZodType): Partial<SettingFacts> {
  return registry.get(schema) ?? {}
}
