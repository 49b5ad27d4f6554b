import { expect, test } from 'vitest'
import { presentCallingWindow } from './present-calling-window.ts'

const hours = { from: '08:00', to: '21:00' }

test('open only where it is open in every zone the lead may be in', () => {
  // 20:30 in New York, 19:30 in Chicago.
  const at = new Date('2026-11-24T01:30:00Z')
  const both = { zone: 'America/New_York', alternatives: ['America/Chicago'] }
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
  expect(presentCallingWindow({ zone: 'America/Chicago', alternatives: [] }, hours, later)?.open).toBe(true)
})

test('without a zone nothing can be said', () => {
  expect(presentCallingWindow({ zone: null, alternatives: [] }, hours, new Date())).toBeNull()
})
