import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readingPage } from './reading-page.ts'

test('the page of the rules of reading is as `npm run report:phone` makes it', () => {
  const page = new URL('../../../../docs/phone/reading.md', import.meta.url)
  expect(readFileSync(page, 'utf8')).toBe(readingPage())
})
