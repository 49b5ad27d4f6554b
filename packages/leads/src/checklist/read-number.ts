/** The number that a value is or says (`-12.50`: digits, point, sign), or null. Never an infinite one. */
export function readNumber(value: unknown): number | null {
  const numeric =
    typeof value === 'number' || (typeof value === 'string' && /^\s*-?\d+(\.\d+)?\s*$/.test(value))
  const number = numeric ? Number(value) : Number.NaN
  return Number.isFinite(number) ? number : null
}
