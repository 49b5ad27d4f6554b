import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Bucket, takeTokens } from './token-bucket.ts'

const limit = { perSecond: 2, burst: 3 }

test('a full bucket gives its burst, then a token each half second', () => {
  let bucket: Bucket | undefined
  const take = (now: number) => {
    const next = takeTokens(bucket, limit, now)
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
  const { bucket } = takeTokens({ tokens: 2, at: 10_000 }, limit, 5000)
  expect(bucket).toEqual({ tokens: 1, at: 5000 })
})

test('work that was accepted takes its tokens although there are fewer, and the next waits until that is made up for', () => {
  const { bucket, taken } = takeTokens({ tokens: 1, at: 0 }, limit, 0, { tokens: 9, needed: -Infinity })
  expect(bucket.tokens).toBe(-8)
  expect(taken).toEqual({ allowed: true, remaining: 0, fullIn: 6, retryAfter: 5 })
  expect(takeTokens(bucket, limit, 4499).taken.allowed).toBe(false)
  expect(takeTokens(bucket, limit, 4500).taken.allowed).toBe(true)
})

test('whatever comes when, no more than burst and rate allow', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 5000 }), { maxLength: 200 }), (gaps) => {
      let [now, allowed, bucket] = [0, 0, undefined as Bucket | undefined]
      for (const gap of gaps) {
        now += gap
        const next = takeTokens(bucket, limit, now)
        bucket = next.bucket
        if (next.taken.allowed) allowed++
      }
      expect(allowed).toBeLessThanOrEqual(limit.burst + (now * limit.perSecond) / 1000)
    }),
  )
})
