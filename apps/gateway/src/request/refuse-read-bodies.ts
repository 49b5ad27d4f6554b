import type { Server } from 'node:http'

/**
 * GET and HEAD have no body. A connection that sends one all the same is closed with its answer: nobody reads the body, and the time
 * that a request has to arrive is that of an upload.
 */
export function refuseReadBodies(server: Server): void {
  server.prependListener('request', (request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return
    const { 'content-length': length, 'transfer-encoding': encoding } = request.headers
    if ((length === undefined || length === '0') && encoding === undefined) return
    response.shouldKeepAlive = false
    response.once('finish', () => request.socket.destroySoon())
  })
}
