/** Never longer than this between attempts to reconnect, ms. */
const maxDelayMs = 2000
/** Refusals this close to one another are of one connection, ms. */
const sameBreakMs = 50
/** So long after the last refusal the next one is the first again, ms. */
const forgottenAfterMs = 10_000

/** The server refused because of its state, so that another behind the same address may do it. Nothing was executed. */
const otherServerMay = /(?:^|-)(?:READONLY|LOADING|MASTERDOWN|UNBLOCKED)\b/
/** The same, but sending the command again is of no use before somebody changes the servers. */
const wrongServer = /(?:^|-)(?:MOVED|CLUSTERDOWN)\b|DB index is out of range|invalid DB index/

export interface Reconnection {
  /** For ioredis: 1 leaves the server and rejects the command, 2 leaves it and sends the command again. */
  reconnectOnError(error: Error): false | 1 | 2
  /** For ioredis: how long to wait before the next attempt, ms. */
  retryStrategy(attempt: number): number
}

/**
 * When a connection leaves its server, and how soon it comes back. A demoted primary keeps its sockets open and refuses
 * every write, so a refusal ends the connection; whoever stands behind the address by then gets the next one. The more
 * refusals, the longer the pause, up to 2 s.
 */
export function createReconnection(options: {
  /** Sends commands again that a server refused which may be another's to do. */
  resend: boolean
  /** A cluster's own client follows MOVED and waits out CLUSTERDOWN. */
  isCluster: boolean
  onRefusal(error: Error): void
}): Reconnection {
  const { resend, isCluster, onRefusal } = options
  let refusals = 0
  let lastAt = -Infinity

  return {
    reconnectOnError({ message }) {
      const isOthers = otherServerMay.test(message)
      if (!isOthers && (isCluster || !wrongServer.test(message))) return false
      const passed = performance.now() - lastAt
      lastAt = performance.now()
      if (passed > sameBreakMs) {
        refusals = passed < forgottenAfterMs ? refusals + 1 : 1
        onRefusal(new Error(message))
      } else if (!resend) {
        // Others of a pipeline: the connection is being left already.
        return false
      }
      return resend && isOthers ? 2 : 1
    },
    retryStrategy(attempt) {
      const recent = performance.now() - lastAt < forgottenAfterMs ? refusals : 0
      return Math.min(Math.max(attempt, recent) * 100, maxDelayMs)
    },
  }
}
