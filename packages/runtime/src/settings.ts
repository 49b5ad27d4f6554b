import { z } from 'zod'
import { describeSetting } from './describe-setting.ts'
import { logLevels } from './logger.ts'

export type Bounds = { min?: number; max?: number }

const unitsMs = new Map([
  ['ms', 1],
  ['s', 1_000],
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
])

/** A whole number in decimal digits, within bounds (both inclusive). */
export function integerSetting(defaultValue: number, { min, max }: Bounds = {}) {
  return z
    .string()
    .regex(/^-?\d{1,15}$/, 'must be a whole number')
    .transform(Number)
    .refine((n) => inBounds(n, { min, max }), `must be ${boundsText({ min, max })}`)
    .default(defaultValue)
}

/** {@link integerSetting} where unset is an answer of its own, undefined. */
export function optionalIntegerSetting(bounds: Bounds) {
  return integerSetting(0, bounds).unwrap().optional()
}

/** `true`, `1`, `yes`, `on` or `false`, `0`, `no`, `off`, in any case. */
export function booleanSetting(defaultValue: boolean) {
  return requiredBoolean().default(defaultValue)
}

/** {@link booleanSetting} where unset is a third answer, undefined. */
export function optionalBooleanSetting() {
  return requiredBoolean().optional()
}

function requiredBoolean() {
  return z
    .string()
    .regex(/^(true|1|yes|on|false|0|no|off)$/i, 'must be true or false')
    .transform((text) => /^(true|1|yes|on)$/i.test(text))
}

/** A length of time, parsed to milliseconds: `250` or `250ms`, `30s`, `5m`, `24h`, `7d`. Bounds in milliseconds. */
export function durationSetting(defaultMs: number, { min = 0, max }: Bounds = {}) {
  const schema = z
    .string()
    .regex(/^\d{1,12}\s*(ms|s|m|h|d)?$/, 'must be a length of time such as 250ms, 30s, 5m, 24h or 7d')
    .transform((text) => Number.parseInt(text, 10) * (unitsMs.get(text.replace(/[\d\s]/g, '')) ?? 1))
    .refine((ms) => inBounds(ms, { min, max }), `must be ${boundsText({ min, max })} milliseconds`)
    .default(defaultMs)
  return describeSetting(schema, { unit: 'ms' })
}

/** Milliseconds as {@link durationSetting} reads them, in the largest unit that keeps them whole: `90s`, `24h`, `3d`. */
export function formatDuration(ms: number): string {
  const day = 86_400_000
  const isWhole = (size: number) => size <= ms && ms % size === 0
  const units = [...unitsMs].filter(([, size]) => isWhole(size) && (size < day || ms > day))
  const [unit, size] = units.at(-1) ?? ['ms', 1]
  return `${ms / size}${unit}`
}

/** A TCP port; 0 asks the system for a free one. */
export function portSetting(defaultPort: number) {
  return integerSetting(defaultPort, { min: 0, max: 65_535 })
}

/** {@link portSetting} where unset means that nothing listens. */
export function optionalPortSetting() {
  return optionalIntegerSetting({ min: 0, max: 65_535 })
}

/** One of the logger's levels. */
export function logLevelSetting(defaultLevel: (typeof logLevels)[number] = 'info') {
  return z.enum(logLevels, `must be one of ${logLevels.join(', ')}`).default(defaultLevel)
}

/** A required address with one of the given schemes, such as `urlSetting('redis', 'rediss')`. */
export function urlSetting(...schemes: string[]) {
  const expected = `must be an address that starts with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}`
  return z.string().refine((text) => URL.canParse(text) && hasScheme(text, schemes), expected)
}

function hasScheme(text: string, schemes: string[]): boolean {
  return schemes.some((scheme) => new URL(text).protocol === `${scheme}:`)
}

function inBounds(n: number, { min = -Infinity, max = Infinity }: Bounds): boolean {
  return n >= min && n <= max
}

function boundsText({ min, max }: Bounds): string {
  if (min === undefined) return max === undefined ? 'a number of' : `at most ${max}`
  return max === undefined ? `at least ${min}` : `between ${min} and ${max}`
}
