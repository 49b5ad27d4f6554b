import { spawn } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { childStarted } from '@intake/embedded/server-process'
import { stopProcess } from '@intake/embedded/stop-process'
import getPort from 'get-port'
import { findProgram, type ProgramPackage } from './find-program.ts'
import { waitFor } from './wait-for.ts'

const ours = fileURLToPath(new URL('../../../deploy/proxies/', import.meta.url))

export interface Proxy {
  url: string
  /** What it wrote into its log. */
  log(): Promise<string>
  stop(): Promise<void>
}

interface Place {
  port: number
  directory: string
  /** Of the configuration, and of the log. */
  file: string
  logFile: string
}

interface ProxyKind extends ProgramPackage {
  /** File of deploy/proxies. */
  config: string
  /** What has to differ on a test's machine, beside the gateways' addresses: where it listens, and where an ordinary user may write. */
  changes(place: Place): [from: string, to: string][]
  args(place: Place): string[]
}

const kinds = {
  nginx: {
    title: 'nginx',
    name: 'nginx',
    usualNames: ['nginx', 'nginx-common', 'libpcre2-8-0'],
    probe: '-v',
    config: 'nginx.conf',
    changes: ({ port, directory }) => [
      ['listen 8080;', `listen 127.0.0.1:${port};`],
      [
        'http {',
        `http {\n  access_log off;\n  ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
          .map((kind) => `${kind}_temp_path ${directory}/${kind};`)
          .join(' ')}`,
      ],
    ],
    args: ({ directory, file, logFile }) => [
      ...['-p', directory, '-c', file, '-e', logFile],
      ...['-g', `daemon off; worker_processes 1; pid ${directory}/nginx.pid; error_log ${logFile} info;`],
    ],
  },
  haproxy: {
    title: 'HAProxy',
    name: 'haproxy',
    usualNames: ['haproxy', 'liblua5.3-0', 'libpcre2-8-0'],
    probe: '-v',
    config: 'haproxy.cfg',
    // As many connections as an ordinary user's limit of open files allows.
    changes: ({ port }) => [
      ['bind :8080', `bind 127.0.0.1:${port}`],
      ['maxconn 10000', 'maxconn 200'],
    ],
    args: ({ file }) => ['-db', '-f', file],
  },
  caddy: {
    title: 'Caddy',
    name: 'caddy',
    usualNames: ['caddy'],
    probe: 'version',
    config: 'Caddyfile',
    changes: ({ port }) => [[':8080 {', `{\n  admin off\n}\n\nhttp://127.0.0.1:${port} {`]],
    args: ({ file }) => ['run', '--adapter', 'caddyfile', '--config', file],
  },
} satisfies Record<string, ProxyKind>

export type ProxyName = keyof typeof kinds
export const proxyNames = Object.keys(kinds) as ProxyName[]

/** A proxy with its configuration of deploy/proxies before two gateways: the one on the PATH, else the distribution's package. */
export async function startProxy(name: ProxyName, gateways: readonly [string, string]): Promise<Proxy> {
  const kind: ProxyKind = kinds[name]
  const { command, env } = await findProgram(kind)
  const directory = mkdtempSync(join(tmpdir(), `intake-${name}-`))
  const port = await getPort({ host: '127.0.0.1' })
  const place = { port, directory, file: join(directory, kind.config), logFile: join(directory, 'log') }
  const changes = [
    ['gateway-1:3000', new URL(gateways[0]).host],
    ['gateway-2:3000', new URL(gateways[1]).host],
    ...kind.changes(place),
  ]
  const config = changes.reduce(
    (text, [from = '', to = '']) => {
      if (!text.includes(from)) throw new Error(`${kind.config} has no "${from}"`)
      return text.replace(from, to)
    },
    readFileSync(join(ours, kind.config), 'utf8'),
  )
  writeFileSync(place.file, config)
  const output = openSync(place.logFile, 'a')
  const child = await childStarted(
    spawn(command, kind.args(place), {
      env: { HOME: directory, ...env },
      stdio: ['ignore', output, output],
    }),
  ).finally(() => closeSync(output))
  const url = `http://127.0.0.1:${port}`
  const read = () => readFile(place.logFile, 'utf8').catch(() => 'it wrote no log')
  await waitFor(`${kind.title} to answer`, () =>
    fetch(`${url}/livez`).then(
      ({ ok }) => ok,
      () => false,
    ),
  ).catch(async (error: Error) => {
    throw new Error(`${error.message}\n${await read()}`)
  })
  return {
    url,
    log: read,
    async stop() {
      await stopProcess(child, [{ signal: 'SIGTERM', waitMs: 5000 }])
      await rm(directory, { recursive: true, force: true })
    },
  }
}
