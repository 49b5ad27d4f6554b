/** What a key may send: `perSecond` tokens come back each second, up to `burst`. A request takes one, a batch one for each lead. */
export interface RateLimit {
  perSecond: number
  burst: number
}

export interface Bucket {
  /** Less than none when a batch took more than there were: the key waits until that is made up for. */
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

/** How many tokens go, and how many there have to be for that. */
export interface Take {
  tokens: number
  needed: number
}

export const aRequest: Take = { tokens: 1, needed: 1 }

/** Takes tokens from a bucket, a full one where there is none yet. The Lua script of the rate limiter does the same. */
export function takeTokens(
  bucket: Bucket | undefined,
  limit: RateLimit,
  now: number,
  take = aRequest,
): { bucket: Bucket; taken: Taken } {
  const passed = bucket ? Math.max(0, now - bucket.at) : 0
  const held = bucket ? Math.min(limit.burst, bucket.tokens + (passed * limit.perSecond) / 1000) : limit.burst
  const allowed = held >= take.needed
  const tokens = allowed ? held - take.tokens : held
  return { bucket: { tokens, at: now }, taken: describe(allowed, tokens, limit) }
}

/** What a client is told of a bucket that holds `tokens` after its request. */
export function describe(allowed: boolean, tokens: number, { perSecond, burst }: RateLimit): Taken {
  return {
    allowed,
    remaining: Math.max(0, Math.floor(tokens)),
    fullIn: Math.ceil((burst - tokens) / perSecond),
    retryAfter: Math.max(1, Math.ceil((1 - tokens) / perSecond)),
  }
}
