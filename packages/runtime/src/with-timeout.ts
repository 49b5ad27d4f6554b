/** Something took longer than it may. */
export class TimeoutError extends Error {
  override name = 'TimeoutError'
}

/**
 * Settles as the promise does, or rejects with a {@link TimeoutError} after `timeoutMs`. What it waited for goes on
 * running: a promise can't be stopped from outside.
 */
export async function withTimeout<T>(
  promise: PromiseLike<T>,
  { what, timeoutMs }: { what: string; timeoutMs: number },
): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const expiry = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TimeoutError(`${what} took longer than ${timeoutMs} ms`)), timeoutMs)
  })
  try {
    return await Promise.race([promise, expiry])
  } finally {
    clearTimeout(timer)
  }
}
