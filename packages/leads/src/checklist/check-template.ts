import { type FieldError, invalidRequest } from '@intake/contracts/app-error'
import {
  ChecklistTemplateFile,
  type Condition,
  type FieldType,
  type ValidationRules,
} from '@intake/contracts/checklist'
import { toFieldErrors } from '@intake/contracts/field-errors'
import { selectValues } from './check-value.ts'

const rulesOf: Partial<Record<FieldType, readonly (keyof ValidationRules)[]>> = {
  TEXT: ['minLength', 'maxLength', 'pattern'],
  NUMBER: ['min', 'max', 'integer'],
  DATE: ['notBefore', 'notAfter'],
}

/**
 * Parses a template and checks what a schema can't: codes are unique, conditions name items that exist, rules suit the
 * field type, a SELECT has options. Throws `invalid_request` with every fault and where it is.
 */
export function checkTemplate(input: unknown): ChecklistTemplateFile {
  const parsed = ChecklistTemplateFile.safeParse(input)
  if (!parsed.success) throw invalidRequest(toFieldErrors(parsed.error, input))
  const { groups } = parsed.data
  const errors: FieldError[] = []
  const codes = new Set<string>()
  for (const [groupIndex, group] of groups.entries())
    for (const [itemIndex, item] of group.items.entries()) {
      const pointer = `/groups/${groupIndex}/items/${itemIndex}`
      if (codes.has(item.code))
        errors.push({
          pointer: `${pointer}/code`,
          code: 'repeated_code',
          message: `the code "${item.code}" is used twice`,
        })
      codes.add(item.code)
      for (const rule of Object.keys(item.validationRules ?? {}))
        if (!(rulesOf[item.fieldType] as readonly string[] | undefined)?.includes(rule))
          errors.push({
            pointer: `${pointer}/validationRules/${rule}`,
            code: 'unsuitable_rule',
            message: `a ${item.fieldType} item has no rule ${rule}`,
          })
      if (item.fieldType === 'SELECT' && selectValues(item.config).length === 0)
        errors.push({
          pointer: `${pointer}/config/options`,
          code: 'required',
          message: 'a SELECT item needs options',
        })
    }
  for (const [groupIndex, group] of groups.entries()) {
    errors.push(...unknownItems(group.conditions, codes, `/groups/${groupIndex}/conditions`))
    for (const [itemIndex, item] of group.items.entries())
      errors.push(
        ...unknownItems(item.conditions, codes, `/groups/${groupIndex}/items/${itemIndex}/conditions`),
      )
  }
  if (errors.length > 0) throw invalidRequest(errors)
  return parsed.data
}

function unknownItems(
  condition: Condition | null,
  codes: ReadonlySet<string>,
  pointer: string,
): FieldError[] {
  return itemsNamed(condition)
    .filter((code) => !codes.has(code))
    .map((code) => ({
      pointer,
      code: 'unknown_code',
      message: `the condition names the item "${code}", which does not exist`,
    }))
}

function itemsNamed(condition: Condition | null): string[] {
  if (condition === null) return []
  if ('all' in condition) return condition.all.flatMap(itemsNamed)
  if ('any' in condition) return condition.any.flatMap(itemsNamed)
  if ('not' in condition) return itemsNamed(condition.not)
  return [condition.item]
}
