import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { AppError } from './app-error.ts'
import { maxNesting, maxValues, parseJson } from './parse-json.ts'

const parse = (json: string | Buffer) => parseJson(Buffer.from(json as string))
const faultOf = (json: string | Buffer): string => {
  try {
    parse(json)
    return 'none'
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return error.errors[0]?.code ?? error.code
  }
}

describe('nesting', () => {
  const arrays = (levels: number, inside = '') => '['.repeat(levels) + inside + ']'.repeat(levels)
  const objects = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`

  test.each([arrays, objects])('is bounded to the level', (nested) => {
    expect(faultOf(nested(maxNesting))).toBe('none')
    expect(faultOf(nested(maxNesting + 1))).toBe('too_deep')
  })

  test('4.5 million brackets are never parsed', () => {
    const parser = JSON.parse
    JSON.parse = () => expect.unreachable()
    try {
      expect(faultOf('['.repeat(4_500_000))).toBe('too_deep')
      expect(faultOf(arrays(4_500_000))).toBe('too_deep')
    } finally {
      JSON.parse = parser
    }
  })

  test('brackets in texts and names are none', () => {
    const text = '[{'.repeat(100)
    for (const escaped of ['', '\\"', '\\\\', '\\\\\\"', '\\u0022'])
      expect(faultOf(`{"${escaped}${text}":["${text}${escaped}","${text}"]}`)).toBe('none')
  })

  test('what closes counts down again, and is no licence where it comes first', () => {
    expect(faultOf(`[${`${arrays(maxNesting - 1)},`.repeat(100)}1]`)).toBe('none')
    expect(faultOf(`${']'.repeat(50)}${arrays(80)}`)).toBe('invalid_json')
  })

  test('is never deeper for the parser than for the scan, whatever comes in', () => {
    const part = fc.constantFrom('[', ']', '{', '}', '"', '\\', ',', ':', '1', '"a":', ' ', 'é')
    const depthOf = (value: unknown): number =>
      typeof value === 'object' && value !== null
        ? 1 + Math.max(0, ...Object.values(value).map((member) => depthOf(member)))
        : 0
    const levels = fc.array(fc.constantFrom(['[', ']'], ['{"a":', '}'], ['[1,', ',2]']), { maxLength: 60 })
    const values = fc.oneof(
      fc.array(part, { maxLength: 100 }).map((parts) => parts.join('')),
      levels.map((pairs) =>
        [...pairs.map(([open]) => open), 0, ...pairs.toReversed().map(([, close]) => close)].join(''),
      ),
    )
    fc.assert(
      fc.property(values, (json) => {
        if (faultOf(json) === 'none') expect(depthOf(JSON.parse(json))).toBeLessThanOrEqual(maxNesting)
        if (faultOf(json) === 'too_deep') expect(json.split(/[[{]/).length).toBeGreaterThan(maxNesting)
      }),
      { numRuns: 500 },
    )
  })
})

test('the number of values is bounded: what is wide takes the parser as long as what is deep', () => {
  expect(faultOf(`[${'1,'.repeat(maxValues - 10)}1]`)).toBe('none')
  expect(faultOf(`[${'1,'.repeat(maxValues)}1]`)).toBe('too_many')
  expect(faultOf(`[${'[],'.repeat(maxValues)}1]`)).toBe('too_many')
  expect(faultOf(`["${','.repeat(maxValues)}"]`)).toBe('none')
})

describe('numbers that JavaScript’s can’t hold are texts', () => {
  test.each([
    ['9007199254740991', 9007199254740991],
    ['9007199254740992', '9007199254740992'],
    ['9007199254740993', '9007199254740993'],
    ['-9007199254740993', '-9007199254740993'],
    ['12345678901234567890', '12345678901234567890'],
    ['12345678901234567.5', '12345678901234567.5'],
    ['1e999', '1e999'],
    ['-1E+999', '-1E+999'],
    ['1e-999', '1e-999'],
    ['0e-999', 0],
    ['0.30000000000000004', 0.30000000000000004],
    ['1234567.12345678901234567890', 1234567.123456789],
    ['1e21', 1e21],
    ['1.7976931348623157e308', 1.7976931348623157e308],
    ['-0', -0],
  ])('%s', (json, value) => {
    for (const [text, expected] of [
      [json, value],
      [`[${json}]`, [value]],
      [`{"a": ${json} ,"b":[1,${json}\n]}`, { a: value, b: [1, value] }],
      [`{"12345678901234567890":"${json}","c":${json}}`, { '12345678901234567890': json, c: value }],
    ] as const)
      expect(parse(text)).toEqual(expected)
  })

  test.each([
    '01234567890123456789',
    '1234567890123456789.',
    '--1234567890123456789',
    '1234567890123456789e',
    '+1234567890123456789',
    '{12345678901234567890:1}',
    '{12345678901234567890 :1}',
    '1234567890123456789"a"',
    '"a"1234567890123456789',
    'true1234567890123456789',
    '1234567890123456789 1234567890123456789',
  ])('%s stays a mistake', (json) => {
    expect(faultOf(json)).toBe('invalid_json')
    expect(faultOf(`[${json}]`)).toBe('invalid_json')
  })

  test('all else is what JSON.parse makes of it', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(0, 2), (value, indent) => {
        const json = JSON.stringify(value, null, indent)
        const expected = JSON.parse(json, (_, member) =>
          typeof member === 'number' && Math.abs(member) > Number.MAX_SAFE_INTEGER && !/e/.test(`${member}`)
            ? `${member}`
            : member,
        )
        expect(parse(json)).toEqual(expected)
      }),
      { numRuns: 500 },
    )
  })
})

test('a byte order mark doesn’t matter, one of another encoding does', () => {
  expect(parse('\ufeff{"a":"\ufeff"}')).toEqual({ a: '\ufeff' })
  expect(faultOf('\ufeff\ufeff{}')).toBe('invalid_json')
  expect(faultOf('\ufeff')).toBe('invalid_json')
  expect(faultOf(Buffer.from('\ufeff{}', 'utf16le'))).toBe('invalid_json')
})
