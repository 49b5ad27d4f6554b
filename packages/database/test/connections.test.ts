import { createTestDatabase, type TestDatabase } from '@intake/testing/create-test-database'
import { waitFor } from '@intake/testing/wait-for'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { createDatabase, type Database, type DatabaseConfig } from '../src/create-database.ts'
import { isUnavailable } from '../src/database-error.ts'
import { NotWritableError } from '../src/not-writable-error.ts'
import { openClient } from '../src/open-client.ts'

let outside: TestDatabase
const opened: Database[] = []
beforeAll(async () => {
  outside = await createTestDatabase(2)
})
afterEach(() => Promise.all(opened.splice(0).map((database) => database.close())))
afterAll(() => outside.close())

function open(config: Partial<DatabaseConfig> = {}, query = ''): Database {
  const database = createDatabase({ url: `${outside.url}${query}`, maxConnections: 4, ...config })
  opened.push(database)
  return database
}

/** The address with these servers instead of its one; `real` stands for that one. */
function withServers(list: string): string {
  const { host } = new URL(outside.url)
  return outside.url.replace(host, list.replace('real', host))
}

async function shown({ db }: Database, setting: string): Promise<string | undefined> {
  const { rows } = await sql<{ value: string }>`select current_setting(${setting}) as value`.execute(db)
  return rows[0]?.value
}

async function backend({ db }: Database): Promise<number | undefined> {
  return (await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db)).rows[0]?.pid
}

/** Opens as many connections as asked for; all are idle afterwards. Answers their backends. */
async function idleBackends({ pool }: Database, count: number): Promise<number[]> {
  const clients = await Promise.all(Array.from({ length: count }, () => pool.connect()))
  const pids = await Promise.all(
    clients.map(async (client) => (await client.query('select pg_backend_pid() as pid')).rows[0].pid),
  )
  for (const client of clients) client.release()
  return pids
}

test('options of the address are kept, and ours win over them', async () => {
  const theirs = encodeURIComponent('-c search_path=theirs -c jit=on -c synchronous_commit=off')
  const database = open(
    { statementTimeoutMs: 1234 },
    `?options=${theirs}&statement_timeout=99&lock_timeout=99`,
  )
  const settings = [
    'search_path',
    'jit',
    'synchronous_commit',
    'statement_timeout',
    'lock_timeout',
    'idle_in_transaction_session_timeout',
  ]
  expect(await Promise.all(settings.map((setting) => shown(database, setting)))).toEqual([
    'theirs',
    'off',
    'on',
    '1234ms',
    '988ms',
    '1min',
  ])
})

test.each([
  ['none', true, '1234ms'],
  ['transaction', false, '0'],
  ['transaction-prepared', true, '0'],
] as const)('pooler %s: prepared %s, statement_timeout %s', async (pooler, isPrepared, timeout) => {
  const database = open({ pooler, maxConnections: 1, statementTimeoutMs: 1234 })
  const named = { name: 'given', text: 'select $1::int as n', values: [7] }
  expect((await database.pool.query(named)).rows).toEqual([{ n: 7 }])
  const marked = sql<{ n: number }>`select ${8}::int as n /* prepared marked-0 */`
  expect((await marked.execute(database.db)).rows).toEqual([{ n: 8 }])
  expect((await marked.execute(database.db)).rows).toEqual([{ n: 8 }])
  const { rows } = await database.pool.query('select name from pg_prepared_statements order by 1')
  expect(rows.map(({ name }) => name)).toEqual(isPrepared ? ['given', 'marked-0'] : [])
  expect(await shown(database, 'statement_timeout')).toBe(timeout)
})

