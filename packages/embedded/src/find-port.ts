import { createServer } from 'node:net'
import getPort from 'get-port'

const PORTS_TO_TRY = 200
const HOSTS = ['127.0.0.1', '0.0.0.0', '::']

/**
 * A free port: `preferred`, else the first free one above it, else (no preference) any.
 * A port held on any address counts as taken; `avoid` names ports that are spoken for though nobody listens yet.
 */
export async function findPort(preferred?: number, avoid: readonly number[] = []): Promise<number> {
  if (preferred === undefined || preferred === 0) return getPort({ host: '127.0.0.1', exclude: avoid })
  const last = Math.min(preferred + PORTS_TO_TRY, 65_535)
  for (let port = preferred; port <= last; port += 1) {
    if (!avoid.includes(port) && (await isPortFree(port))) return port
  }
  throw new Error(`No free port between ${preferred} and ${last}`)
}

/** Whether nothing listens on this port, on whichever address of this machine. */
export async function isPortFree(port: number): Promise<boolean> {
  for (const host of HOSTS) {
    if (!(await canListen(port, host))) return false
  }
  return true
}

function canListen(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    // Machines without IPv6 refuse `::` with another code, which says nothing about the port.
    server.on('error', (error: NodeJS.ErrnoException) =>
      resolve(error.code !== 'EADDRINUSE' && error.code !== 'EACCES'),
    )
    server.listen({ port, host, exclusive: true, ipv6Only: host === '::' }, () =>
      server.close(() => resolve(true)),
    )
  })
}
