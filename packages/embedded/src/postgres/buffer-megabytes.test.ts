import { totalmem } from 'node:os'
import { expect, test } from 'vitest'
import { bufferMegabytes } from './buffer-megabytes.ts'

test.each([
  [512, 128],
  [2048, 256],
  [64_000, 1024],
])('of %i MB of memory %i are for buffers', (memory, buffers) => {
  expect(bufferMegabytes(memory * 2 ** 20)).toBe(buffers)
})

test('of this machine no more than an eighth, unless that is too little', () => {
  expect(bufferMegabytes()).toBeLessThanOrEqual(Math.max(128, totalmem() / 2 ** 23))
})
