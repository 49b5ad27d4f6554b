import { AppError } from '@intake/contracts/app-error'
import { expect, test } from 'vitest'
import { createGroupCommit, type GroupCommitOptions, type ItemResult } from './group-commit.ts'

/** A group commit whose writes wait until the test lets them go. */
function gated(overrides: Partial<GroupCommitOptions<number, string>> = {}) {
  const written: number[][] = []
  const gates: (() => void)[] = []
  const groups = createGroupCommit<number, string>({
    write: (batch) => {
      written.push([...batch])
      return new Promise((resolve) => gates.push(() => resolve(batch.map(done))))
    },
    isItemError: () => false,
    isPassing: () => false,
    maxBatch: 4,
    maxInFlight: 1,
    maxWaiting: 10,
    ...overrides,
  })
  return { groups, written, openGate: () => gates.shift()?.() }
}

const turn = () => new Promise((resolve) => setImmediate(resolve))

const outcome = (item: number): ItemResult<string> => ({ outcome: String(item) })
const done = (item: number): ItemResult<string> => ({ outcome: `done ${item}` })

class ItemError extends Error {}

test('a lone item is written at once; what arrives meanwhile shares the next batch', async () => {
  const { groups, written, openGate } = gated()
  const first = groups.submit(1)
  await turn()
  const others = [2, 3, 4, 5, 6].map((item) => groups.submit(item))
  await turn()
  expect(written).toEqual([[1]])
  openGate()
  expect(await first).toBe('done 1')
  await turn()
  expect(written).toEqual([[1], [2, 3, 4, 5]])
  openGate()
  await turn()
  await turn()
  openGate()
  expect(await Promise.all(others)).toEqual(['done 2', 'done 3', 'done 4', 'done 5', 'done 6'])
})

test('beyond its bound it refuses at once, and goes on with what it has', async () => {
  const { groups, openGate } = gated({ maxWaiting: 2 })
  const first = groups.submit(1)
  await turn()
  const waiting = [groups.submit(2), groups.submit(3)]
  const refused = await groups.submit(4).catch((error: unknown) => error)
  expect(refused).toBeInstanceOf(AppError)
  expect(refused).toMatchObject({ code: 'overloaded', retryAfter: 1 })
  expect(groups.size).toBe(3)
  openGate()
  await first
  await turn()
  openGate()
  expect(await Promise.all(waiting)).toEqual(['done 2', 'done 3'])
  await groups.drain()
  expect(groups.size).toBe(0)
})

test('one bad item fails alone', async () => {
  const stored: number[] = []
  const groups = createGroupCommit<number, string>({
    write: async (batch) => {
      if (batch.includes(13)) throw new ItemError('13')
      stored.push(...batch)
      return batch.map(outcome)
    },
    isItemError: (error) => error instanceof ItemError,
    isPassing: () => false,
    maxBatch: 100,
    maxInFlight: 1,
    maxWaiting: 1000,
  })
  const results = await Promise.allSettled(Array.from({ length: 100 }, (_, item) => groups.submit(item)))
  expect(results.flatMap((result, item) => (result.status === 'rejected' ? [item] : []))).toEqual([13])
  expect(stored.sort((a, b) => a - b)).toEqual(
    Array.from({ length: 100 }, (_, item) => item).filter((item) => item !== 13),
  )
})

test('a failure of the whole batch fails all of it, once; a passing one is tried again', async () => {
  let writes = 0
  const failing = gated({
    write: async () => {
      writes += 1
      throw new Error('gone')
    },
  }).groups
  const results = await Promise.allSettled([failing.submit(1), failing.submit(2)])
  expect(results.map((result) => result.status)).toEqual(['rejected', 'rejected'])
  expect(writes).toBe(1)

  let tries = 0
  const passing = gated({
    isPassing: () => true,
    write: async (batch) => {
      tries += 1
      if (tries === 1) throw new Error('deadlock')
      return batch.map(outcome)
    },
  }).groups
  expect(await passing.submit(7)).toBe('7')
})

test('what an item is rejected with may be another error; whether to split goes by the first', async () => {
  const failing = (batch: readonly number[]) =>
    batch.includes(2) ? Promise.reject(new ItemError('2')) : Promise.resolve(batch.map(outcome))
  const groups = createGroupCommit<number, string>({
    write: failing,
    isItemError: (error) => error instanceof ItemError,
    isPassing: () => false,
    toRejection: (error) => new Error('told', { cause: error }),
    maxBatch: 4,
    maxInFlight: 1,
    maxWaiting: 10,
  })
  const [first, second, third] = await Promise.allSettled([1, 2, 3].map((item) => groups.submit(item)))
  expect([first, third]).toMatchObject([{ value: '1' }, { value: '3' }])
  expect(second).toMatchObject({ reason: { message: 'told', cause: expect.any(ItemError) } })
})

test('a few items wait for the end of the batch under way, many or impatient ones are written beside it', async () => {
  const { groups, written, openGate } = gated({ maxInFlight: 2, minBeside: 3 })
  const first = groups.submit(1)
  await turn()
  const few = [groups.submit(2), groups.submit(3)]
  await turn()
  expect(written).toEqual([[1]])
  openGate()
  await first
  await turn()
  expect(written).toEqual([[1], [2, 3]])
  const many = [4, 5, 6].map((item) => groups.submit(item))
  await turn()
  expect(written.at(-1)).toEqual([4, 5, 6])
  openGate()
  openGate()
  await Promise.all([...few, ...many])
  const slow = groups.submit(7)
  await turn()
  const impatient = groups.submit(8)
  await expect.poll(() => written.at(-1)).toEqual([8])
  openGate()
  openGate()
  expect(await Promise.all([slow, impatient])).toEqual(['done 7', 'done 8'])
})

test('what a write says of an item that it left out and that failed is its rejection, and of no other', async () => {
  let writes = 0
  const groups = createGroupCommit<number, string>({
    write: async (batch) => {
      writes += 1
      return batch.map((item) => (item === 2 ? { error: new ItemError('two') } : done(item)))
    },
    isItemError: (error) => error instanceof ItemError,
    isPassing: () => false,
    toRejection: (error) => new Error(`rejected: ${(error as Error).message}`),
    maxBatch: 4,
    maxInFlight: 1,
    maxWaiting: 10,
  })
  const ends = await Promise.allSettled([1, 2, 3].map((item) => groups.submit(item)))
  expect(ends).toMatchObject([
    { value: 'done 1' },
    { reason: { message: 'rejected: two' } },
    { value: 'done 3' },
  ])
  expect(writes).toBe(1)
  expect(groups.size).toBe(0)
})
