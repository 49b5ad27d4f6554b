import { ConfigError } from '@intake/runtime/parse-config'
import { expect, test } from 'vitest'
import { parseLocalConfig, projectRoot } from './config.ts'

test('without any variable: port 3000, .data in the project, servers of our own, one of each', () => {
  expect(parseLocalConfig({})).toEqual({
    port: 3000,
    dataDir: `${projectRoot}.data`,
    databaseUrl: undefined,
    redis: undefined,
    gateways: 1,
    workers: 1,
  })
})

test.each([
  ['PORT', 'abc'],
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
