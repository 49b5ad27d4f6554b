import { expect, test } from 'vitest'
import { parseMigration } from './parse-migration.ts'

test('a file is one transaction unless its first line says otherwise', () => {
  expect(parseMigration('-- Why.\ncreate table a (); drop table a;')).toEqual({
    form: 'transaction',
    statements: ['create table a ()', 'drop table a'],
  })
})

test('steps have names, and batched ones a table, its key and a number of rows', () => {
  const plan = parseMigration(`-- no transaction
-- Why.
-- step: new column
alter table leads add column a integer; -- Words.
-- step: fill a, by leads (workspace_id, id), 5000 rows
update leads set a = 1 where (workspace_id, id) > ($1, $2) and (workspace_id, id) <= ($3, $4);
`)
  const sha256 = expect.stringMatching(/^[0-9a-f]{64}$/)
  expect(plan).toEqual({
    form: 'steps',
    steps: [
      {
        name: 'new column',
        statements: ['alter table leads add column a integer'],
        sha256,
        batching: null,
      },
      {
        name: 'fill a',
        statements: [expect.stringMatching(/^update leads/)],
        sha256,
        batching: { table: 'leads', columns: ['workspace_id', 'id'], rows: 5000 },
      },
    ],
  })
})

test.each([
  ['-- step: a\nselect 1;', `its first line isn't "-- no transaction"`],
  ['-- Why.\n-- no transaction\n-- step: a\nselect 1;', 'must be the first line'],
  ['--no transaction\n-- step: a\nselect 1;', 'must be the first line'],
  ['-- no transaction\nselect 1;\n-- step: a\nselect 1;', 'SQL before its first'],
  ['-- no transaction\nselect 1;', 'SQL before its first'],
  ['-- no transaction\n-- step: a\n-- step: b\nselect 1;', 'step "a" has no SQL'],
  ['-- no transaction\n-- step: a\nselect 1;\n-- step: a\nselect 1;', 'two steps named "a"'],
  ['-- no transaction\n-- step: a, by leads (id)\nselect 1;', 'should read'],
  ['-- no transaction\n-- step: a, by leads (id), 0 rows\nselect 1;', 'should read'],
  ['-- no transaction\n-- Step: a\nselect 1;', 'should read'],
  ['-- no transaction\n-- step: a\nbegin; select 1; commit;', `"begin" is the migrator's business`],
  ['create table a ();\nCOMMIT;', `"COMMIT" is the migrator's business`],
])('a mistake of the author is refused: %j', (sql, message) => {
  expect(() => parseMigration(sql)).toThrow(message)
})
