import type { TouchedValue } from './apply-items.ts'
import type { StoredValue } from './lead-checklist.ts'

/** How the values of a new lead are stored: without overrides or alternatives. */
export function storedValues(values: readonly TouchedValue[]): ReadonlyMap<string, StoredValue> {
  return new Map(
    values.map(({ item, value, status, validationError }) => [
      item.id,
      {
        value: value ?? null,
        status,
        item_override: null,
        alternate_values: null,
        validation_error: validationError,
      },
    ]),
  )
}
