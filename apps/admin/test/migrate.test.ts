import type { Database } from '@intake/database/create-database'
import { readMigrations } from '@intake/database/migrate/read-migrations'
import { makeEmptyDatabase } from '@intake/testing/make-empty-database'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { runAdmin, runAdminProcess } from './run-admin.ts'

let database: Database & { url: string }
const admin = (...args: string[]) => runAdmin({ DATABASE_URL: database.url }, ...args)
const adminProcess = (...args: string[]) => runAdminProcess({ DATABASE_URL: database.url }, ...args)

beforeEach(async () => {
  database = await makeEmptyDatabase()
})
afterEach(() => database.close())

async function allNames(): Promise<string[]> {
  return (await readMigrations()).map(({ version, name }) => `${String(version).padStart(4, '0')}-${name}`)
}

test('a fresh database gets every migration, and the second time none', async () => {
  const first = await adminProcess('migrate', '--json')
  expect(first).toMatchObject({ code: 0, stderr: '' })
  expect(JSON.parse(first.stdout)).toEqual({ applied: await allNames() })
  const tables = await database.db.introspection.getTables()
  expect(tables.map((table) => table.name)).toContain('leads')

  const second = await admin('migrate')
  expect(second).toEqual({ code: 0, stdout: 'The schema is up to date already.\n', stderr: '' })
  expect(await database.db.introspection.getTables()).toEqual(tables)
})

test('a migration that gets no lock says so on stderr, and that it can be run again', async () => {
  await admin('migrate')
  await database.db.deleteFrom('schema_migrations').where('version', '=', 17).execute()
  const wait = (span: string, ...others: string[]) => admin('migrate', '--wait', span, ...others)
  const holder = await database.pool.connect()
  await holder.query('begin')
  await holder.query('lock table idempotency_keys in share mode')
  const [failed, json] = [await wait('1s'), await wait('0s', '--json')]
  await holder.query('commit')
  holder.release()
  expect(failed).toMatchObject({ code: 1, stdout: '' })
  expect(failed.stderr).toMatch(
    /^0017-\S+: waiting for a lock, try 1, again in 1\.0 s: alter table idempotency_keys .*\nerror: .*It can be run again/,
  )
  expect(JSON.parse(json.stderr)).toMatchObject({ error: { code: 'migration_failed' } })
  expect(await wait('0s')).toEqual({
    code: 0,
    stdout: expect.stringMatching(/^Applied 0017-\S+\n$/),
    stderr: expect.stringMatching(/^0017-\S+: applied\n$/),
  })
  expect(await wait('soon')).toMatchObject({ code: 2, stderr: expect.stringContaining('90s, 15m, 2h or 7d') })
})

test('two at once apply each migration once', async () => {
  const runs = await Promise.all([adminProcess('migrate', '--json'), adminProcess('migrate', '--json')])
  expect(runs.map((run) => run.code)).toEqual([0, 0])
  const applied = runs.flatMap((run): string[] => JSON.parse(run.stdout).applied)
  expect(applied.toSorted()).toEqual(await allNames())
})

test('a migration that was edited after it was applied is refused', async () => {
  await admin('migrate')
  await database.db
    .updateTable('schema_migrations')
    .set({ sha256: 'of another text' })
    .where('version', '=', 1)
    .execute()
  expect(await admin('migrate')).toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringMatching(/^error: migration 1 .* was edited after it was applied\n$/),
  })
})

test('a schema that is behind is told, with the remedy', async () => {
  const { code, stdout, stderr } = await admin('workspace', 'list')
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(stderr).toContain('npm run migrate')
  const json = await admin('workspace', 'list', '--json')
  expect(JSON.parse(json.stderr)).toMatchObject({ error: { code: 'schema_behind' } })
})
