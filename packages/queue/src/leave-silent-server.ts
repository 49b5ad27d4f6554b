import type { Redis } from 'ioredis'

const everyMs = 2500
/** So many times in a row nothing was heard: 5 to 7.5 s. A process that was busy itself misses one at most. */
const missesToLeave = 2

/**
 * Ends a connection whose server has gone without closing it, such as a machine that lost its power: the system would
 * notice only after many minutes. What was under way is sent again over the next connection.
 */
export function leaveSilentServer(redis: Redis): void {
  /** What had been read of the connection when it was last asked; null before that. */
  let readBefore: number | null = null
  let misses = 0
  const reset = () => {
    readBefore = null
    misses = 0
  }
  const look = () => {
    if (redis.status !== 'ready' && redis.status !== 'connect') return reset()
    const read = redis.stream.bytesRead
    misses = read === readBefore ? misses + 1 : 0
    readBefore = read
    if (misses >= missesToLeave) {
      reset()
      return redis.disconnect(true)
    }
    // A server that has yet to answer the greeting was asked by that. Any answer will do, a late one and a refusal, too.
    if (redis.status === 'ready') redis.ping().catch(() => undefined)
  }
  const timer = setInterval(look, everyMs).unref()
  redis.on('ready', reset)
  redis.once('end', () => clearInterval(timer))
}
