import { afterEach, beforeEach, expect, test } from 'vitest'
import type { MigrationEvent } from '../src/migrate/migration-event.ts'
import { type Scene, startScene } from './start-scene.ts'

let scene: Scene

beforeEach(async () => {
  scene = await startScene()
  await scene.rows('create table leads (id bigint generated always as identity primary key, name text)')
  await scene.rows(`insert into leads (name) values ('Ada'), ('Ada'), ('Grace')`)
})
afterEach(() => scene.close())

const stepsDone = async () =>
  (
    await scene.rows<{ step: string }>(
      'select step from schema_migration_steps where done_at is not null order by done_at',
    )
  ).map(({ step }) => step)
const indexes = () =>
  scene.rows(
    `select relname as name, indisvalid as valid from pg_index join pg_class on oid = indexrelid
     where indrelid = 'leads'::regclass and not indisprimary`,
  )

test('steps commit by themselves, and one that failed is where the next run goes on', async () => {
  await scene.write(
    '0001-steps',
    `-- no transaction
     -- Words on why.
-- step: column
alter table leads add column email text;
-- step: count
insert into counted values (1); insert into counted values (2);
-- step: index
create index concurrently if not exists leads_by_name on leads (name);
`,
  )
  await expect(scene.migrate()).rejects.toThrow(
    /^migration 0001-steps, step "count": relation "counted" does not exist\. It can be run again, and goes on/,
  )
  expect(await stepsDone()).toEqual(['column'])
  expect(await scene.rows('select from schema_migrations')).toEqual([])

  await scene.rows('create table counted (id integer)')
  const events: MigrationEvent[] = []
  expect(await scene.migrate({}, events)).toEqual({ applied: ['0001-steps'] })
  expect(events).toEqual([
    { type: 'step-done', migration: '0001-steps', step: 'count' },
    { type: 'step-done', migration: '0001-steps', step: 'index' },
    { type: 'applied', migration: '0001-steps' },
  ])
  expect(await indexes()).toEqual([{ name: 'leads_by_name', valid: true }])
  expect(await scene.migrate()).toEqual({ applied: [] })
  expect(await scene.rows('select id from counted order by id')).toEqual([{ id: 1 }, { id: 2 }])
})

test.each(['', 'if not exists '])(
  'an index that failed is dropped and built anew (%j)',
  async (ifMissing) => {
    await scene.write(
      '0001-unique',
      `-- no transaction
-- step: index
create unique index concurrently ${ifMissing}leads_name on leads (name);`,
    )
    await expect(scene.migrate()).rejects.toThrow(
      /step "index": could not create unique index "leads_name"\. /,
    )
    expect(await indexes()).toEqual([{ name: 'leads_name', valid: false }])
    await scene.rows('delete from leads where id = 2')
    expect(await scene.migrate()).toEqual({ applied: ['0001-unique'] })
    expect(await indexes()).toEqual([{ name: 'leads_name', valid: true }])
  },
)

test('an index that was built before the step was recorded counts as made', async () => {
  await scene.rows('create index leads_by_name on leads (name)')
  await scene.write(
    '0001-index',
    '-- no transaction\n-- step: index\ncreate index concurrently leads_by_name on leads (name);',
  )
  expect(await scene.migrate()).toEqual({ applied: ['0001-index'] })
})

test('an index built concurrently waits for an older transaction at once, and for no longer than it may', async () => {
  await scene.write(
    '0001-index',
    '-- no transaction\n-- step: index\ncreate index concurrently if not exists leads_by_name on leads (name);',
  )
  const older = await scene.session()
  const inserts = await scene.session()
  await older.query(`begin; insert into leads (name) values ('Edsger')`)
  await expect(scene.migrate({ lockTimeoutMs: 20, waitMs: 100 })).rejects.toThrow(
    /step "index": older transactions didn't end within 0 s/,
  )
  const events: MigrationEvent[] = []
  const migrating = scene.migrate({ lockTimeoutMs: 20 }, events)
  await scene.untilLocked('virtualxid')
  await inserts.query(`insert into leads (name) values ('Barbara')`)
  await older.query('commit')
  await migrating
  expect(events.map(({ type }) => type)).toEqual(['step-done', 'applied'])
  expect(await indexes()).toEqual([{ name: 'leads_by_name', valid: true }])
})

test('two migrators at once build an index once, and neither waits for the other for ever', async () => {
  await scene.write(
    '0001-index',
    '-- no transaction\n-- step: index\ncreate index concurrently leads_by_name on leads (name);',
  )
  const older = await scene.session()
  await older.query(`begin; insert into leads (name) values ('Edsger')`)
  const migrators = [scene.migrate(), scene.migrate()]
  await scene.untilLocked('virtualxid')
  await older.query('commit')
  const applied = (await Promise.all(migrators)).flatMap((result) => result.applied)
  expect(applied).toEqual(['0001-index'])
})

test('a step waits for its lock in tries, and a killed one is run again', async () => {
  await scene.write(
    '0001-steps',
    `-- no transaction
-- step: first
create table if not exists first ();
-- step: column
alter table leads add column if not exists email text;`,
  )
  const reader = await scene.session()
  await reader.query('begin; select from leads')
  const events: MigrationEvent[] = []
  const migrating = expect(scene.migrate({ lockTimeoutMs: 20_000 }, events)).rejects.toThrow(
    /step "column": terminating connection due to administrator command/,
  )
  await scene.untilLocked('relation')
  await scene.terminateMigrator()
  await migrating
  expect(events).toEqual([{ type: 'step-done', migration: '0001-steps', step: 'first' }])

  const ofSecondRun: MigrationEvent[] = []
  const onProgress = async ({ type }: MigrationEvent) =>
    void (type === 'waiting' && (await reader.query('commit')))
  expect(await scene.migrate({ lockTimeoutMs: 50, onProgress }, ofSecondRun)).toEqual({
    applied: ['0001-steps'],
  })
  expect(ofSecondRun[0]).toMatchObject({ type: 'waiting', step: 'column', code: '55P03', tries: 1 })
})

test('a step that was edited after it was done is refused; one that was not may be mended', async () => {
  const file = (first: string, second: string) =>
    `-- no transaction\n-- step: first\n${first}\n-- step: second\n${second}`
  await scene.write('0001-steps', file('select 1;', 'select 1 / 0;'))
  await expect(scene.migrate()).rejects.toThrow('division by zero')
  await scene.write('0001-steps', file('select 2;', 'select 1;'))
  await expect(scene.migrate()).rejects.toThrow(/step "first": the step was edited after it was begun/)
  await scene.write('0001-steps', file('select 1;', 'select 1;'))
  expect(await scene.migrate()).toEqual({ applied: ['0001-steps'] })
})
