import type { Server, ServerResponse } from 'node:http'
import { Server as NetServer, type Socket } from 'node:net'

const sweepEveryMs = 50
/** Slow readers make room in lumps of megabytes, so they get so many times the grace between two. */
const patience = 4
/** An answer that is still being made of a stream has so many times the grace. */
const streamPatience = 2

/** The way out of an HTTP server, made before it takes its first request. */
export interface ServerExit {
  /** From now on every answer ends its connection, so that kept-alive clients connect anew, elsewhere. */
  leave(): void
  /**
   * Takes no new connections and resolves when the last is gone. Requests that have arrived whole are answered; those
   * that have not within `graceMs` are cut off, as are connections without a request, and clients that for four times
   * `graceMs` read nothing of an answer. One that is still being made of a stream ends after twice `graceMs`.
   */
  close(): Promise<void>
}

/**
 * Node's own `server.close` waits for busy kept-alive connections for as long as their clients go on sending, no longer
 * bounds requests that never arrive whole, and takes a connection for idle whose answer is on its way, which cuts a large one off.
 */
export function createServerExit(server: Server, graceMs = 2000): ServerExit {
  const sockets = new Set<Socket>()
  const open = new Set<ServerResponse>()
  /** What had been read of a connection when its last answer was out; nothing more since then: it is idle. */
  const readWhenIdle = new WeakMap<Socket, number>()
  let leaving = false
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  server.prependListener('request', ({ socket }, response) => {
    if (leaving) response.shouldKeepAlive = false
    open.add(response)
    response.once('close', () => {
      open.delete(response)
      readWhenIdle.set(socket, socket.bytesRead)
    })
  })

  const leave = () => {
    leaving = true
    for (const response of open) if (!response.headersSent) response.shouldKeepAlive = false
  }
  const bounded = new Set<ServerResponse>()
  /** Node's own time-out sees whether anything of a large write goes out, and destroys the socket where nothing does. */
  const boundReading = (response: ServerResponse) => {
    if (!response.headersSent || bounded.has(response)) return
    bounded.add(response)
    const { socket } = response.req
    socket.setTimeout(graceMs * patience)
    if (response.writableEnded) return
    const cut = setTimeout(() => response.writableEnded || socket.destroy(), graceMs * streamPatience)
    response.once('close', () => clearTimeout(cut))
  }
  const closeIdle = () => {
    const busy = new Set([...open].map(({ req }) => req.socket))
    for (const socket of sockets)
      if (!busy.has(socket) && readWhenIdle.get(socket) === socket.bytesRead) socket.destroy()
  }
  const cutOff = () => {
    const awaited = [...open].filter(({ req }) => req.complete)
    for (const response of awaited) boundReading(response)
    const accepted = new Set(awaited.map(({ req }) => req.socket))
    for (const socket of sockets) if (!accepted.has(socket)) socket.destroy()
  }

  return {
    leave,
    close: () =>
      new Promise((resolve) => {
        leave()
        const cutOffAt = performance.now() + graceMs
        const sweep = setInterval(() => {
          if (performance.now() < cutOffAt) closeIdle()
          else cutOff()
        }, sweepEveryMs)
        closeIdle()
        NetServer.prototype.close.call(server, () => {
          clearInterval(sweep)
          resolve()
        })
      }),
  }
}
