import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { childStarted } from '@intake/embedded/server-process'
import { stopProcess } from '@intake/embedded/stop-process'
import getPort from 'get-port'
import { findProgram } from './find-program.ts'
import { waitFor } from './wait-for.ts'

const ours = fileURLToPath(new URL('../../../deploy/proxies/nginx.conf', import.meta.url))

export interface Nginx {
  url: string
  /** What it wrote into its error log. */
  log(): Promise<string>
  stop(): Promise<void>
}

/** An nginx with the configuration of deploy/proxies before two gateways: the one on the PATH, else the distribution's package. */
export async function startNginx(gateways: readonly [string, string]): Promise<Nginx> {
  const { command, env } = await findProgram({
    title: 'nginx',
    name: 'nginx',
    usualNames: ['nginx', 'nginx-common', 'libpcre2-8-0'],
    probe: '-v',
  })
  const directory = mkdtempSync(join(tmpdir(), 'intake-nginx-'))
  const port = await getPort({ host: '127.0.0.1' })
  const folders = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (kind) => `${kind}_temp_path ${directory}/${kind};`,
  )
  // Addresses, and where an ordinary user may write; all else is as we ship it.
  const config = [
    ['gateway-1:3000', new URL(gateways[0]).host],
    ['gateway-2:3000', new URL(gateways[1]).host],
    ['listen 8080;', `listen 127.0.0.1:${port};`],
    ['http {', `http {\n  access_log off;\n  ${folders.join(' ')}`],
  ].reduce(
    (text, [from = '', to = '']) => {
      if (!text.includes(from)) throw new Error(`nginx.conf has no "${from}"`)
      return text.replace(from, to)
    },
    readFileSync(ours, 'utf8'),
  )
  const file = join(directory, 'nginx.conf')
  writeFileSync(file, config)
  const log = join(directory, 'error.log')
  const settings = `daemon off; worker_processes 1; pid ${directory}/nginx.pid; error_log ${log} info;`
  const child = await childStarted(
    spawn(command, ['-p', directory, '-c', file, '-e', log, '-g', settings], {
      env,
      stdio: ['ignore', 'ignore', 'ignore'],
    }),
  )
  const url = `http://127.0.0.1:${port}`
  const read = () => readFile(log, 'utf8').catch(() => 'it wrote no log')
  await waitFor('nginx to answer', () =>
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
