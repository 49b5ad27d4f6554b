import type pg from 'pg'
import { parse, toClientConfig } from 'pg-connection-string'

/** Where one Postgres listens. Left out: what pg takes then, `PGHOST` or localhost, `PGPORT` or 5432. */
export interface Server {
  /** A name, an IP address, or the directory of a Unix socket, which starts with `/`. */
  host?: string
  port?: number
}

/** What `DATABASE_URL` says. */
export interface DatabaseAddress {
  /** At least one, in the order in which they are tried. */
  servers: Server[]
  /** User, password, database, TLS and the rest: the same for each server. */
  settings: pg.ClientConfig
}

/** An address that can't be used. The message follows the variable's name and quotes nothing of its value, which may hold a password. */
export class DatabaseUrlError extends Error {
  override name = 'DatabaseUrlError'
}

const sslModes = ['disable', 'no-verify', 'require', 'verify-ca', 'verify-full']

/**
 * Parses `postgres://user:password@host:port,host:port/database?…`, as libpq takes it: several servers with commas between, a
 * socket's directory as `?host=/run/postgresql`, `options`, `sslmode`, `sslrootcert`, `target_session_attrs`.
 * Reads the files that `sslrootcert`, `sslcert` and `sslkey` name.
 * @throws DatabaseUrlError
 */
export function parseDatabaseUrl(text: string): DatabaseAddress {
  if (!/^postgres(ql)?:\/\//.test(text))
    throw new DatabaseUrlError(
      /^\s*\w+\s*=/.test(text)
        ? 'must be an address such as postgres://user:password@host:5432/intake, not a list of key=value'
        : 'must be an address that starts with postgres:// or postgresql://',
    )
  const [, authority = '', database = '', query = ''] =
    /^\w+:\/\/([^/?#]*)(\/[^?#]*)?(?:\?([^#]*))?$/.exec(text) ?? unreadable()
  const at = authority.lastIndexOf('@') + 1
  const parameters = new URLSearchParams(query)
  checkSessionAttributes(parameters)
  const servers = readServers(authority.slice(at), parameters)
  const rest = new URLSearchParams([...parameters].filter(([name]) => !ownParameters.has(name)))
  pinSslMode(rest)
  return {
    servers,
    settings: readSettings(`postgres://${authority.slice(0, at)}server${database}?${asQuery(rest)}`),
  }
}

/** Those that this module reads by itself. */
const ownParameters = new Set(['host', 'port', 'target_session_attrs'])

function unreadable(): never {
  throw new DatabaseUrlError(
    'can not be read: in user, password and database, write characters such as # / ? @ : % percent-encoded',
  )
}

function checkSessionAttributes(parameters: URLSearchParams): void {
  const asked = parameters.get('target_session_attrs') ?? 'read-write'
  if (!['read-write', 'primary'].includes(asked))
    throw new DatabaseUrlError(
      'has a target_session_attrs other than read-write or primary: Intake works only with a server that takes writes',
    )
}

/** libpq's rules: a host of the query beats those before the path, and one port may serve all hosts. */
function readServers(hostList: string, parameters: URLSearchParams): Server[] {
  const places = hostList.split(',').map(splitPlace)
  const hosts = parameters.get('host')?.split(',') ?? places.map(({ host }) => host)
  const ports = parameters.get('port')?.split(',') ?? places.map(({ port }) => port)
  if (ports.length !== 1 && ports.length !== hosts.length)
    throw new DatabaseUrlError('must name one port for all hosts, or one for each')
  return hosts.map((host, index) => ({
    ...(host && { host }),
    ...portOf(ports.length === 1 ? ports[0] : ports[index]),
  }))
}

function splitPlace(place: string): { host: string; port: string } {
  const [, address, name = '', port = ''] =
    /^(?:\[([\da-f:.%]+)\]|([^[\]:]*))(?::(.*))?$/i.exec(place) ?? unreadable()
  try {
    return { host: decodeURIComponent(address ?? name), port }
  } catch {
    return unreadable()
  }
}

function portOf(text = ''): { port?: number } {
  if (text === '') return {}
  const port = Number(text)
  if (!/^\d{1,5}$/.test(text) || port < 1 || port > 65_535)
    throw new DatabaseUrlError('has a port that is not a number between 1 and 65535')
  return { port }
}

/** Says what pg 8 does for each mode in the words that pg 9 will do the same for, and that pg 8 doesn't warn of. */
function pinSslMode(parameters: URLSearchParams): void {
  const mode = parameters.get('sslmode')
  if (mode === null || parameters.get('uselibpqcompat') === 'true') return
  if (!sslModes.includes(mode))
    throw new DatabaseUrlError(
      `has an sslmode other than ${sslModes.join(', ')} (prefer and allow would go on without TLS where there is none)`,
    )
  if (mode === 'require' || mode === 'verify-ca') parameters.set('sslmode', 'verify-full')
}

// URLSearchParams writes a space as a plus sign, which would then stay one.
function asQuery(parameters: URLSearchParams): string {
  return parameters.toString().replaceAll('+', '%20')
}

function readSettings(url: string): pg.ClientConfig {
  try {
    const { host: _, ...settings } = toClientConfig(parse(url))
    return settings
  } catch (error) {
    if (error instanceof Error && 'syscall' in error)
      throw new DatabaseUrlError('names a file for sslrootcert, sslcert or sslkey that can not be read')
    return unreadable()
  }
}
