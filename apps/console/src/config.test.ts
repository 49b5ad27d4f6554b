import { ConfigError, parseConfig } from '@intake/runtime/parse-config'
import { expect, test } from 'vitest'
import { ConsoleConfig } from './config.ts'

const env = {
  DATABASE_URL: 'postgres://127.0.0.1/intake',
  REDIS_URL: 'redis://127.0.0.1:6379',
  CONSOLE_PASSWORD: 'correct horse battery',
  CONSOLE_SESSION_SECRET: 's'.repeat(32),
}

test('the defaults are read-only, on loopback, on plain HTTP', () => {
  expect(parseConfig(ConsoleConfig, env)).toMatchObject({
    host: '127.0.0.1',
    port: 3100,
    user: 'admin',
    readOnly: true,
    secureCookie: false,
    sessionLifetimeMs: 28_800_000,
  })
})

test('away from loopback the cookie is Secure unless told otherwise', () => {
  expect(parseConfig(ConsoleConfig, { ...env, HOST: '0.0.0.0' }).secureCookie).toBe(true)
  const told = { ...env, HOST: '0.0.0.0', CONSOLE_SECURE_COOKIE: 'false' }
  expect(parseConfig(ConsoleConfig, told).secureCookie).toBe(false)
})

test('metrics addresses come with commas between, and have to be HTTP', () => {
  const urls = 'http://a:1/metrics, http://b:2/metrics'
  expect(parseConfig(ConsoleConfig, { ...env, METRICS_URLS: urls }).metricsUrls).toEqual(urls.split(', '))
  expect(() => parseConfig(ConsoleConfig, { ...env, METRICS_URLS: 'file:///etc/passwd' })).toThrow(
    'METRICS_URLS',
  )
})

test('short secrets are refused', () => {
  const short = {
    ...env,
    TRUSTED_PROXIES: '10.0.0.0/33',
    REDIS_URL: 'http://x',
    CONSOLE_PASSWORD: 'short',
    CONSOLE_SESSION_SECRET: '',
  }
  expect(() => parseConfig(ConsoleConfig, short)).toThrow(
    new ConfigError([
      'REDIS_URL must be an address that starts with redis:// or rediss://',
      'TRUSTED_PROXIES must be addresses or networks such as 10.0.0.0/8, with commas between',
      'CONSOLE_PASSWORD must have at least 12 characters',
      'CONSOLE_SESSION_SECRET is required and not set',
    ]),
  )
})