test('statements that take a check along answer, fail and roll back as without it', async () => {
  const { pool, db } = open({ pooler: 'transaction', maxConnections: 1 })
  expect((await pool.query('select generate_series(1, 3) as n')).rows).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }])
  expect((await pool.query('select $1::text as t where false', ['x'])).rows).toEqual([])
  const arrays = await pool.query({ text: 'select 1, $1::int', values: [2], rowMode: 'array' })
  expect(arrays.rows).toEqual([[1, 2]])
  const several = (await pool.query('select 1 as a; select 2 as b')) as unknown as { rows: unknown[] }[]
  expect(several.map(({ rows }) => rows)).toEqual([[{ a: 1 }], [{ b: 2 }]])
  await expect(pool.query('select 1 / $1::int', [0])).rejects.toMatchObject({ code: '22012' })
  await expect(pool.query('select nonsense')).rejects.toMatchObject({ code: '42703' })
  await pool.query('create table counted (n int)')
  expect(await pool.query('insert into counted values ($1)', [1])).toMatchObject({
    rowCount: 1,
    command: 'INSERT',
  })
  const aborted = db.transaction().execute(async (trx) => {
    await sql`insert into counted values (2)`.execute(trx)
    throw new Error('never mind')
  })
  await expect(aborted).rejects.toThrow('never mind')
  await db.transaction().execute((trx) => sql`insert into counted values (${3})`.execute(trx))
  // What may not stand in a transaction with others goes first and is by itself.
  await pool.query('create index concurrently on counted (n)')
  await pool.query('vacuum counted')
  expect((await pool.query('select n from counted order by 1')).rows).toEqual([{ n: 1 }, { n: 3 }])
})

test('a write that the server refuses as read-only takes its connection and all idle ones of that server along', async () => {
  const database = open()
  const before = await idleBackends(database, 3)
  const client = await database.pool.connect()
  await client.query('set session characteristics as transaction read only')
  const write = client.query('create table refused (n int)')
  await expect(write).rejects.toSatisfy(isUnavailable)
  expect(database.pool.idleCount).toBe(0)
  client.release()
  const after = await waitFor('new connections', () => idleBackends(database, 4).catch(() => undefined))
  expect(after.filter((pid) => before.includes(pid))).toEqual([])
})

test('a server whose transactions are read-only is not connected to, and asked again once it takes writes', async () => {
  const name = new URL(outside.url).pathname.slice(1)
  const database = open()
  await outside.pool.query(`alter database ${name} set default_transaction_read_only = on`)
  try {
    await expect(database.checkWritable()).rejects.toThrow(NotWritableError)
    await expect(backend(database)).rejects.toMatchObject({ why: 'read-only' })
    await expect(openClient(outside.url, 'test')).rejects.toSatisfy(isUnavailable)
  } finally {
    await outside.pool.query('set default_transaction_read_only = off')
    await outside.pool.query(`alter database ${name} reset default_transaction_read_only`)
  }
  await waitFor('a connection', () =>
    database.checkWritable().then(
      () => true,
      () => false,
    ),
  )
  expect(await backend(database)).toBeGreaterThan(0)
})

test('a connection whose server says that it goes down is not lent again', async () => {
  const database = open({ maxConnections: 1 })
  const pid = await backend(database)
  await outside.pool.query('select pg_terminate_backend($1)', [pid])
  const next = await waitFor('another connection', () => backend(database).catch(() => undefined))
  expect(next).not.toBe(pid)
})

test('no connection gets older than the greatest age', async () => {
  const database = open({ maxConnections: 1, connectionMaxAgeMs: 300 })
  const pid = await backend(database)
  await waitFor('another connection', async () => (await backend(database)) !== pid)
})

test('the servers of an address are tried in turn, at the start and whenever one is lost', async () => {
  const database = open({ url: withServers('127.0.0.1:9,real,127.0.0.1:10') })
  expect(await idleBackends(database, 4)).toHaveLength(4)
  await outside.pool.query('select pg_terminate_backend($1)', [await backend(database)])
  await waitFor('another connection', () => backend(database).catch(() => undefined))
  const client = await openClient(withServers('127.0.0.1:9,real'), 'test')
  expect((await client.query("select current_setting('application_name') as name")).rows).toEqual([
    { name: 'test' },
  ])
  await client.end()
})

test('when no server answers, or one refuses the password, that is said', async () => {
  await expect(backend(open({ url: withServers('127.0.0.1:9,127.0.0.1:10') }))).rejects.toThrow(
    'ECONNREFUSED',
  )
  const { password } = new URL(outside.url)
  const wrong = withServers('real,127.0.0.1:9').replace(password, 'wrong')
  await expect(backend(open({ url: wrong }))).rejects.toMatchObject({ code: '28P01' })
})
