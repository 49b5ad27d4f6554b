import { expect, test } from 'vitest'
import { formatTraceparent, parseTraceparent } from './traceparent.ts'

const [trace, span] = ['4bf92f3577b34da6a3ce929d0e0e4736', '00f067aa0ba902b7']

test('the example of the specification', () => {
  const parent = { traceId: trace, spanId: span, sampled: true }
  expect(parseTraceparent(`00-${trace}-${span}-01`)).toEqual(parent)
  expect(formatTraceparent(parent)).toBe(`00-${trace}-${span}-01`)
  expect(parseTraceparent(`00-${trace}-${span}-00`)?.sampled).toBe(false)
})

test.each([
  '',
  'x',
  `00-${trace}-${span}`,
  `00-${trace}-${span}-01-more`,
  `ff-${trace}-${span}-01`,
  `00-${'0'.repeat(32)}-${span}-01`,
  `00-${trace}-${'0'.repeat(16)}-01`,
  `00-${trace.toUpperCase()}-${span}-01`,
  ` 00-${trace}-${span}-01`,
])('%j is none', (text) => expect(parseTraceparent(text)).toBeNull())
