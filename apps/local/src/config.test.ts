import { ConfigError } from '@intake/runtime/parse-config'
import { expect, test } from 'vitest'
import { parseLocalConfig, projectRoot } from './config.ts'

test('without any variable: port 3000, .data in the project, servers of our own, one of each', () => {
  expect(parseLocalConfig({})).toEqual({
    port: 3000,
    isPortFixed: false,
    dataDir: `${projectRoot}.data`,
    databaseUrl: undefined,
    redis: undefined,
    gateways: 1,
    consoleReadOnly: false,
    workers: 1,
    shutdownDelayMs: 0,
    encryptionKeys: [],
  })
})

test('what is set for the gateways is taken instead of what the runner would choose', () => {
  const secret = 's'.repeat(32)
  const environment = {
    DATABASE_CONNECTIONS: '5',
    METRICS_PORT: '9464',
    STORAGE_DIR: 'files',
    FILE_SIGNING_SECRET: secret,
    ENCRYPTION_KEYS: `${secret},${secret}2`,
  }
  expect(parseLocalConfig(environment)).toMatchObject({
    databaseConnections: 5,
    metricsPort: 9464,
    storageDir: 'files',
    fileSigningSecret: secret,
    encryptionKeys: [secret, `${secret}2`],
  })
})

test.each([
  ['3000', true],
  ['0', false],
  [' ', false],
])('PORT="%s" was asked for: %s', (PORT, isPortFixed) => {
  expect(parseLocalConfig({ PORT })).toMatchObject({ isPortFixed })
})

test.each([
  ['PORT', 'abc'],
  ['METRICS_PORT', 'abc'],
  ['DATABASE_CONNECTIONS', '1'],
  ['PORT', '70000'],
  ['GATEWAYS', '0'],
  ['WORKERS', '-1'],
  ['DATABASE_URL', 'mysql://secret@127.0.0.1/x'],
  ['REDIS_URL', 'not an address'],
  ['REDIS_NODES', 'no:port'],
  ['REDIS_MODE', 'ring'],
])('%s=%s is refused by its name, without its value', (name, value) => {
  const parse = () => parseLocalConfig({ [name]: value })
  expect(parse).toThrow(ConfigError)
  expect(parse).toThrow(new RegExp(name))
  expect(parse).not.toThrow(new RegExp(value))
})

test('a Redis of others is known by its nodes alone; a mode without any is refused', () => {
  const { redis } = parseLocalConfig({ REDIS_MODE: 'cluster', REDIS_NODES: '127.0.0.1:7000,127.0.0.1:7001' })
  expect(redis).toMatchObject({ mode: 'cluster', nodes: [{ port: 7000 }, { port: 7001 }] })
  expect(() => parseLocalConfig({ REDIS_MODE: 'cluster' })).toThrow('REDIS_NODES is required')
})
