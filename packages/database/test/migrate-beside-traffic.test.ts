import { waitFor } from '@intake/testing/wait-for'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { MigrationEvent } from '../src/migrate/migration-event.ts'
import { type Scene, startScene } from './start-scene.ts'

let scene: Scene

beforeEach(async () => {
  scene = await startScene()
  await scene.rows('create table leads (id bigint generated always as identity, name text)')
})
afterEach(() => scene.close())

const waits = (events: MigrationEvent[]) => events.filter((event) => event.type === 'waiting')

/** Inserts one row after the other until told to stop. */
async function insertAllTheWhile() {
  const session = await scene.session()
  let [count, isOver] = [0, false]
  const inserting = (async () => {
    while (!isOver) {
      await session.query(`insert into leads (name) values ('Ada')`)
      count += 1
    }
  })()
  return {
    count: () => count,
    stop() {
      isOver = true
      return inserting
    },
  }
}

test('behind a long reader a migration tries again, and inserts go on between its tries', async () => {
  await scene.write('0001-add-column', 'alter table leads add column email text;')
  const reader = await scene.session()
  await reader.query('begin; select from leads')
  const inserts = await insertAllTheWhile()
  const events: MigrationEvent[] = []
  const migrating = scene.migrate({ lockTimeoutMs: 200 }, events)
  for (const tries of [1, 2]) {
    await waitFor(`try ${tries} to fail`, () => waits(events).length >= tries)
    const before = inserts.count()
    await waitFor('an insert behind the reader', () => inserts.count() > before)
  }
  await reader.query('commit')
  expect(await migrating).toEqual({ applied: ['0001-add-column'] })
  await inserts.stop()
  expect(waits(events)[0]).toEqual({
    type: 'waiting',
    migration: '0001-add-column',
    step: null,
    code: '55P03',
    statement: 'alter table leads add column email text',
    tries: 1,
    pauseMs: expect.any(Number),
  })
  expect(await scene.rows('select count(*)::int as count, count(email)::int as emails from leads')).toEqual([
    { count: inserts.count(), emails: 0 },
  ])
})

test('a migration that gets no lock gives up after its time, keeps nothing, and can be run again', async () => {
  await scene.write('0001-two', 'create table made (); alter table leads add column email text;')
  const reader = await scene.session()
  await reader.query('begin; select from leads')
  await expect(scene.migrate({ lockTimeoutMs: 50, waitMs: 100 })).rejects.toThrow(
    /^migration 0001-two: canceling statement due to lock timeout, after 0 s of tries \(\d+\), in: alter table leads .*It can be run again/,
  )
  expect(await scene.rows(`select to_regclass('made') as made`)).toEqual([{ made: null }])
  await reader.query('commit')
  expect(await scene.migrate()).toEqual({ applied: ['0001-two'] })
})

test('a migration that a deadlock ends is run again', async () => {
  await scene.rows('create table others (id integer)')
  await scene.rows(`alter database ${await databaseName()} set deadlock_timeout = '20ms'`)
  await scene.write(
    '0001-both',
    `alter table others add column email text;
     do $$ begin while not pg_try_advisory_xact_lock(42) loop perform pg_sleep(0.01); end loop; end $$;
     alter table leads add column email text;`,
  )
  const gate = await scene.session()
  await gate.query('select pg_advisory_lock(42)')
  const other = await scene.session()
  // The migrator closes the circle, and only it looks for one.
  await other.query(`set deadlock_timeout = '10min'`)
  await other.query(`begin; insert into leads (name) values ('Ada')`)
  const events: MigrationEvent[] = []
  const migrating = scene.migrate({ lockTimeoutMs: 500 }, events)
  const locksOfOthers = (condition: string) => () =>
    scene
      .rows(`select from pg_locks where relation = 'others'::regclass and ${condition}`)
      .then((found) => found.length > 0)
  await waitFor('the migrator to lock', locksOfOthers(`granted and mode = 'AccessExclusiveLock'`))
  const inserting = other.query('insert into others values (1)')
  await waitFor('the other session to wait', locksOfOthers('not granted'))
  await gate.query('select pg_advisory_unlock(42)')
  await inserting
  await other.query('commit')
  expect(await migrating).toEqual({ applied: ['0001-both'] })
  expect(waits(events)[0]).toMatchObject({ code: '40P01', tries: 1 })
})

