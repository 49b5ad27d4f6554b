import { expect, test } from 'vitest'
import { requiredItems } from './lead-status.ts'

/** A checklist in which every item asks for the next one; every other one has a value. `reads` counts looks at a code. */
function makeChecklist(length: number) {
  let reads = 0
  const items = Array.from({ length }, (_, number) => ({
    item: {
      id: `${number}`,
      label: `Item ${number}`,
      is_required: true,
      conditions: { item: `code ${(number + 1) % length}`, exists: true },
      get code() {
        reads += 1
        return `code ${number}`
      },
    },
    stored: number % 2 === 0 ? undefined : { status: 'COMPLETED' as const, value: number },
  }))
  const group = { id: 'group', name: 'Group', conditions: null }
  return { checklist: [{ group, items }], reads: () => reads }
}

test.each([4, 500])('with %i conditions each finds its value', (length) => {
  const { checklist } = makeChecklist(length)
  const expected = Array.from({ length: length / 2 }, (_, number) => `${number * 2}`)
  expect(requiredItems(checklist).map((item) => item.id)).toEqual(expected)
})

test('a long checklist full of conditions is not read anew for each of them', () => {
  const { checklist, reads } = makeChecklist(500)
  requiredItems(checklist)
  expect(reads()).toBeLessThan(500 * 25)
})
