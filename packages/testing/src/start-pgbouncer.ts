import { spawn } from 'node:child_process'
import { chownSync, mkdtempSync, writeFileSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { postgresUser } from '@intake/embedded/postgres/postgres-user'
import { childStarted } from '@intake/embedded/server-process'
import { stopProcess } from '@intake/embedded/stop-process'
import getPort from 'get-port'
import pg from 'pg'
import { findProgram } from './find-program.ts'
import { waitFor } from './wait-for.ts'

export interface PgBouncer {
  /** The database's address through the pooler. */
  url: string
  stop(): Promise<void>
}

/**
 * A PgBouncer in transaction mode before a database, with at most `connections` to it: the one on the PATH, else the
 * distribution's package, fetched but not installed.
 */
export async function startPgBouncer(databaseUrl: string, connections: number): Promise<PgBouncer> {
  const { command, env } = await findProgram({
    title: 'PgBouncer',
    name: 'pgbouncer',
    usualNames: ['pgbouncer', 'libcares2', 'libevent-2.1-7'],
    probe: '--version',
  })
  const server = new URL(databaseUrl)
  const port = await getPort({ host: '127.0.0.1' })
  const directory = mkdtempSync(join(tmpdir(), 'intake-pgbouncer-'))
  const { uid, gid } = postgresUser(directory)
  const place = (name: string, text: string) => {
    const file = join(directory, name)
    writeFileSync(file, text, { mode: 0o600 })
    if (uid !== undefined && gid !== undefined) chownSync(file, uid, gid)
    return file
  }
  if (uid !== undefined && gid !== undefined) chownSync(directory, uid, gid)
  const users = place('users.txt', `"${server.username}" "${server.password}"\n`)
  const log = join(directory, 'pgbouncer.log')
  const config = place(
    'pgbouncer.ini',
    `[databases]
* = host=${server.hostname} port=${server.port}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = plain
auth_file = ${users}
logfile = ${log}
pool_mode = transaction
default_pool_size = ${connections}
max_client_conn = 200
`,
  )
  const child = await childStarted(
    spawn(command, [config], { env, uid, gid, cwd: directory, stdio: ['ignore', 'ignore', 'ignore'] }),
  )
  const url = new URL(databaseUrl)
  url.port = String(port)
  const answers = async () => {
    const client = new pg.Client({ connectionString: url.href })
    client.on('error', () => undefined)
    const isUp = await client.connect().then(
      () => true,
      () => false,
    )
    await client.end().catch(() => undefined)
    return isUp
  }
  await waitFor('PgBouncer to answer', answers, 30_000).catch(async (error: Error) => {
    throw new Error(`${error.message}\n${await readFile(log, 'utf8').catch(() => 'it wrote no log')}`)
  })
  return {
    url: url.href,
    async stop() {
      // SIGINT would wait for the clients to leave.
      await stopProcess(child, [{ signal: 'SIGTERM', waitMs: 5000 }])
      await rm(directory, { recursive: true, force: true })
    },
  }
}
