import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { ConfigError, type Environment, parseConfig } from './parse-config.ts'
import {
  booleanSetting,
  durationSetting,
  formatDuration,
  integerSetting,
  logLevelSetting,
  optionalPortSetting,
  urlSetting,
} from './settings.ts'

function problemsOf(schema: z.ZodType, env: Environment): string[] {
  try {
    parseConfig(schema, env)
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
  return []
}

const schema = z.object({
  DATABASE_URL: urlSetting('postgres', 'postgresql'),
  PORT: integerSetting(3000, { min: 0, max: 65_535 }),
  READ_ONLY: booleanSetting(true),
  GRACE: durationSetting(30_000, { min: 1_000 }),
  LOG_LEVEL: logLevelSetting(),
  PASSWORD: z.string().min(12, 'must be at least 12 characters').optional(),
})

test('what is unset, empty or blank gets its default', () => {
  const env = { DATABASE_URL: 'postgres://localhost/x', PORT: '', READ_ONLY: '  ', OTHER: 'ignored' }
  expect(parseConfig(schema, env)).toEqual({
    DATABASE_URL: 'postgres://localhost/x',
    PORT: 3000,
    READ_ONLY: true,
    GRACE: 30_000,
    LOG_LEVEL: 'info',
  })
})

test('every problem is named at once, with no value in the message', () => {
  const env = {
    PORT: '65536',
    READ_ONLY: 'hunter2-a',
    GRACE: 'hunter2-b',
    LOG_LEVEL: 'hunter2-c',
    PASSWORD: 'hunter2',
  }
  expect(problemsOf(schema, env)).toEqual([
    'DATABASE_URL is required and not set',
    'PORT must be between 0 and 65535',
    'READ_ONLY must be true or false',
    'GRACE must be a length of time such as 250ms, 30s, 5m, 24h or 7d',
    'LOG_LEVEL must be one of trace, debug, info, warn, error, fatal, silent',
    'PASSWORD must be at least 12 characters',
  ])
  expect(() => parseConfig(schema, env)).toThrow(
    expect.objectContaining({ message: expect.not.stringContaining('hunter2') }),
  )
})

test('a port that may be left out has no default', () => {
  const optional = z.object({ METRICS_PORT: optionalPortSetting() })
  expect(parseConfig(optional, {}).METRICS_PORT).toBeUndefined()
  expect(parseConfig(optional, { METRICS_PORT: '0' }).METRICS_PORT).toBe(0)
  expect(problemsOf(optional, { METRICS_PORT: 'x' })).toEqual(['METRICS_PORT must be a whole number'])
})

test('an address of the wrong scheme is refused without being quoted', () => {
  expect(problemsOf(schema, { DATABASE_URL: 'mysql://root:secret@db/x' })).toEqual([
    'DATABASE_URL must be an address that starts with postgres:// or postgresql://',
  ])
})

describe('settings', () => {
  test.each([
    ['0', 0],
    ['-5', -5],
    ['007', 7],
  ])('integer %s', (text, value) => {
    expect(integerSetting(1).parse(text)).toBe(value)
  })

  test.each(['1.5', '1e3', '0x10', 'ten', '1 000', '99999999999999999999'])('not an integer: %s', (text) => {
    expect(integerSetting(1).safeParse(text).success).toBe(false)
  })

  test.each([
    ['true', true],
    ['YES', true],
    ['1', true],
    ['on', true],
    ['False', false],
    ['0', false],
    ['no', false],
    ['off', false],
  ])('boolean %s', (text, value) => {
    expect(booleanSetting(!value).parse(text)).toBe(value)
  })

  test.each([
    ['250', 250],
    ['250ms', 250],
    ['30s', 30_000],
    ['5 m', 300_000],
    ['24h', 86_400_000],
    ['7d', 604_800_000],
  ])('duration %s', (text, ms) => {
    expect(durationSetting(1).parse(text)).toBe(ms)
  })

  test.each(['-1s', '5 minutes', 's'])('not a duration: %s', (text) => {
    expect(durationSetting(1).safeParse(text).success).toBe(false)
  })

  test.each(['0ms', '500ms', '65s', '1m', '24h', '3d'])('%s is formatted as it is written', (text) => {
    expect(formatDuration(durationSetting(1).parse(text))).toBe(text)
  })
})
