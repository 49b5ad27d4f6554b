import { writeFileSync } from 'node:fs'

export type RedisSettings = Record<string, string>

/**
 * Writes the server's configuration, password included, readable by the owner only: on the command line anybody could
 * read it. BullMQ needs `noeviction`; the append-only file is what brings jobs back after a crash.
 */
export function writeRedisConfig(
  file: string,
  server: { port: number; dir: string; password: string },
  settings: RedisSettings,
): void {
  const all = {
    bind: '127.0.0.1',
    port: String(server.port),
    dir: quote(server.dir),
    requirepass: server.password,
    daemonize: 'no',
    appendonly: 'yes',
    appendfsync: 'everysec',
    save: '""',
    'maxmemory-policy': 'noeviction',
    ...settings,
  }
  const lines = Object.entries(all).map(([name, value]) => `${name} ${value}`)
  writeFileSync(file, `${lines.join('\n')}\n`, { mode: 0o600 })
}

function quote(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`
}
