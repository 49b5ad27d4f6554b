import { AppError } from '@intake/contracts/app-error'
import { expect, test } from 'vitest'
import { Again, type BatcherOptions, createBatcher, Failed } from './batcher.ts'

/** A batcher whose flushes wait until the test lets them go. */
function gated(overrides: Partial<BatcherOptions<number, string>> = {}) {
  const flushed: number[][] = []
  const gates: (() => void)[] = []
  const batcher = createBatcher<number, string>({
    flush: (batch) => {
      flushed.push([...batch])
      return new Promise((resolve) => gates.push(() => resolve(batch.map((item) => `done ${item}`))))
    },
    isItemError: () => false,
    isPassing: () => false,
    maxBatch: 4,
    maxInFlight: 1,
    maxWaiting: 10,
    ...overrides,
  })
  return { batcher, flushed, openGate: () => gates.shift()?.() }
}

const turn = () => new Promise((resolve) => setImmediate(resolve))

class ItemError extends Error {}

test('a lone item is flushed at once; what arrives meanwhile shares the next flush', async () => {
  const { batcher, flushed, openGate } = gated()
  const first = batcher.submit(1)
  await turn()
  const others = [2, 3, 4, 5, 6].map((item) => batcher.submit(item))
  await turn()
  expect(flushed).toEqual([[1]])
  openGate()
  expect(await first).toBe('done 1')
  await turn()
  expect(flushed).toEqual([[1], [2, 3, 4, 5]])
  openGate()
  await turn()
  await turn()
  openGate()
  expect(await Promise.all(others)).toEqual(['done 2', 'done 3', 'done 4', 'done 5', 'done 6'])
})

test('beyond its bound it refuses at once, and goes on with what it has', async () => {
  const { batcher, openGate } = gated({ maxWaiting: 2 })
  const first = batcher.submit(1)
  await turn()
  const waiting = [batcher.submit(2), batcher.submit(3)]
  const refused = await batcher.submit(4).catch((error: unknown) => error)
  expect(refused).toBeInstanceOf(AppError)
  expect(refused).toMatchObject({ code: 'overloaded', retryAfter: 1 })
  expect(batcher.size).toBe(3)
  openGate()
  await first
  await turn()
  openGate()
  expect(await Promise.all(waiting)).toEqual(['done 2', 'done 3'])
  await batcher.drain()
  expect(batcher.size).toBe(0)
})

test('one bad item fails alone', async () => {
  const stored: number[] = []
  const batcher = createBatcher<number, string>({
    flush: async (batch) => {
      if (batch.includes(13)) throw new ItemError('13')
      stored.push(...batch)
      return batch.map(String)
    },
    isItemError: (error) => error instanceof ItemError,
    isPassing: () => false,
    maxBatch: 100,
    maxInFlight: 1,
    maxWaiting: 1000,
  })
  const results = await Promise.allSettled(Array.from({ length: 100 }, (_, item) => batcher.submit(item)))
  expect(results.flatMap((result, item) => (result.status === 'rejected' ? [item] : []))).toEqual([13])
  expect(stored.sort((a, b) => a - b)).toEqual(
    Array.from({ length: 100 }, (_, item) => item).filter((item) => item !== 13),
  )
})

test('a failure of the whole batch fails all of it, once; a passing one is tried again', async () => {
  let flushes = 0
  const failing = gated({
    flush: async () => {
      flushes += 1
      throw new Error('gone')
    },
  }).batcher
  const results = await Promise.allSettled([failing.submit(1), failing.submit(2)])
  expect(results.map((result) => result.status)).toEqual(['rejected', 'rejected'])
  expect(flushes).toBe(1)

  let tries = 0
  const passing = gated({
    isPassing: () => true,
    flush: async (batch) => {
      tries += 1
      if (tries === 1) throw new Error('deadlock')
      return batch.map(String)
    },
  }).batcher
  expect(await passing.submit(7)).toBe('7')
})

test('what an item is rejected with may be another error; whether to split goes by the first', async () => {
  const failing = (batch: readonly number[]) =>
    batch.includes(2) ? Promise.reject(new ItemError('2')) : Promise.resolve(batch.map(String))
  const batcher = createBatcher<number, string>({
    flush: failing,
    isItemError: (error) => error instanceof ItemError,
    isPassing: () => false,
    toRejection: (error) => new Error('told', { cause: error }),
    maxBatch: 4,
    maxInFlight: 1,
    maxWaiting: 10,
  })
  const [first, second, third] = await Promise.allSettled([1, 2, 3].map((item) => batcher.submit(item)))
  expect([first, third]).toMatchObject([{ value: '1' }, { value: '3' }])
  expect(second).toMatchObject({ reason: { message: 'told', cause: expect.any(ItemError) } })
})

test('a few items wait for the end of the flush under way, many or impatient ones are flushed beside it', async () => {
  const { batcher, flushed, openGate } = gated({ maxInFlight: 2, minBeside: 3 })
  const first = batcher.submit(1)
  await turn()
  const few = [batcher.submit(2), batcher.submit(3)]
  await turn()
  expect(flushed).toEqual([[1]])
  openGate()
  await first
  await turn()
  expect(flushed).toEqual([[1], [2, 3]])
  const many = [4, 5, 6].map((item) => batcher.submit(item))
  await turn()
  expect(flushed.at(-1)).toEqual([4, 5, 6])
  openGate()
  openGate()
  await Promise.all([...few, ...many])
  const slow = batcher.submit(7)
  await turn()
  const impatient = batcher.submit(8)
  await expect.poll(() => flushed.at(-1)).toEqual([8])
  openGate()
  openGate()
  expect(await Promise.all([slow, impatient])).toEqual(['done 7', 'done 8'])
})

test('what a flush leaves out is in the next one, before all that waits and beyond the bound', async () => {
  const { batcher, flushed } = gated({
    maxBatch: 2,
    maxWaiting: 2,
    flush: (batch) => {
      flushed.push([...batch])
      const outcomes = batch.map((item) => (item < 10 ? new Again(item + 10) : `done ${item}`))
      return new Promise((resolve) => gates.push(() => resolve(outcomes)))
    },
  })
  const gates: (() => void)[] = []
  const all = [batcher.submit(1), batcher.submit(12)]
  await turn()
  all.push(batcher.submit(13), batcher.submit(14))
  gates.shift()?.()
  await turn()
  expect(flushed).toEqual([
    [1, 12],
    [11, 13],
  ])
  expect(batcher.size).toBe(3)
  gates.shift()?.()
  await turn()
  gates.shift()?.()
  expect(await Promise.all(all)).toEqual(['done 11', 'done 12', 'done 13', 'done 14'])
  expect(batcher.size).toBe(0)
})

test('what a flush says of an item that it left out and that failed is its rejection, and of no other', async () => {
  let flushes = 0
  const batcher = createBatcher<number, string>({
    flush: async (batch) => {
      flushes += 1
      return batch.map((item) => (item === 2 ? new Failed(new ItemError('two')) : `done ${item}`))
    },
    isItemError: (error) => error instanceof ItemError,
    isPassing: () => false,
    toRejection: (error) => new Error(`rejected: ${(error as Error).message}`),
    maxBatch: 4,
    maxInFlight: 1,
    maxWaiting: 10,
  })
  const ends = await Promise.allSettled([1, 2, 3].map((item) => batcher.submit(item)))
  expect(ends).toMatchObject([
    { value: 'done 1' },
    { reason: { message: 'rejected: two' } },
    { value: 'done 3' },
  ])
  expect(flushes).toBe(1)
  expect(batcher.size).toBe(0)
})
