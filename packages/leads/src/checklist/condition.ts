import type { Condition } from '@intake/contracts/checklist'
import { isBlank } from './trim-value.ts'

/** Values by item code, as far as an item has one. */
export type ValuesByCode = Pick<ReadonlyMap<string, unknown>, 'get'>

/**
 * Whether an item or group with this condition applies; no condition always does. Text compares without regard to
 * case, numbers also when they were given as text; an item without a value meets only `exists: false` and `notEquals`.
 */
export function applies(condition: Condition | null, values: ValuesByCode): boolean {
  if (condition === null) return true
  if ('all' in condition) return condition.all.every((part) => applies(part, values))
  if ('any' in condition) return condition.any.some((part) => applies(part, values))
  if ('not' in condition) return !applies(condition.not, values)
  const value = values.get(condition.item)
  const exists = !isBlank(value)
  if ('exists' in condition) return condition.exists === exists
  if ('notEquals' in condition) return !exists || !same(value, condition.notEquals)
  if (!exists) return false
  if ('equals' in condition) return same(value, condition.equals)
  if ('in' in condition) return condition.in.some((candidate) => same(value, candidate))
  const number = readNumber(value) ?? Number.NaN
  if ('greaterThan' in condition) return number > condition.greaterThan
  if ('atLeast' in condition) return number >= condition.atLeast
  if ('lessThan' in condition) return number < condition.lessThan
  return number <= condition.atMost
}

function same(value: unknown, expected: string | number | boolean): boolean {
  if (typeof expected === 'number') return readNumber(value) === expected
  if (typeof expected === 'boolean') return value === expected
  return String(value).toLowerCase() === expected.toLowerCase()
}

/** The number that a value is or says (`-12.50`: digits, point, sign), or null. Never an infinite one. */
export function readNumber(value: unknown): number | null {
  const numeric =
    typeof value === 'number' || (typeof value === 'string' && /^\s*-?\d+(\.\d+)?\s*$/.test(value))
  const number = numeric ? Number(value) : Number.NaN
  return Number.isFinite(number) ? number : null
}
