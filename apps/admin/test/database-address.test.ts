import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTestDatabase, type TestDatabase } from '@intake/testing/create-test-database'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runAdmin, runAdminProcess } from './run-admin.ts'

let database: TestDatabase
let directory: string

beforeAll(async () => {
  database = await createTestDatabase()
  directory = await mkdtemp(join(tmpdir(), 'intake-admin-'))
})
afterAll(async () => {
  await database.close()
  await rm(directory, { recursive: true })
})

test('without DATABASE_URL the running local service is used, and that is said', async () => {
  await writeFile(join(directory, 'local.json'), JSON.stringify({ databaseUrl: database.url }))
  const { code, stdout, stderr } = await runAdminProcess({ DATA_DIR: directory }, 'workspace', 'list')
  expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('no workspaces yet') })
  expect(stderr).toContain('using the database of the local service')
  const json = await runAdminProcess({ DATA_DIR: directory }, 'workspace', 'list', '--json')
  expect(json).toEqual({ code: 0, stdout: '[]\n', stderr: '' })
})

test('with neither the operator is told what to do', async () => {
  const nowhere = { DATA_DIR: join(directory, 'nowhere') }
  const { code, stdout, stderr } = await runAdminProcess(nowhere, 'migrate')
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(stderr).toMatch(/DATABASE_URL is not set.*npm start/)
})

test('help needs no database', async () => {
  const { code, stdout } = await runAdminProcess({}, 'key', 'create', '--help')
  expect(code).toBe(0)
  expect(stdout).toMatch(/--expires <when>[\s\S]*--json[\s\S]*Examples:/)
})

test('a database that is away or refuses is told without its password', async () => {
  const closed = 'postgres://intake:s3cret@127.0.0.1:9/intake'
  const away = await runAdminProcess({ DATABASE_URL: closed }, 'workspace', 'list')
  expect(away).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('ECONNREFUSED') })
  const migrating = await runAdmin({ DATABASE_URL: closed }, 'migrate', '--json')
  expect(JSON.parse(migrating.stderr)).toMatchObject({ error: { code: 'database_away' } })

  const wrong = new URL(database.url)
  wrong.password = 's3cret'
  const refused = await runAdmin({ DATABASE_URL: wrong.href }, 'workspace', 'list', '--json')
  expect(JSON.parse(refused.stderr)).toMatchObject({ error: { code: 'database_refused' } })
  const missing = await runAdmin({ DATABASE_URL: `${database.url}_none` }, 'workspace', 'list', '--json')
  expect(JSON.parse(missing.stderr)).toMatchObject({ error: { code: 'database_missing' } })
  const unreadable = await runAdmin({ DATABASE_URL: 'mysql://x:s3cret@y/z' }, 'workspace', 'list')
  expect(unreadable).toMatchObject({ code: 1, stderr: expect.stringContaining('DATABASE_URL') })
  for (const run of [away, migrating, refused, unreadable]) expect(run.stderr).not.toContain('s3cret')
})

test('of several servers the one that takes writes is used', async () => {
  const { host } = new URL(database.url)
  const several = database.url.replace(host, `127.0.0.1:9,${host}`)
  const url = `${several}?target_session_attrs=read-write`
  expect(await runAdmin({ DATABASE_URL: url }, 'workspace', 'list', '--json')).toMatchObject({
    code: 0,
    stdout: '[]\n',
  })
})

test('a server that takes no writes is told as such', async () => {
  const readOnly = `${database.url}?options=${encodeURIComponent('-c default_transaction_read_only=on')}`
  const run = await runAdmin({ DATABASE_URL: readOnly }, 'workspace', 'list', '--json')
  expect(JSON.parse(run.stderr)).toMatchObject({
    error: { code: 'database_read_only', message: expect.stringContaining('takes no writes') },
  })
})
