import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** How to start a server; without `env` it gets ours. */
export type RedisProgram = { command: string; env?: Record<string, string> }

/** The server in a folder into which its packages were unpacked, with the libraries beside it. Null when not there. */
export function unpackedRedis(folder: string): RedisProgram | null {
  const command = ['redis-server', 'valkey-server']
    .map((name) => join(folder, 'usr', 'bin', name))
    .find((path) => existsSync(path))
  if (command === undefined) return null
  const libraries = ['lib', 'usr/lib']
    .map((dir) => join(folder, dir))
    .filter((dir) => existsSync(dir))
    .flatMap((dir) => readdirSync(dir).map((name) => join(dir, name)))
  return { command, env: { LD_LIBRARY_PATH: libraries.join(':'), LC_ALL: 'C' } }
}
