import { connectProducer, type RedisClient } from './connections.ts'
import { defaultPrefix, type RedisSettings } from './redis-settings.ts'
import {
  aRequest,
  type Bucket,
  describe,
  type RateLimit,
  type Take,
  type Taken,
  takeTokens,
} from './token-bucket.ts'

export interface RateLimiterConfig {
  redis: RedisSettings
  prefix?: string
  /** A Redis that doesn't answer within this time, ms, is left alone for a while. */
  answerWithinMs?: number
  onError?: (error: Error) => void
}

/** Token buckets by key, shared by all processes through Redis. */
export interface RateLimiter {
  /** Never rejects and never waits long: without Redis this process counts for itself. */
  take(keyId: string, limit: RateLimit): Promise<Taken>
  /** Takes tokens for work that was accepted, whether there are as many or not: then the key's next requests wait. */
  charge(keyId: string, limit: RateLimit, tokens: number): Promise<Taken>
  close(): void
}

/** So many times in a row no answer came in time: it is Redis, not a moment in which this process was busy. */
const missesToRest = 3
/** How long a Redis that didn't answer is left alone, ms. */
const restMs = 5000
const maxBuckets = 10_000

/** The same as `takeTokens`, by Redis's own clock. A bucket that is full again expires. */
const script = `
local perSecond, burst, take, needed = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local bucket = redis.call('HMGET', KEYS[1], 'tokens', 'at')
local tokens = burst
if bucket[1] then
  tokens = math.min(burst, tonumber(bucket[1]) + math.max(0, now - tonumber(bucket[2])) * perSecond / 1000)
end
local allowed = 0
if tokens >= needed then
  allowed = 1
  tokens = tokens - take
end
redis.call('HSET', KEYS[1], 'tokens', tostring(tokens), 'at', tostring(now))
redis.call('PEXPIRE', KEYS[1], math.ceil((burst - math.min(0, tokens)) / perSecond * 1000) + 1000)
return {allowed, tostring(tokens)}`

type ScriptedRedis = RedisClient & {
  takeTokens(
    bucket: string,
    perSecond: number,
    burst: number,
    tokens: number,
    needed: number,
  ): Promise<[number, string]>
}

/**
 * Counts in Redis, and in this process while Redis is away, frozen or full: then each process goes on from what Redis last said
 * and allows the whole limit, since refusing leads, or waiting, would be worse.
 */
export function createRateLimiter(config: RateLimiterConfig): RateLimiter {
  const { prefix = defaultPrefix, answerWithinMs = 50, onError = () => undefined } = config
  const redis = connectProducer(config.redis, onError, answerWithinMs).client as ScriptedRedis
  redis.defineCommand('takeTokens', { numberOfKeys: 1, lua: script })
  const local = createLocalRateLimiter()
  let restUntil = 0
  let misses = 0

  const take = async (keyId: string, limit: RateLimit, wanted: Take): Promise<Taken> => {
    if (redis.status !== 'ready' || performance.now() < restUntil)
      return local.takeTokens(keyId, limit, wanted)
    try {
      const [allowed, tokens] = await redis.takeTokens(
        bucketKey(prefix, keyId),
        limit.perSecond,
        limit.burst,
        wanted.tokens,
        wanted.needed,
      )
      misses = 0
      local.set(keyId, Number(tokens))
      return describe(allowed === 1, Number(tokens), limit)
    } catch (error) {
      misses += 1
      if (misses >= missesToRest) restUntil = performance.now() + restMs
      onError(error as Error)
      return local.takeTokens(keyId, limit, wanted)
    }
  }

  return {
    take: (keyId, limit) => take(keyId, limit, aRequest),
    charge: (keyId, limit, tokens) => take(keyId, limit, acceptedWork(tokens)),
    close: () => redis.disconnect(),
  }
}

/** The tag is the key's own, so that the buckets spread over the nodes of a cluster. */
function bucketKey(prefix: string, keyId: string): string {
  return `{${prefix.replace(/[{}]/g, '')}:rate:${keyId}}`
}

export interface LocalRateLimiter extends RateLimiter {
  takeTokens(keyId: string, limit: RateLimit, wanted: Take): Promise<Taken>
  /** Sets what is in a key's bucket now. */
  set(keyId: string, tokens: number): void
}

/** Counts in this process alone. */
export function createLocalRateLimiter(): LocalRateLimiter {
  const buckets = new Map<string, Bucket>()
  const put = (keyId: string, bucket: Bucket) => {
    buckets.delete(keyId)
    buckets.set(keyId, bucket)
    // The one that was used longest ago goes first.
    if (buckets.size > maxBuckets) buckets.delete(buckets.keys().next().value ?? '')
  }
  const take = (keyId: string, limit: RateLimit, wanted: Take) => {
    const { bucket, taken } = takeTokens(buckets.get(keyId), limit, performance.now(), wanted)
    put(keyId, bucket)
    return Promise.resolve(taken)
  }
  return {
    set: (keyId, tokens) => put(keyId, { tokens, at: performance.now() }),
    takeTokens: take,
    take: (keyId, limit) => take(keyId, limit, aRequest),
    charge: (keyId, limit, tokens) => take(keyId, limit, acceptedWork(tokens)),
    close: () => undefined,
  }
}

/** More than any bucket lacks, so that such work is always let through; a number that Lua reads back whole. */
const anyDebt = -(2 ** 52)

function acceptedWork(tokens: number): Take {
  return { tokens, needed: anyDebt }
}
