import { expect, test } from 'vitest'
import { itemsOf, nextCursor } from './pages.ts'

test.each([
  ['</api/v1/leads?limit=1&cursor=a%2Bb>; rel="next"', 'a+b'],
  ['</first>; rel="first", </api?cursor=2>; rel="next"', '2'],
  ['<https://example.com/api?cursor=3>; rel=next', '3'],
  ['</api?cursor=4>; rel="prev"', undefined],
  ['', undefined],
  [null, undefined],
])('the cursor of %j', (link, cursor) => {
  expect(nextCursor(link)).toBe(cursor)
})

test('a page is an array or has one', () => {
  expect(itemsOf([1, 2])).toEqual([1, 2])
  expect(itemsOf({ nextCursor: null, leads: [3] })).toEqual([3])
})
