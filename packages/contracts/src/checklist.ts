import { z } from 'zod'
import { StorableJson, StorableText } from './text.ts'

export const fieldTypes = [
  'TEXT',
  'NUMBER',
  'DATE',
  'EMAIL',
  'PHONE',
  'EIN',
  'SELECT',
  'ADDRESS',
  'TOOL',
  'FILE',
  'BANK_STATEMENT',
  'ID',
  'TAX_RETURN',
] as const
export const FieldType = z.enum(fieldTypes)
export type FieldType = z.infer<typeof FieldType>

/** Field types whose value is a document, not a value in the body. */
export const fileFieldTypes: ReadonlySet<FieldType> = new Set(['FILE', 'BANK_STATEMENT', 'ID', 'TAX_RETURN'])

export const ChecklistItemStatus = z.enum(['TODO', 'COMPLETED', 'INVALID', 'SKIPPED', 'NEEDS_REVIEW'])
export type ChecklistItemStatus = z.infer<typeof ChecklistItemStatus>

const Scalar = z.union([StorableText, z.number(), z.boolean()])
const ItemCode = StorableText.trim().min(1).max(100)

/** When an item or a group applies, in terms of other items' values. See docs/checklist-templates.md. */
export type Condition =
  | { item: string; equals: string | number | boolean }
  | { item: string; notEquals: string | number | boolean }
  | { item: string; in: (string | number | boolean)[] }
  | { item: string; exists: boolean }
  | { item: string; greaterThan: number }
  | { item: string; atLeast: number }
  | { item: string; lessThan: number }
  | { item: string; atMost: number }
  | { all: Condition[] }
  | { any: Condition[] }
  | { not: Condition }

export const Condition: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    z.strictObject({ item: ItemCode, equals: Scalar }),
    z.strictObject({ item: ItemCode, notEquals: Scalar }),
    z.strictObject({ item: ItemCode, in: z.array(Scalar).min(1) }),
    z.strictObject({ item: ItemCode, exists: z.boolean() }),
    z.strictObject({ item: ItemCode, greaterThan: z.number() }),
    z.strictObject({ item: ItemCode, atLeast: z.number() }),
    z.strictObject({ item: ItemCode, lessThan: z.number() }),
    z.strictObject({ item: ItemCode, atMost: z.number() }),
    z.strictObject({ all: z.array(Condition).min(1) }),
    z.strictObject({ any: z.array(Condition).min(1) }),
    z.strictObject({ not: Condition }),
  ]),
)

// Looked at before the recursive schema, which a hostile depth would drive out of the stack.
const BoundedCondition = StorableJson.pipe(Condition)

const DateLimit = z.union([z.iso.date(), z.literal('today')])

/** What a value must satisfy beyond its field type. Rules that don't concern the type are refused on load. */
export const ValidationRules = z.strictObject({
  minLength: z.int().min(0).optional(),
  maxLength: z.int().min(1).optional(),
  pattern: StorableText.min(1).max(500).refine(isPattern, 'must be a regular expression').optional(),
  min: z.number().optional(),
  max: z.number().optional(),
  integer: z.boolean().optional(),
  notBefore: DateLimit.optional(),
  notAfter: DateLimit.optional(),
})
export type ValidationRules = z.infer<typeof ValidationRules>

function isPattern(source: string): boolean {
  try {
    new RegExp(source, 'u')
    return true
  } catch {
    return false
  }
}

/** `config.options` of a SELECT item. */
export const SelectOptions = z.array(
  z.union([z.string().min(1), z.object({ value: z.string().min(1), label: z.string().min(1) })]),
)

export const TemplateItem = z.strictObject({
  code: ItemCode,
  label: StorableText.trim().min(1).max(200),
  fieldType: FieldType,
  isRequired: z.boolean().default(true),
  conditions: BoundedCondition.nullish().transform((condition) => condition ?? null),
  validationRules: ValidationRules.nullish().transform((rules) => rules ?? null),
  agentInstructions: StorableText.trim()
    .max(5000)
    .nullish()
    .transform((text) => text || null),
  clientInstructions: StorableText.trim()
    .max(5000)
    .nullish()
    .transform((text) => text || null),
  config: StorableJson.pipe(z.record(z.string(), z.json()))
    .nullish()
    .transform((config) => config ?? null),
})

export type TemplateItem = z.infer<typeof TemplateItem>

export const TemplateGroup = z.strictObject({
  name: StorableText.trim().min(1).max(200),
  conditions: BoundedCondition.nullish().transform((condition) => condition ?? null),
  items: z.array(TemplateItem).min(1),
})

/** A workspace's checklist as written in a template file. */
export const ChecklistTemplateFile = z.strictObject({ groups: z.array(TemplateGroup).min(1).max(50) })
export type ChecklistTemplateFile = z.infer<typeof ChecklistTemplateFile>
