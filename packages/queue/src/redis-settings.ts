import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { parseNodes, type RedisNode } from './redis-nodes.ts'
import { parseRedisUrl } from './redis-url.ts'

export const defaultPrefix = '{intake}'

export const redisModes = ['single', 'sentinel', 'cluster'] as const
export type RedisMode = (typeof redisModes)[number]

/** Where Redis is and how to reach it: what every connection is made of. */
export interface RedisSettings {
  mode: RedisMode
  /** single: the server; sentinel: the sentinels; cluster: nodes to ask first. Never empty. */
  nodes: readonly RedisNode[]
  username: string | undefined
  password: string | undefined
  /** Number of the database; 0 in a cluster. */
  database: number
  /** Null for plain TCP. `ca`: PEM; the system's authorities where it is undefined. */
  tls: { ca: string | undefined } | null
  sentinel: { master: string; username: string | undefined; password: string | undefined } | null
}

/** The variables of Redis, for the schema of each app. To be refined with {@link checkRedisSettings}. */
export const redisSettings = {
  /** What REDIS_NODES are: one server, sentinels, or nodes of a cluster. */
  REDIS_MODE: z.enum(redisModes, `must be one of ${redisModes.join(', ')}`).default('single'),
  /** User, password, database number and, by `rediss:`, TLS; the server too where there are no REDIS_NODES. */
  REDIS_URL: z
    .string()
    .optional()
    .transform((text, context) => {
      const parsed = text === undefined ? undefined : parseRedisUrl(text)
      if (typeof parsed !== 'string') return parsed
      context.addIssue({ code: 'custom', message: parsed })
      return z.NEVER
    }),
  /** `host:port` with commas between; port 6379, of sentinels 26379, where it is left out. */
  REDIS_NODES: z.string().optional(),
  /** The name by which the sentinels know the primary. */
  REDIS_SENTINEL_MASTER: z.string().optional(),
  REDIS_SENTINEL_USERNAME: z.string().optional(),
  REDIS_SENTINEL_PASSWORD: z.string().optional(),
  /** A file with the authority, in PEM, that the certificates of Redis and its sentinels are signed by. */
  REDIS_TLS_CA_FILE: z
    .string()
    .optional()
    .transform((file, context) => {
      if (file === undefined) return undefined
      try {
        return readFileSync(file, 'utf8')
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException
        context.addIssue({ code: 'custom', message: `can't be read (${code})` })
        return z.NEVER
      }
    }),
  /** What all keys begin with. A `{hash tag}` keeps them in one slot of a cluster. */
  QUEUE_PREFIX: z.string().default(defaultPrefix),
}
type RedisVariables = z.infer<z.ZodObject<typeof redisSettings>>

/** Says what doesn't go together: a mode without what it needs, or settings that contradict each other. */
export function checkRedisSettings(variables: RedisVariables, context: z.RefinementCtx): void {
  for (const [name, message] of faultsOf(variables))
    context.addIssue({ code: 'custom', path: [name], message })
}

function* faultsOf(variables: RedisVariables): Generator<[keyof RedisVariables, string]> {
  const { REDIS_MODE: mode, REDIS_URL: url, REDIS_NODES: text } = variables
  const nodes = text === undefined ? [] : parseNodes(text, 6379)
  if (nodes === null) yield ['REDIS_NODES', 'must be host:port with commas between']
  if (mode === 'single' && url === undefined && text === undefined)
    yield ['REDIS_URL', 'is required and not set']
  if (mode === 'single' && nodes !== null && nodes.length > 1)
    yield ['REDIS_NODES', 'names several servers: that needs REDIS_MODE=sentinel or REDIS_MODE=cluster']
  if (mode === 'sentinel' && text === undefined)
    yield ['REDIS_NODES', 'is required with REDIS_MODE=sentinel: the addresses of the sentinels']
  if (mode === 'sentinel' && variables.REDIS_SENTINEL_MASTER === undefined)
    yield ['REDIS_SENTINEL_MASTER', 'is required with REDIS_MODE=sentinel']
  if (mode === 'cluster') {
    if (url === undefined && text === undefined)
      yield ['REDIS_NODES', 'is required with REDIS_MODE=cluster, or a REDIS_URL']
    if (url !== undefined && url.database !== 0)
      yield ['REDIS_URL', 'names a database number, but a cluster has only database 0']
    if (!hasHashTag(variables.QUEUE_PREFIX))
      yield ['QUEUE_PREFIX', 'needs a hash tag such as {intake} with REDIS_MODE=cluster']
  }
  if (variables.REDIS_TLS_CA_FILE !== undefined && url?.tls === false)
    yield ['REDIS_TLS_CA_FILE', 'needs a REDIS_URL that starts with rediss://, or none']
}

/** Whether a cluster puts all keys that begin so into one slot. */
export function hasHashTag(prefix: string): boolean {
  return /\{[^}]+\}/.test(prefix)
}

/** What connections are made of, out of variables that {@link checkRedisSettings} had nothing against. */
export function redisSettingsOf(variables: RedisVariables): RedisSettings {
  const { REDIS_MODE: mode, REDIS_URL: url, REDIS_TLS_CA_FILE: ca } = variables
  const nodes = parseNodes(variables.REDIS_NODES ?? '', mode === 'sentinel' ? 26379 : 6379) ?? []
  const first = url && { host: url.host, port: url.port }
  return {
    mode,
    nodes: nodes.length > 0 || !first ? nodes : [first],
    username: url?.username,
    password: url?.password,
    database: url?.database ?? 0,
    tls: url?.tls || ca !== undefined ? { ca } : null,
    sentinel:
      mode === 'sentinel'
        ? {
            master: variables.REDIS_SENTINEL_MASTER ?? '',
            username: variables.REDIS_SENTINEL_USERNAME,
            password: variables.REDIS_SENTINEL_PASSWORD,
          }
        : null,
  }
}

/**
 * The settings of one server, out of its address alone.
 * @throws when it is no address of a Redis
 */
export function singleRedis(url: string): RedisSettings {
  const parsed = parseRedisUrl(url)
  if (typeof parsed === 'string') throw new Error(`This address of Redis ${parsed}`)
  const { host, port, username, password, database, tls } = parsed
  return {
    mode: 'single',
    nodes: [{ host, port }],
    username,
    password,
    database,
    tls: tls ? { ca: undefined } : null,
    sentinel: null,
  }
}