test('its statements share the time for locks, and none has a bound on its work', async () => {
  await scene.rows(`alter database ${await databaseName()} set statement_timeout = '50ms'`)
  await scene.write(
    '0001-settings',
    `create table seen as select 1 as number, current_setting('statement_timeout') as work, current_setting('lock_timeout') as locks;
     select pg_sleep(0.1);
     insert into seen select 2, current_setting('statement_timeout'), current_setting('lock_timeout');
     select pg_sleep(0.5);
     insert into seen select 3, current_setting('statement_timeout'), current_setting('lock_timeout');`,
  )
  await scene.migrate({ lockTimeoutMs: 500 })
  const seen = await scene.rows<{ work: string; locks: string }>(
    'select work, locks from seen order by number',
  )
  expect(seen.map(({ work }) => work)).toEqual(['0', '0', '0'])
  const [first = 0, second = 0, third = 0] = seen.map(({ locks }) => Number.parseInt(locks, 10))
  expect(first).toBe(500)
  expect(second).toBeLessThan(500)
  expect(third).toBe(100)
})

async function databaseName(): Promise<string> {
  const [row] = await scene.rows<{ name: string }>('select current_database() as name')
  return row?.name ?? ''
}

test('one that fails says which it was, keeps nothing, and is not tried again', async () => {
  await scene.write('0001-good', 'create table good ();')
  await scene.write('0002-bad', 'create table bad (); select 1 / 0;')
  const events: MigrationEvent[] = []
  await expect(scene.migrate({}, events)).rejects.toThrow(
    /^migration 0002-bad: division by zero\. It can be run/,
  )
  expect(events).toEqual([{ type: 'applied', migration: '0001-good' }])
  expect(
    await scene.rows(`select to_regclass('good') is not null as good, to_regclass('bad') as bad`),
  ).toEqual([{ good: true, bad: null }])
})

test('one that was edited after it was applied is refused before anything is done', async () => {
  await scene.write('0001-one', 'create table one ();')
  await scene.migrate()
  await scene.write('0001-one', 'create table another ();')
  await scene.write('0002-two', 'create table two ();')
  await expect(scene.migrate()).rejects.toThrow('migration 1 (one) was edited after it was applied')
  expect(await scene.rows(`select to_regclass('two') as two`)).toEqual([{ two: null }])
})

test('a second migrator waits for the first and applies what is left', async () => {
  await scene.write('0001-one', 'create table one ();')
  await scene.write('0002-two', 'create table two ();')
  const first: MigrationEvent[] = []
  const second: MigrationEvent[] = []
  const waiting = () => second.some((event) => event.type === 'turn-awaited')
  let running: Promise<{ applied: string[] }> | undefined
  const onProgress = async () => {
    running = scene.migrate({}, second)
    await waitFor('the second to wait', waiting)
  }
  expect(await scene.migrate({ upTo: 1, onProgress }, first)).toEqual({ applied: ['0001-one'] })
  expect(await running).toEqual({ applied: ['0002-two'] })
  expect(second).toEqual([{ type: 'turn-awaited' }, { type: 'applied', migration: '0002-two' }])
})

test('a file that cannot be read stops the run before anything is done', async () => {
  await scene.write('0001-one', 'create table one ();')
  await scene.write('0002-two', `select 'without an end;`)
  await expect(scene.migrate()).rejects.toThrow(`migration 0002-two can't be read: a ' has no end`)
  await scene.write('0002-two', 'select 1;')
  await scene.write('0002-too', 'select 1;')
  await expect(scene.migrate()).rejects.toThrow('two migrations have the number 2')
  expect(await scene.rows(`select to_regclass('one') as one`)).toEqual([{ one: null }])
})
