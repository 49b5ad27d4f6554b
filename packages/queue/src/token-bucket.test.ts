import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Bucket, takeToken } from './token-bucket.ts'

const limit = { perSecond: 2, burst: 3 }

test('a full bucket gives its burst, then a token each half second', () => {
  let bucket: Bucket | undefined
  const take = (now: number) => {
    const next = takeToken(bucket, limit, now)
    bucket = next.bucket
    return next.taken
  }
  expect([take(0), take(0), take(0)].map(({ allowed, remaining }) => [allowed, remaining])).toEqual([
    [true, 2],
    [true, 1],
    [true, 0],
  ])
  expect(take(0)).toEqual({ allowed: false, remaining: 0, fullIn: 2, retryAfter: 1 })
  expect(take(499).allowed).toBe(false)
  expect(take(500).allowed).toBe(true)
  expect(take(60_000)).toMatchObject({ allowed: true, remaining: 2 })
})

test('a clock that goes back gives nothing and takes nothing', () => {
  const { bucket } = takeToken({ tokens: 2, at: 10_000 }, limit, 5000)
  expect(bucket).toEqual({ tokens: 1, at: 5000 })
})

test('whatever comes when, no more than burst and rate allow', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 5000 }), { maxLength: 200 }), (gaps) => {
      let [now, allowed, bucket] = [0, 0, undefined as Bucket | undefined]
      for (const gap of gaps) {
        now += gap
        const next = takeToken(bucket, limit, now)
        bucket = next.bucket
        if (next.taken.allowed) allowed++
      }
      expect(allowed).toBeLessThanOrEqual(limit.burst + (now * limit.perSecond) / 1000)
    }),
  )
})
