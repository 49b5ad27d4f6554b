import { expect, test } from 'vitest'
import { presentCallingWindow } from './present-calling-window.ts'

const hours = { from: '08:00', to: '21:00' }
const inference = (alternatives: string[]) => ({ alternatives, share: 0.8, basis: 'npa', tableVersion: '1' })

test('open only where it is open in every zone the lead may be in', () => {
  // 20:30 in New York, 19:30 in Chicago.
  const at = new Date('2026-11-24T01:30:00Z')
  const both = { timezone: 'America/New_York', timezone_inference: inference(['America/Chicago']) }
  expect(presentCallingWindow(both, hours, at)).toEqual({
    open: true,
    opensAt: '2026-11-24T14:00:00.000Z',
    zones: ['America/New_York', 'America/Chicago'],
    ...hours,
  })
  const later = new Date('2026-11-24T02:30:00Z')
  expect(presentCallingWindow(both, hours, later)).toMatchObject({
    open: false,
    opensAt: '2026-11-24T14:00:00.000Z',
  })
  expect(
    presentCallingWindow({ timezone: 'America/Chicago', timezone_inference: null }, hours, later)?.open,
  ).toBe(true)
})

test('without a zone nothing can be said', () => {
  expect(presentCallingWindow({ timezone: null, timezone_inference: null }, hours, new Date())).toBeNull()
})
