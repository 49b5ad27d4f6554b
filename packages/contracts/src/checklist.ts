import { z } from 'zod'
import { StorableText, storable } from './text.ts'

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
export const FieldType = z
  .enum(fieldTypes)
  .meta({ id: 'FieldType', description: 'What kind of value an item takes; the last four take files.' })
export type FieldType = z.infer<typeof FieldType>

/** Field types whose value is a document, not a value in the body. */
export const fileFieldTypes: ReadonlySet<FieldType> = new Set(['FILE', 'BANK_STATEMENT', 'ID', 'TAX_RETURN'])

export const ChecklistItemStatus = z
  .enum(['TODO', 'COMPLETED', 'INVALID', 'SKIPPED', 'NEEDS_REVIEW'])
  .meta({ id: 'ChecklistItemStatus', description: 'Where a checklist item stands.' })
export type ChecklistItemStatus = z.infer<typeof ChecklistItemStatus>

const Scalar = z.union([StorableText, z.number(), z.boolean()])
const ItemCode = StorableText.trim().min(1).max(100)

/** When an item or a group applies, in terms of other items' values. See docs/checklist-items.md. */
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

export const Condition: z.ZodType<Condition> = z
  .lazy(() =>
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
  .meta({ id: 'Condition', description: 'A question about the values of other items.' })

// Looked at before the recursive schema, which a hostile depth would drive out of the stack.
const BoundedCondition = storable(Condition)

const DateLimit = z.union([z.iso.date(), z.literal('today')])

/** What a value must satisfy beyond its field type. Rules that don't concern the type are refused on load. */
export const ValidationRules = z
  .strictObject({
    minLength: z.int().min(0).optional().describe('Characters.'),
    maxLength: z.int().min(1).optional().describe('Characters.'),
    pattern: StorableText.min(1)
      .max(500)
      .refine(isPattern, 'must be a regular expression')
      .optional()
      .describe('A JavaScript regular expression, with the flag `u`.'),
    min: z.number().optional().describe('Smallest number.'),
    max: z.number().optional().describe('Greatest number.'),
    integer: z.boolean().optional().describe('Whole numbers only.'),
    notBefore: DateLimit.optional().describe('A date, or `today`.'),
    notAfter: DateLimit.optional().describe('A date, or `today`.'),
  })
  .meta({ id: 'ValidationRules', description: 'What a value must satisfy beyond its field type.' })
export type ValidationRules = z.infer<typeof ValidationRules>

/** Rules in words, for who reads the file. */
const WordedRules = z.union([
  StorableText.min(1).max(5000),
  z.array(StorableText.min(1).max(5000)).min(1).max(50),
])

/** What a value must satisfy; of an item that takes files, in words. */
export const ItemRules = z.union([ValidationRules, WordedRules])
export type ItemRules = z.infer<typeof ItemRules>

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

const maxConfigBytes = 16_384
const count = (min: number) => z.int().min(min).max(1000).nullish()
const flag = z.boolean().nullish()
const bound = z.number().nullish()

/** The documented members of the configs of some field types, beside which there may be others. */
export const itemConfigs: Partial<Record<FieldType, z.ZodObject>> = {
  NUMBER: z.looseObject({ min: bound, max: bound }),
  TEXT: z.looseObject({
    pattern: ValidationRules.shape.pattern.nullish(),
  }),
  BANK_STATEMENT: z.looseObject({ months: count(1), gracePeriodDays: count(0), isPersonal: flag }),
  ID: z.looseObject({ type: StorableText.trim().min(1).max(200).nullish() }),
  TAX_RETURN: z.looseObject({
    years: z.union([z.int().min(1).max(3000), z.array(z.int().min(1).max(3000)).min(1).max(50)]).nullish(),
    isPersonal: flag,
  }),
}

export const TemplateItem = z.strictObject({
  code: ItemCode.describe('What calls name the item by.'),
  label: StorableText.trim().min(1).max(200).describe('What people read.'),
  fieldType: FieldType.describe('What kind of value it takes.'),
  isRequired: z.boolean().default(true).describe('Whether the lead is incomplete without it.'),
  conditions: BoundedCondition.nullish()
    .transform((condition) => condition ?? null)
    .describe('When the item applies; always without one.'),
  validationRules: ItemRules.nullish()
    .transform((rules) => rules ?? null)
    .describe(
      'Rules that don’t concern the field type are refused. Of a field type that takes files: rules in words, one or several, kept as given.',
    ),
  agentInstructions: StorableText.trim()
    .max(5000)
    .nullish()
    .transform((text) => text || null)
    .describe('How an agent asks for it.'),
  clientInstructions: StorableText.trim()
    .max(5000)
    .nullish()
    .transform((text) => text || null)
    .describe('How the lead is told about it.'),
  config: storable(z.record(z.string(), z.json()), maxConfigBytes)
    .nullish()
    .transform((config) => config ?? null)
    .describe(
      'Settings of the field type: NUMBER `{min?, max?}`, TEXT `{pattern?}`, SELECT `{options[]}`, BANK_STATEMENT `{months, gracePeriodDays?, isPersonal?}`, ID `{type}`, TAX_RETURN `{years, isPersonal?}`. Values must satisfy them. Other members are kept. At most 16 kB.',
    ),
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
