import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ConfigError, parseConfig } from '@intake/runtime/parse-config'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { checkRedisSettings, redisSettings, redisSettingsOf } from './redis-settings.ts'

const schema = z.object(redisSettings()).superRefine(checkRedisSettings)
const parse = (env: Record<string, string>) => redisSettingsOf(parseConfig(schema, env))
const caFile = join(mkdtempSync(join(tmpdir(), 'intake-ca-')), 'ca.pem')
writeFileSync(caFile, 'an authority')

const plain = {
  mode: 'single',
  username: undefined,
  password: undefined,
  database: 0,
  tls: null,
  sentinel: null,
}

test.each([
  [{ REDIS_URL: 'redis://127.0.0.1' }, { nodes: [{ host: '127.0.0.1', port: 6379 }] }],
  [{ REDIS_NODES: '[::1]:7000' }, { nodes: [{ host: '::1', port: 7000 }] }],
  [
    { REDIS_URL: 'rediss://us%40er:p%3Aw@redis.example:6380/3' },
    {
      nodes: [{ host: 'redis.example', port: 6380 }],
      username: 'us@er',
      password: 'p:w',
      database: 3,
      tls: { ca: undefined },
    },
  ],
  [
    { REDIS_MODE: 'cluster', REDIS_NODES: 'a:7000, b', REDIS_URL: 'redis://:pw@ignored:1' },
    {
      mode: 'cluster',
      nodes: [
        { host: 'a', port: 7000 },
        { host: 'b', port: 6379 },
      ],
      password: 'pw',
    },
  ],
  [
    { REDIS_MODE: 'cluster', REDIS_URL: 'redis://one' },
    { mode: 'cluster', nodes: [{ host: 'one', port: 6379 }] },
  ],
  [
    {
      REDIS_MODE: 'sentinel',
      REDIS_NODES: 's1,s2:1',
      REDIS_SENTINEL_MASTER: 'm',
      REDIS_SENTINEL_PASSWORD: 'x',
    },
    {
      mode: 'sentinel',
      nodes: [
        { host: 's1', port: 26379 },
        { host: 's2', port: 1 },
      ],
      sentinel: { master: 'm', username: undefined, password: 'x' },
    },
  ],
  [
    { REDIS_NODES: 'a', REDIS_TLS_CA_FILE: caFile },
    { nodes: [{ host: 'a', port: 6379 }], tls: { ca: 'an authority' } },
  ],
])('%j', (env, expected) => {
  expect(parse(env)).toEqual({ ...plain, ...expected })
})

test.each([
  [{}, 'REDIS_URL is required and not set'],
  [{ REDIS_URL: 'http://x' }, 'REDIS_URL must be an address that starts with redis:// or rediss://'],
  [{ REDIS_URL: 'redis://x/one' }, 'REDIS_URL must end with the number of a database'],
  [{ REDIS_URL: 'redis://x?db=3' }, 'REDIS_URL must have nothing after a question mark'],
  [{ REDIS_URL: 'redis://:%zz@x' }, 'REDIS_URL must have its user and password percent-encoded'],
  [{ REDIS_NODES: 'a:b' }, 'REDIS_NODES must be host:port with commas between'],
  [{ REDIS_NODES: 'a,b' }, 'REDIS_NODES names several servers'],
  [{ REDIS_MODE: 'ring' }, 'REDIS_MODE must be one of single, sentinel, cluster'],
  [{ REDIS_MODE: 'sentinel', REDIS_URL: 'redis://x' }, 'REDIS_NODES is required with REDIS_MODE=sentinel'],
  [{ REDIS_MODE: 'sentinel', REDIS_NODES: 'x' }, 'REDIS_SENTINEL_MASTER is required'],
  [{ REDIS_MODE: 'cluster' }, 'REDIS_NODES is required with REDIS_MODE=cluster'],
  [
    { REDIS_MODE: 'cluster', REDIS_URL: 'redis://x/1' },
    'REDIS_URL names a database number, but a cluster has',
  ],
  [
    { REDIS_MODE: 'cluster', REDIS_NODES: 'x', QUEUE_PREFIX: 'intake' },
    'QUEUE_PREFIX needs a hash tag such as {intake} with REDIS_MODE=cluster',
  ],
  [
    { REDIS_URL: 'redis://x', REDIS_TLS_CA_FILE: '/nowhere/ca.pem' },
    "REDIS_TLS_CA_FILE can't be read (ENOENT)",
  ],
  [
    { REDIS_URL: 'redis://x', REDIS_TLS_CA_FILE: caFile },
    'REDIS_TLS_CA_FILE needs a REDIS_URL that starts with rediss',
  ],
])('%j is refused: %s', (env, message) => {
  expect(() => parse(env as Record<string, string>)).toThrow(ConfigError)
  expect(() => parse(env as Record<string, string>)).toThrow(message)
})
