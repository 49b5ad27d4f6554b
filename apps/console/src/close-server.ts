import type { ServerType } from '@hono/node-server'

/** Stops accepting, lets the requests under way finish and drops connections that wait for nothing. */
export function closeServer(server: ServerType): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()))
    if ('closeIdleConnections' in server) server.closeIdleConnections()
  })
}
