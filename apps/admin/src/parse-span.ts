import { InvalidArgumentError } from 'commander'

const unitsMs: Record<string, number> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/**
 * `90s`, `15m`, `2h` and `7d` in ms.
 * @throws InvalidArgumentError, which commander tells, for anything else
 */
export function parseSpan(text: string): number {
  const [, number, unit = ''] = /^(\d{1,6})([smhd])$/.exec(text) ?? []
  const unitMs = unitsMs[unit]
  if (!number || !unitMs) throw new InvalidArgumentError('Give a span such as 90s, 15m, 2h or 7d.')
  return Number(number) * unitMs
}
