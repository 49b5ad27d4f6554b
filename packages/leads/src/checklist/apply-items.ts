import { type FieldError, invalidRequest } from '@intake/contracts/app-error'
import type { ChecklistItemStatus } from '@intake/contracts/checklist'
import type { ChecklistItemInput } from '@intake/contracts/create-lead'
import type { ChecklistItemRow } from '@intake/database/tables'
import { type CheckContext, checkValue } from './check-value.ts'
import { trimValue } from './trim-value.ts'

/** What a call writes for one item. `value` undefined leaves a stored value as it is. */
export interface TouchedValue {
  item: ChecklistItemRow
  value: unknown
  status: ChecklistItemStatus
  validationError: string | null
}

/**
 * Resolves the items of a request by code and settles value, status and validation error of each.
 * Throws invalid_request naming every code that is unknown or given twice.
 */
export function applyItems(
  inputs: readonly ChecklistItemInput[],
  itemByCode: ReadonlyMap<string, ChecklistItemRow>,
  context: CheckContext,
): TouchedValue[] {
  const errors: FieldError[] = []
  const seen = new Set<string>()
  const touched: TouchedValue[] = []
  for (const [index, input] of inputs.entries()) {
    const pointer = `/checklistItems/${index}/code`
    const item = itemByCode.get(input.code)
    if (!item)
      errors.push({ pointer, code: 'unknown_code', message: `unknown checklist item code "${input.code}"` })
    else if (seen.has(input.code))
      errors.push({
        pointer,
        code: 'repeated_code',
        message: `checklist item code "${input.code}" is given twice`,
      })
    else touched.push(settle(item, input, context))
    seen.add(input.code)
  }
  if (errors.length > 0) throw invalidRequest(errors)
  return touched
}

function settle(item: ChecklistItemRow, input: ChecklistItemInput, context: CheckContext): TouchedValue {
  if (input.value === undefined)
    return { item, value: undefined, status: input.status ?? 'TODO', validationError: null }
  const given = trimValue(input.value)
  if (given === null) return { item, value: null, status: input.status ?? 'TODO', validationError: null }
  const { value, problem } = checkValue(item, given, context)
  if (problem) return { item, value, status: 'INVALID', validationError: problem }
  return { item, value, status: input.status ?? 'COMPLETED', validationError: null }
}
