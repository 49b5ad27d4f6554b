import { afterEach, beforeEach, expect, test } from 'vitest'
import type { MigrationEvent } from '../src/migrate/migration-event.ts'
import { type Scene, startScene } from './start-scene.ts'

let scene: Scene

beforeEach(async () => {
  scene = await startScene()
  await scene.rows(
    'create table leads (workspace_id uuid not null, id bigint not null, visits integer not null default 0, primary key (workspace_id, id))',
  )
})
afterEach(() => scene.close())

/** Two workspaces, so that a batch spans both. */
async function insertLeads(count: number) {
  await scene.rows(
    `insert into leads (workspace_id, id)
     select ('11111111-1111-1111-1111-11111111111' || n % 2)::uuid, n from generate_series(1, ${count}) n`,
  )
}

const batched = (rows: number) => `-- no transaction
-- step: visit, by leads (workspace_id, id), ${rows} rows
update leads set visits = visits + 1
where (workspace_id, id) > ($1, $2) and (workspace_id, id) <= ($3, $4);
`
const visits = () =>
  scene.rows('select visits, count(*)::int as leads from leads group by visits order by visits')
const record = () =>
  scene.rows('select step, position, rows::int, done_at is not null as done from schema_migration_steps')
const rowsOf = (events: MigrationEvent[]) =>
  events.flatMap((event) => (event.type === 'batch-done' ? [event.rows] : []))

test('each row is in one batch, and progress is told', async () => {
  await insertLeads(25)
  await scene.rows('analyze leads')
  await scene.write('0001-visit', batched(10))
  const events: MigrationEvent[] = []
  expect(await scene.migrate({}, events)).toEqual({ applied: ['0001-visit'] })
  expect(await visits()).toEqual([{ visits: 1, leads: 25 }])
  const place = { migration: '0001-visit', step: 'visit' }
  const batch = { type: 'batch-done', ...place, total: 25, rowsPerSecond: expect.any(Number) }
  expect(events).toEqual([
    { ...batch, rows: 10 },
    { ...batch, rows: 20 },
    { ...batch, rows: 25 },
    { type: 'step-done', ...place },
    { type: 'applied', migration: '0001-visit' },
  ])
  expect(await record()).toEqual([
    { step: 'visit', position: ['11111111-1111-1111-1111-111111111111', '25'], rows: 25, done: true },
  ])
})

test.each([0, 10])('a table of %i rows, which fill their batches, is done once', async (count) => {
  await insertLeads(count)
  await scene.write('0001-visit', batched(5))
  expect(await scene.migrate()).toEqual({ applied: ['0001-visit'] })
  expect(await visits()).toEqual(count === 0 ? [] : [{ visits: 1, leads: count }])
  expect(await record()).toMatchObject([{ rows: count === 0 ? null : count, done: true }])
})

test('one that is killed between two batches goes on with the next', async () => {
  await insertLeads(25)
  await scene.write('0001-visit', batched(10))
  const events: MigrationEvent[] = []
  await expect(scene.migrate({ onProgress: () => scene.terminateMigrator() }, events)).rejects.toThrow(
    /^migration 0001-visit, step "visit": .*terminat.*It can be run again/,
  )
  expect(rowsOf(events)).toEqual([10])
  expect(await visits()).toEqual([
    { visits: 0, leads: 15 },
    { visits: 1, leads: 10 },
  ])
  const ofSecondRun: MigrationEvent[] = []
  await scene.migrate({}, ofSecondRun)
  expect(rowsOf(ofSecondRun)).toEqual([20, 25])
  expect(await visits()).toEqual([{ visits: 1, leads: 25 }])
})

test('one that is killed within a batch does that batch again, whole', async () => {
  await insertLeads(25)
  await scene.rows('create table batches as select 0 as with_lead_5')
  // The second statement of the second batch is where it is killed: the first one has been run.
  await scene.write(
    '0001-visit',
    `${batched(10)}
update batches set with_lead_5 = with_lead_5 + 1 where exists (
  select from leads where (workspace_id, id) > ($1, $2) and (workspace_id, id) <= ($3, $4) and id = 5);`,
  )
  const holder = await scene.session()
  await holder.query('begin; select from batches for update')
  const events: MigrationEvent[] = []
  const migrating = expect(scene.migrate({ lockTimeoutMs: 20_000 }, events)).rejects.toThrow(
    'terminating connection due to administrator command',
  )
  await scene.untilLocked('transactionid')
  await scene.terminateMigrator()
  await migrating
  await holder.query('commit')
  expect(rowsOf(events)).toEqual([10])
  await scene.migrate()
  expect(await visits()).toEqual([{ visits: 1, leads: 25 }])
  expect(await scene.rows('select with_lead_5 from batches')).toEqual([{ with_lead_5: 1 }])
})

test('a batch that finds a row locked is rolled back and tried again', async () => {
  await insertLeads(25)
  await scene.write('0001-visit', batched(10))
  const holder = await scene.session()
  await holder.query('begin; select from leads where id = 5 for update')
  const events: MigrationEvent[] = []
  const onProgress = async ({ type }: MigrationEvent) =>
    void (type === 'waiting' && (await holder.query('commit')))
  await scene.migrate({ lockTimeoutMs: 50, onProgress }, events)
  expect(events.filter(({ type }) => type === 'waiting')).toMatchObject([
    { step: 'visit', code: '55P03', tries: 1 },
  ])
  expect(await visits()).toEqual([{ visits: 1, leads: 25 }])
})

test.each([
  ['text', `select chr(96 + n) from generate_series(1, 7) n`],
  ['bigint', 'select n - 4 from generate_series(1, 7) n'],
  ['uuid', 'select gen_random_uuid() from generate_series(1, 7) n'],
  ['smallint', 'select n from generate_series(1, 7) n'],
  ['integer', 'select -n from generate_series(1, 7) n'],
])('a key may be %s; several statements share a batch', async (type, values) => {
  await scene.rows(`create table sources (key ${type} primary key, visits integer not null default 0)`)
  await scene.rows('create table copies (like sources)')
  await scene.rows(`insert into sources (key) ${values}`)
  await scene.write(
    '0001-copy',
    `-- no transaction
-- step: copy, by sources (key), 3 rows
insert into copies select * from sources where key > $1 and key <= $2;
update sources set visits = visits + 1 where key > $1 and key <= $2;`,
  )
  await scene.migrate()
  expect(
    await scene.rows(
      'select min(s.visits) as least, max(s.visits) as most, count(*)::int from sources s join copies using (key)',
    ),
  ).toEqual([{ least: 1, most: 1, count: 7 }])
})

test('a key that batches would pass a row of is refused', async () => {
  await scene.rows('create table odd (id uuid primary key, at timestamptz not null default now(), name text)')
  const step = (columns: string) =>
    scene.write('0001-odd', `-- no transaction\n-- step: odd, by odd (${columns}), 3 rows\nselect $1, $2;`)
  await scene.rows(`insert into odd values ('00000000-0000-0000-0000-000000000000')`)
  await step('id')
  await expect(scene.migrate()).rejects.toThrow('a row of odd has the lowest key there is')
  for (const column of ['name', 'at', 'none']) {
    await step(column)
    await expect(scene.migrate()).rejects.toThrow(
      `odd has no column ${column} that is not null and of type uuid,`,
    )
  }
})
