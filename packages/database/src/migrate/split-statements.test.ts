import { expect, test } from 'vitest'
import { readMigrations } from './read-migrations.ts'
import { splitStatements } from './split-statements.ts'

test('statements end at semicolons, and comments are no part of them', () => {
  expect(
    splitStatements(`-- A; comment
      create table a (id integer); /* another; one */ ;
      select 1 -- with an end;
      + 1`),
  ).toEqual(['create table a (id integer)', expect.stringMatching(/^select 1\s+\+ 1$/)])
  expect(splitStatements(' -- only words\n')).toEqual([])
})

test.each([
  `select 'a;b', 'it''s; "so"'`,
  String.raw`select E'a\';b', e'\\', '\'`,
  `select "a;b", "a"";b"`,
  `select $$ a; 'b $$, $of$ $$; $of$, $1, a$b$c`,
  `select '-- no comment;', '/*'`,
  `create function f() returns trigger language plpgsql as $$ begin; -- words\n return new; end $$`,
])('a semicolon within quotes ends nothing: %s', (statement) => {
  expect(splitStatements(`${statement}; ${statement}`)).toEqual([statement, statement])
})

test.each([
  [`select 'a; select 1`, "a ' has no end"],
  ['select "a; select 1', 'a " has no end'],
  ['do $f$ begin end $$; select 1', 'a $f$ has no end'],
  ['select 1; /* more', 'a /* has no end'],
  ['/* a /* b */ */ select 1', 'a comment stands within a comment'],
  ['create function f() returns int begin atomic select 1; end', 'stands in dollar quotes'],
])('what cannot be split is refused: %s', (sql, message) => {
  expect(() => splitStatements(sql)).toThrow(message)
})

test('of the migrations that there are, no statement is lost', async () => {
  for (const { sql } of await readMigrations()) {
    const words = (text: string) => text.replaceAll(/--.*$/gm, '').replaceAll(/[\s;]+/g, '')
    expect(words(splitStatements(sql).join(''))).toBe(words(sql))
  }
})
