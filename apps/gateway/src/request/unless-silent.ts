import { AppError } from '@intake/contracts/app-error'
import { brokenOff } from './broken-off.ts'

/**
 * Passes a streamed body on. Throws `request_timeout` when the client sends nothing for `silenceMs`; the time that whoever takes the
 * body needs doesn't count.
 */
export async function* unlessSilent(
  body: AsyncIterable<Uint8Array>,
  silenceMs: number,
): AsyncGenerator<Uint8Array> {
  const chunks = body[Symbol.asyncIterator]()
  try {
    for (;;) {
      const next = await inTime(chunks.next(), silenceMs)
      if (next.done) return
      yield next.value
    }
  } finally {
    // Not waited for: a body that is silent would keep its iterator from ending.
    chunks.return?.().catch(() => undefined)
  }
}

/** What a client sends, awaited. Throws `request_timeout` unless it is there by then, and `invalid_request` when the client hangs up. */
export function inTime<Result>(coming: Promise<Result>, timeoutMs: number): Promise<Result> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new AppError('request_timeout', 'The body did not arrive in time.')),
      timeoutMs,
    )
    coming.then(
      (result) => {
        clearTimeout(timer)
        resolve(result)
      },
      (error) => {
        clearTimeout(timer)
        reject(brokenOff(error))
      },
    )
  })
}
