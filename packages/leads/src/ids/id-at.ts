/** The first or last version 7 id of a moment. */
export function idAt(ms: number, fill: '0' | 'f'): string {
  const hex = Math.min(Math.max(ms, 0), 2 ** 48 - 1)
    .toString(16)
    .padStart(12, '0')
  const rest = (length: number) => fill.repeat(length)
  return `${hex.slice(0, 8)}-${hex.slice(8)}-${rest(4)}-${rest(4)}-${rest(12)}`
}
