import { type FieldError, invalidRequest } from '@intake/contracts/app-error'
import { ChecklistTemplateFile, type Condition, fileFieldTypes } from '@intake/contracts/checklist'
import { toFieldErrors } from '@intake/contracts/field-errors'
import { jsonBytes } from '@intake/contracts/text'
import { itemFaults } from './item-faults.ts'

/** Of all groups together: each lead's answer holds them all. */
const maxItems = 500
const maxBytes = 1_000_000

/**
 * Parses a template and checks what a schema can't: there are not too many items, they aren't too large, codes are unique, conditions name items that exist, rules suit the
 * field type and one another, a SELECT has options, patterns can be used. Throws `invalid_request` with every fault and where it is.
 */
export function checkTemplate(input: unknown): ChecklistTemplateFile {
  const parsed = ChecklistTemplateFile.safeParse(input)
  if (!parsed.success) throw invalidRequest(toFieldErrors(parsed.error, input))
  const { groups } = parsed.data
  const number = groups.reduce((sum, group) => sum + group.items.length, 0)
  if (number > maxItems)
    throw invalidRequest([
      {
        pointer: '/groups',
        code: 'too_many_items',
        message: `the groups have ${number} items together; at most ${maxItems} are allowed`,
      },
    ])
  if (jsonBytes(parsed.data) > maxBytes) {
    const message = `the groups are larger than ${maxBytes} bytes together`
    throw invalidRequest([{ pointer: '/groups', code: 'too_large', message }])
  }
  const errors: FieldError[] = []
  const codes = new Set<string>()
  const files = new Set<string>()
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
      if (fileFieldTypes.has(item.fieldType)) files.add(item.code)
      errors.push(...itemFaults(item, pointer))
    }
  for (const [groupIndex, group] of groups.entries()) {
    const pointer = `/groups/${groupIndex}`
    errors.push(...conditionFaults(group.conditions, codes, files, `${pointer}/conditions`))
    for (const [itemIndex, item] of group.items.entries())
      errors.push(
        ...conditionFaults(item.conditions, codes, files, `${pointer}/items/${itemIndex}/conditions`),
      )
  }
  if (errors.length > 0) throw invalidRequest(errors)
  return parsed.data
}

function conditionFaults(
  condition: Condition | null,
  codes: ReadonlySet<string>,
  files: ReadonlySet<string>,
  pointer: string,
): FieldError[] {
  return itemsNamed(condition).flatMap((code) => {
    if (!codes.has(code))
      return {
        pointer,
        code: 'unknown_code',
        message: `the condition names the item "${code}", which does not exist`,
      }
    if (!files.has(code)) return []
    const message = `the condition looks at the item "${code}", which takes documents and never has a value`
    return { pointer, code: 'file_item', message }
  })
}

function itemsNamed(condition: Condition | null): string[] {
  if (condition === null) return []
  if ('all' in condition) return condition.all.flatMap(itemsNamed)
  if ('any' in condition) return condition.any.flatMap(itemsNamed)
  if ('not' in condition) return itemsNamed(condition.not)
  return [condition.item]
}
