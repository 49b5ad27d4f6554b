import { AppError } from '@intake/contracts/app-error'
import type { GatewayDeps } from '../http.ts'

/** How fast a body has to arrive. */
export interface Pace {
  /** The longest pause, ms. */
  silenceMs: number
  /** Over a third of that pause, again and again. */
  bytesPerSecond: number
}

/** The pace of every body. */
export function paceOf(deps: Pick<GatewayDeps, 'bodyTimeoutMs' | 'minBytesPerSecond'>): Pace {
  return { silenceMs: deps.bodyTimeoutMs, bytesPerSecond: deps.minBytesPerSecond }
}

/**
 * Passes a streamed body on. Throws `request_timeout` when the client pauses for too long or sends too slowly; the time that whoever takes the
 * body needs doesn't count.
 */
export async function* unlessSlow(
  body: AsyncIterable<Uint8Array>,
  { silenceMs, bytesPerSecond }: Pace,
): AsyncGenerator<Uint8Array> {
  const chunks = body[Symbol.asyncIterator]()
  let waitedMs = 0
  let arrived = 0
  try {
    for (;;) {
      const askedAt = performance.now()
      const next = await inTime(chunks.next(), silenceMs)
      if (next.done) return
      waitedMs += performance.now() - askedAt
      arrived += next.value.byteLength
      if (waitedMs > silenceMs / 3) {
        if (arrived < (bytesPerSecond * waitedMs) / 1000) throw tooSlow()
        waitedMs = 0
        arrived = 0
      }
      yield next.value
    }
  } finally {
    // Not waited for: a body that is silent would keep its iterator from ending.
    chunks.return?.().catch(() => undefined)
  }
}

function tooSlow(): AppError {
  return new AppError('request_timeout', 'The body did not arrive in time.')
}

/** Throws `request_timeout` unless it is there by then. */
export function inTime<Result>(coming: Promise<Result>, timeoutMs: number): Promise<Result> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(tooSlow()), timeoutMs)
    coming.then(
      (result) => {
        clearTimeout(timer)
        resolve(result)
      },
      (error) => {
        clearTimeout(timer)
        reject(error)
      },
    )
  })
}
