import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { DatabaseUrlError, parseDatabaseUrl } from './database-url.ts'
import { databaseUrlSetting } from './database-url-setting.ts'

const folder = mkdtempSync(join(tmpdir(), 'intake-database-url-'))
const certificate = join(folder, 'ca.pem')
writeFileSync(certificate, 'a certificate')
afterAll(() => rmSync(folder, { recursive: true }))

test.each([
  ['postgres://u:p@h/db', [{ host: 'h' }]],
  ['postgresql://u@h:6000/db', [{ host: 'h', port: 6000 }]],
  [
    'postgres://u:p@h1:5432,h2:5433/db?target_session_attrs=read-write',
    [
      { host: 'h1', port: 5432 },
      { host: 'h2', port: 5433 },
    ],
  ],
  ['postgres://u:p@h1,h2/db?target_session_attrs=primary', [{ host: 'h1' }, { host: 'h2' }]],
  [
    'postgres://u:p@[::1]:5432,127.0.0.1:5433/db',
    [
      { host: '::1', port: 5432 },
      { host: '127.0.0.1', port: 5433 },
    ],
  ],
  ['postgres://u@/db?host=/run/postgresql', [{ host: '/run/postgresql' }]],
  ['postgres://u@/db?host=/run/postgresql&port=5433', [{ host: '/run/postgresql', port: 5433 }]],
  ['postgres://u@localhost:5433/db?host=/run/postgresql', [{ host: '/run/postgresql', port: 5433 }]],
  ['postgres:///db?host=/run/postgresql&user=u', [{ host: '/run/postgresql' }]],
  ['postgres://u@%2Frun%2Fpostgresql/db', [{ host: '/run/postgresql' }]],
  [
    'postgres://u@/db?host=h1,h2&port=6000',
    [
      { host: 'h1', port: 6000 },
      { host: 'h2', port: 6000 },
    ],
  ],
  [
    'postgres://u@/db?host=h1,h2&port=6000,6001',
    [
      { host: 'h1', port: 6000 },
      { host: 'h2', port: 6001 },
    ],
  ],
  ['postgres://u:p@/db', [{}]],
])('%s names these servers', (url, servers) => {
  const address = parseDatabaseUrl(url)
  expect(address.servers).toEqual(servers)
  expect(address.settings).toMatchObject({ user: 'u', database: 'db' })
  expect(address.settings).not.toHaveProperty('host')
  expect(address.settings).not.toHaveProperty('port')
})

test('what is percent-encoded is read, and what pg reads from the query is kept', () => {
  const { settings } = parseDatabaseUrl(
    'postgres://user%40org:p%40s%2Fs@h1,h2/my%20db?application_name=mine&options=-c%20search_path%3Da%20-c+jit%3Don',
  )
  expect(settings).toMatchObject({
    user: 'user@org',
    password: 'p@s/s',
    database: 'my db',
    application_name: 'mine',
    options: '-c search_path=a -c jit=on',
  })
})

test.each([
  ['', undefined],
  ['?sslmode=disable', false],
  ['?sslmode=require', {}],
  ['?sslmode=verify-ca', {}],
  ['?sslmode=verify-full', {}],
  ['?sslmode=no-verify', { rejectUnauthorized: false }],
  [`?sslrootcert=${certificate}`, { ca: 'a certificate' }],
  [`?sslmode=require&sslrootcert=${certificate}`, { ca: 'a certificate' }],
  ['?sslmode=require&uselibpqcompat=true', { rejectUnauthorized: false }],
])('TLS of "%s"', (query, ssl) => {
  expect(parseDatabaseUrl(`postgres://u@h1,h2/db${query}`).settings.ssl).toEqual(ssl)
})

test('sslmode=require checks certificate and name, without the warning that the driver has for it', async () => {
  const warnings: Error[] = []
  const listen = (warning: Error) => void warnings.push(warning)
  process.on('warning', listen)
  const { ssl } = parseDatabaseUrl('postgres://u@h/db?sslmode=require').settings
  await new Promise(setImmediate)
  process.off('warning', listen)
  expect(warnings).toEqual([])
  expect(ssl).not.toHaveProperty('rejectUnauthorized')
  expect(ssl).not.toHaveProperty('checkServerIdentity')
})

test.each([
  ['mysql://u:s3cret@h/db', /^must be an address that starts with postgres:\/\//],
  ['s3cret', /^must be an address that starts with postgres:\/\//],
  ['host=h password=s3cret dbname=db', /^must be an address.*not a list of key=value/],
  ['postgres://u:s3cret#1@h/db', /^can not be read: .*percent-encoded/],
  ['postgres://u:s3cret/1@h/db', /./],
  ['postgres://u:s3cret@::1/db', /^has a port that is not a number/],
  ['postgres://u:s3cret@[::1/db', /^can not be read/],
  ['postgres://u:s3cret@h:port/db', /^has a port that is not a number/],
  ['postgres://u:s3cret@h:70000/db', /^has a port that is not a number/],
  ['postgres://u:s3cret@h1:1,h2/db?port=1,2,3', /^must name one port for all hosts, or one for each/],
  ['postgres://u:s3cret@h/db?target_session_attrs=standby', /^has a target_session_attrs other than/],
  ['postgres://u:s3cret@h/db?target_session_attrs=any', /only with a server that takes writes/],
  ['postgres://u:s3cret@h/db?sslmode=prefer', /^has an sslmode other than disable, no-verify, require/],
  ['postgres://u:s3cret@h/db?sslrootcert=/s3cret/none', /^names a file for sslrootcert.* can not be read/],
])('%s is refused in words that quote nothing of it', (url, sentence) => {
  expect(() => parseDatabaseUrl(url)).toThrow(DatabaseUrlError)
  expect(() => parseDatabaseUrl(url)).toThrow(sentence)
  expect(() => parseDatabaseUrl(url)).not.toThrow(/s3cret/)
  const result = databaseUrlSetting().safeParse(url)
  expect(result.error?.issues.map(({ message }) => message)).toEqual([expect.stringMatching(sentence)])
})
