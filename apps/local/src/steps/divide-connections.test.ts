import { expect, test } from 'vitest'
import { divideConnections } from './divide-connections.ts'

test('where there is plenty, each takes what it wants', () => {
  expect(divideConnections({ gateways: 1, workers: 1 }, 100)).toEqual({ gateway: 12, worker: 8 })
})

test.each([
  [4, 4, 100],
  [8, 6, 100],
  [1, 20, 100],
  [16, 16, 200],
])('%i gateways and %i workers stay within %i connections', (gateways, workers, max) => {
  const share = divideConnections({ gateways, workers }, max)
  expect(gateways * share.gateway + workers * share.worker).toBeLessThanOrEqual(max - 15)
  expect(Math.min(share.gateway, share.worker)).toBeGreaterThanOrEqual(2)
})

test('too many processes are refused with the ways out', () => {
  expect(() => divideConnections({ gateways: 40, workers: 40 }, 100)).toThrow(
    /40 gateways and 40 workers.*max_connections/,
  )
})
