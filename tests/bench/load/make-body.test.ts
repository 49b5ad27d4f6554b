import { expect, test } from 'vitest'
import { makeBody } from './make-body.ts'

test('bodies are the same for a seed and an index, and their own otherwise', () => {
  expect(makeBody(7, 3)).toBe(makeBody(7, 3))
  const bodies = Array.from({ length: 1000 }, (_, index) => makeBody(7, index))
  expect(new Set(bodies).size).toBe(1000)
  expect(bodies).not.toContain(makeBody(8, 3))
})
