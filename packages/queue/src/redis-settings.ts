import { readFileSync } from 'node:fs'
import { describeSetting, inSection } from '@intake/runtime/describe-setting'
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

/** REDIS_URL, parsed. Not required: REDIS_NODES may stand in its place. */
export function redisUrlSetting() {
  return z
    .string()
    .optional()
    .transform((text, context) => {
      const parsed = text === undefined ? undefined : parseRedisUrl(text)
      if (typeof parsed !== 'string') return parsed
      context.addIssue({ code: 'custom', message: parsed })
      return z.NEVER
    })
}

/** The settings of Redis, for the schema of each app. To be refined with {@link checkRedisSettings}. */
export function redisSettings() {
  return {
    ...inSection('required', {
      REDIS_URL: describeSetting(redisUrlSetting(), {
        does: 'Address of Redis 6.2 or later: `redis://user:password@host:port/database`, or `rediss:` for TLS. It needs `maxmemory-policy noeviction` and `appendonly yes`.',
        unset: 'must be set, unless `REDIS_NODES` is',
        secret: true,
      }),
    }),
    ...inSection('redis', {
      REDIS_MODE: describeSetting(
        z.enum(redisModes, `must be one of ${redisModes.join(', ')}`).default('single'),
        {
          does: 'What stands behind the address: `single` is one server; the others are `sentinel` and `cluster`.',
        },
      ),
      REDIS_NODES: describeSetting(z.string().optional(), {
        does: 'The server, the sentinels or nodes of the cluster: `host:port` with commas between. It replaces host and port of `REDIS_URL`.',
        unset: 'the host of `REDIS_URL`',
      }),
      REDIS_SENTINEL_MASTER: describeSetting(z.string().optional(), {
        does: 'Name by which the sentinels know the primary. `REDIS_MODE=sentinel` needs it.',
        unset: 'none',
      }),
      REDIS_SENTINEL_USERNAME: describeSetting(z.string().optional(), {
        does: 'User for the login at the sentinels.',
        unset: 'none',
      }),
      REDIS_SENTINEL_PASSWORD: describeSetting(z.string().optional(), {
        does: 'Password for the login at the sentinels.',
        unset: 'none',
        secret: true,
      }),
      REDIS_TLS_CA_FILE: describeSetting(caFileSetting(), {
        does: 'File with the authority, in PEM, that signed the certificates of Redis and its sentinels. Without `REDIS_URL` it turns TLS on.',
        unset: 'the authorities of the system',
      }),
      QUEUE_PREFIX: describeSetting(z.string().default(defaultPrefix), {
        does: 'Prefix of all keys in Redis. All processes of an installation need the same. A cluster needs a `{hash tag}` in it.',
      }),
    }),
  }
}

/** The text of the file that the variable names. */
function caFileSetting() {
  return z
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
    })
}

type RedisVariables = z.infer<z.ZodObject<ReturnType<typeof redisSettings>>>

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
