/** What a key may send: `perSecond` tokens come back each second, up to `burst`. A request takes one. */
export interface RateLimit {
  perSecond: number
  burst: number
}

export interface Bucket {
  tokens: number
  /** When `tokens` was true, ms. */
  at: number
}

export interface Taken {
  allowed: boolean
  /** Whole tokens that are left. */
  remaining: number
  /** Until the bucket is full again, whole seconds. */
  fullIn: number
  /** Until the next token, whole seconds, at least 1; for a request that wasn't allowed. */
  retryAfter: number
}

/** Takes a token from a bucket, a full one where there is none yet. The Lua script of the rate limiter does the same. */
export function takeToken(
  bucket: Bucket | undefined,
  limit: RateLimit,
  now: number,
): { bucket: Bucket; taken: Taken } {
  const passed = bucket ? Math.max(0, now - bucket.at) : 0
  const held = bucket ? Math.min(limit.burst, bucket.tokens + (passed * limit.perSecond) / 1000) : limit.burst
  const allowed = held >= 1
  const tokens = allowed ? held - 1 : held
  return { bucket: { tokens, at: now }, taken: describe(allowed, tokens, limit) }
}

/** What a client is told of a bucket that holds `tokens` after its request. */
export function describe(allowed: boolean, tokens: number, { perSecond, burst }: RateLimit): Taken {
  return {
    allowed,
    remaining: Math.floor(tokens),
    fullIn: Math.ceil((burst - tokens) / perSecond),
    retryAfter: Math.max(1, Math.ceil((1 - tokens) / perSecond)),
  }
}
