import { ConfigError } from '@intake/runtime/parse-config'
import { expect, test } from 'vitest'
import { parseLocalConfig, projectRoot } from './config.ts'

test('without any variable: port 3000, .data in the project, servers of our own, one of each', () => {
  expect(parseLocalConfig({})).toEqual({
    port: 3000,
    dataDir: `${projectRoot}.data`,
    databaseUrl: undefined,
    redisUrl: undefined,
    gateways: 1,
    workers: 1,
  })
})

test('what is set for the gateways is taken instead of what the runner would choose', () => {
  const secret = 's'.repeat(32)
  const environment = {
    DATABASE_CONNECTIONS: '5',
    METRICS_PORT: '9464',
    STORAGE_DIR: 'files',
    FILE_SIGNING_SECRET: secret,
  }
  expect(parseLocalConfig(environment)).toMatchObject({
    databaseConnections: 5,
    metricsPort: 9464,
    storageDir: 'files',
    fileSigningSecret: secret,
  })
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
])('%s=%s is refused by its name, without its value', (name, value) => {
  const parse = () => parseLocalConfig({ [name]: value })
  expect(parse).toThrow(ConfigError)
  expect(parse).toThrow(new RegExp(name))
  expect(parse).not.toThrow(new RegExp(value))
})
