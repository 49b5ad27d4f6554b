import { expect, test } from 'vitest'
import { callingWords } from './lead-contact.ts'

const zones = ['America/New_York']
const hours = { from: '08:00', to: '21:00' }
const at = (time: string) => new Date(`2026-02-03T${time}:00Z`)

test.each([
  ['open', at('19:05'), { open: true, opensAt: null }, 'It is 14:05 there. Calls are allowed until 21:00.'],
  [
    'closed',
    at('11:30'),
    { open: false, opensAt: '2026-02-03T13:00:00.000Z' },
    'It is 06:30 there. Calls are allowed from 08:00 on.',
  ],
])('a window that is %s is said in words', (_, now, window, words) => {
  expect(callingWords('America/New_York', { ...window, ...hours, zones }, now)).toBe(words)
})

test('a lead that may be in two zones promises no hour, and one without a zone nothing', () => {
  const two = { open: true, opensAt: null, ...hours, zones: [...zones, 'America/Chicago'] }
  expect(callingWords('America/New_York', two, at('19:05'))).toBe(
    'It is 14:05 there. Calls are allowed in every zone that it may be in.',
  )
  expect(callingWords(null, null, at('19:05'))).toBeNull()
})
