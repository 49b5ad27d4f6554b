import { ConfigError } from '@intake/runtime/parse-config'
import { expect, test } from 'vitest'
import { parseLocalConfig, projectRoot } from './config.ts'

test('without any variable: port 3000, .data in the project, servers of our own, one of each', () => {
  expect(parseLocalConfig({})).toEqual({
    port: 3000,
    isPortFixed: false,
    dataDir: `${projectRoot}.data`,
    databaseUrl: undefined,
    redisUrl: undefined,
    gateways: 1,
    workers: 1,
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
