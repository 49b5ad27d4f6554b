import { expect, test, vi } from 'vitest'
import { createReading } from './reading.ts'

test('readers share one look, and a fresh value', async () => {
  const load = vi.fn(async () => 'seen')
  const read = createReading({ what: 'it', load })
  expect(await Promise.all([read(), read()])).toEqual(['seen', 'seen'])
  expect(await read()).toBe('seen')
  expect(load).toHaveBeenCalledOnce()
})

test('an old value is no value', async () => {
  let value = 0
  const read = createReading({ what: 'it', load: async () => ++value, maxAgeMs: 0 })
  expect([await read(), await read()]).toEqual([1, 2])
})

test('a failure rejects, and the next reader looks again', async () => {
  const load = vi
    .fn<() => Promise<string>>()
    .mockRejectedValueOnce(new Error('away'))
    .mockResolvedValue('back')
  const read = createReading({ what: 'it', load })
  await expect(read()).rejects.toThrow('away')
  expect(await read()).toBe('back')
})

test('a look that hangs holds no reader up and is not begun again; once it ends it serves', async () => {
  let finish: (value: string) => void = () => undefined
  const load = vi.fn(() => new Promise<string>((resolve) => (finish = resolve)))
  const read = createReading({ what: 'the depth', load, timeoutMs: 20 })
  await expect(read()).rejects.toThrow('the depth took longer than 20 ms')
  await expect(read()).rejects.toThrow('took longer')
  expect(load).toHaveBeenCalledOnce()
  finish('late')
  await vi.waitFor(async () => expect(await read()).toBe('late'))
  expect(load).toHaveBeenCalledOnce()
})
