import type { Server } from './database-url.ts'
import type { NotWritableError } from './not-writable-error.ts'

/** For so long after each server was found to take no writes, none is asked again, ms. */
const restMs = 200

/** The servers of one address: which is connected to now, and what is known of those that took no writes. */
export interface ServerList {
  readonly size: number
  /** The one to connect to: the last that worked, or the next after the last that failed. */
  current(): Server
  /** A connection to this one could not be made. */
  failed(server: Server): void
  /** This one takes no writes. Connections that were made to it before this moment are to be let go. */
  foundReadOnly(server: Server, error: NotWritableError): void
  /** This one has just taken a connection as a server that takes writes. */
  foundWritable(server: Server): void
  /** How often this one was found to take no writes. A connection with an older count is to be let go. */
  timesReadOnly(server: Server): number
  /** Why no connection is worth a try just now: all were found to take no writes within the last 200 ms. */
  refusal(): NotWritableError | null
  onReadOnly(listener: () => void): void
}

/** Nothing connects before it is asked; the first server is tried first. */
export function createServerList(servers: readonly Server[]): ServerList {
  const states = new Map(servers.map((server) => [server, { times: 0, at: -Infinity }]))
  const listeners: (() => void)[] = []
  let index = 0
  let last: NotWritableError | null = null

  const current = () => servers[index] as Server
  const failed = (server: Server) => {
    // Another connection may have moved on already.
    if (server === current()) index = (index + 1) % servers.length
  }
  return {
    size: servers.length,
    current,
    failed,
    foundReadOnly(server, error) {
      const state = states.get(server)
      if (state) Object.assign(state, { times: state.times + 1, at: performance.now() })
      last = error
      failed(server)
      for (const listener of listeners) listener()
    },
    foundWritable(server) {
      const state = states.get(server)
      if (state) state.at = -Infinity
    },
    timesReadOnly: (server) => states.get(server)?.times ?? 0,
    refusal() {
      const since = performance.now() - restMs
      return [...states.values()].every(({ at }) => at > since) ? last : null
    },
    onReadOnly: (listener) => void listeners.push(listener),
  }
}
