import type { UpdateChecklistItemInput } from '@intake/contracts/update-lead'
import type { LeadRow, StoredValue, StoredValues } from '@intake/database/tables'
import type { TouchedValue } from './apply-items.ts'
import { type RequiredItem, settled } from './lead-status.ts'

/** What becomes of one stored value; undefined leaves it as it is. */
type ValueChange = (before: StoredValue | undefined) => StoredValue | undefined

/** Changes of a checklist, by item id; later ones see what earlier ones made. */
export type ValueChanges = readonly (readonly [itemId: string, change: ValueChange])[]

/**
 * The whole map of a locked lead's values after the changes, to be written at once. Nothing else changes a checklist: two calls that each
 * wrote their own item would lose one another's. A value that changes is dated `at`.
 */
export function changeValues(
  { checklist }: Pick<LeadRow, 'checklist'>,
  changes: ValueChanges,
  at: Date,
): { values: StoredValues | null; changed: ReadonlySet<string> } {
  const values: Record<string, StoredValue> = { ...checklist }
  const changed = new Set<string>()
  for (const [itemId, change] of changes) {
    const after = change(values[itemId])
    if (!after) continue
    values[itemId] = compact({ ...after, updatedAt: at.toISOString() })
    changed.add(itemId)
  }
  return { values: changed.size > 0 ? values : checklist, changed }
}

/** The values of a new lead. */
export function newValues(touched: readonly TouchedValue[]): StoredValues | null {
  if (touched.length === 0) return null
  const values: Record<string, StoredValue> = {}
  for (const { item, value, status, validationError } of touched)
    values[item.id] = compact({ status, value, error: validationError ?? undefined })
  return values
}

/** Items that an update gives; what an input doesn't name stays. Inputs stand in the order of the items. */
export function givenChanges(
  touched: readonly TouchedValue[],
  inputs: readonly UpdateChecklistItemInput[],
): ValueChanges {
  return touched.map((one, index) => {
    const { value, status, itemOverride, alternateValues } = inputs[index] ?? {}
    const isSettled = value !== undefined || status !== undefined
    return [
      one.item.id,
      (before = untouched) => ({
        status: isSettled ? one.status : before.status,
        value: one.value === undefined ? before.value : one.value,
        error: isSettled ? (one.validationError ?? undefined) : before.error,
        override: itemOverride === undefined ? before.override : itemOverride,
        alternates: alternateValues === undefined ? before.alternates : alternateValues,
      }),
    ]
  })
}

/** Skips the required items that aren't done; {@link undoSkips} takes it back. */
export function skipRequired(required: readonly RequiredItem[]): ValueChanges {
  return required
    .filter(({ status }) => !settled.has(status))
    .map(({ id, status }) => [
      id,
      (before = untouched) => ({
        ...before,
        status: 'SKIPPED',
        skippedFrom: status === 'INVALID' ? 'INVALID' : 'TODO',
      }),
    ])
}

/** Gives items that completing the lead skipped their status back. */
export function undoSkips({ checklist }: Pick<LeadRow, 'checklist'>): ValueChanges {
  return Object.keys(checklist ?? {}).map((itemId) => [
    itemId,
    (before) => {
      if (!before?.skippedFrom) return undefined
      const { skippedFrom, ...rest } = before
      return { ...rest, status: skippedFrom }
    },
  ])
}

/** Items that a merge gives: one that holds a value, or was settled without one, stays as it is. */
export function fillingChanges(touched: readonly TouchedValue[]): ValueChanges {
  return touched.map(({ item, value, status, validationError }) => [
    item.id,
    (before = untouched) =>
      before.value == null && before.status === 'TODO'
        ? { ...before, value, status, error: validationError ?? undefined }
        : undefined,
  ])
}

/** An item for which documents came: what was still to come, or was wrong, is there now; a person's own judgement stands. */
export function documentsCame(itemId: string): ValueChanges {
  return [
    [
      itemId,
      (before = untouched) => {
        if (before.status !== 'TODO' && before.status !== 'INVALID' && !before.skippedFrom) return undefined
        const { error, skippedFrom, ...rest } = before
        return { ...rest, status: 'COMPLETED' }
      },
    ],
  ]
}

const untouched: StoredValue = { status: 'TODO' }

/** Members that are null take no room. */
function compact(
  value: Record<keyof StoredValue, unknown> | Partial<Record<keyof StoredValue, unknown>>,
): StoredValue {
  const stored: Record<string, unknown> = {}
  for (const [name, member] of Object.entries(value)) if (member != null) stored[name] = member
  return stored as unknown as StoredValue
}
