import type { Redis } from 'ioredis'

const everyMs = 2500
/** So many times in a row nothing was heard: 5 to 7.5 s. A process that was busy itself misses one at most. */
const missesToLeave = 2

/**
 * Ends a connection whose server has gone without closing it, such as a machine that lost its power: the system would
 * notice only after many minutes. What was under way is sent again over the next connection.
 */
export function leaveSilentServer(redis: Redis): void {
  let isAsked = false
  let misses = 0
  const heard = () => {
    isAsked = false
    misses = 0
  }
  const look = () => {
    if (redis.status !== 'ready' && redis.status !== 'connect') return heard()
    if (isAsked) misses += 1
    if (misses >= missesToLeave) {
      heard()
      return redis.disconnect(true)
    }
    if (isAsked) return
    isAsked = true
    // While the server has yet to answer the greeting, that is the question.
    if (redis.status === 'connect') return
    redis.ping().then(heard, (error: Error) => {
      if (error.name === 'ReplyError') heard()
    })
  }
  const timer = setInterval(look, everyMs).unref()
  redis.on('ready', heard)
  redis.once('end', () => clearInterval(timer))
}
