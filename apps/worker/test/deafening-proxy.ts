import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** A way to Redis on which, once `deafen` was called, connections that wait for jobs stay open and hear nothing any more. */
export async function startDeafeningProxy(redisUrl: string) {
  const target = new URL(redisUrl)
  const sockets = new Set<Socket>()
  let deaf = false
  const server = createServer((client) => {
    const redis = connect(Number(target.port), target.hostname)
    let waits = false
    for (const socket of [client, redis]) {
      sockets.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => {
        client.destroy()
        redis.destroy()
      })
    }
    client.on('data', (chunk) => {
      if (/bzpopmin/i.test(chunk.toString('latin1'))) waits = true
      if (!(deaf && waits)) redis.write(chunk)
    })
    redis.on('data', (chunk) => {
      if (!(deaf && waits)) client.write(chunk)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = new URL(redisUrl)
  url.host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url: url.href,
    deafen: () => {
      deaf = true
    },
    close: () => {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}
