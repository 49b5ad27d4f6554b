import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { followLog, troubleIn, watchLog } from './watch-log.ts'

const folder = mkdtempSync(join(tmpdir(), 'intake-watch-log-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('warnings, errors and crashes are trouble; everything else is not', () => {
  expect(troubleIn('{"level":"warn","msg":"slow"}')).toBe('warn: slow')
  expect(troubleIn('{"level":"error","msg":"failed","err":{"message":"gone"}}')).toBe('error: failed: gone')
  expect(troubleIn('TypeError: x is not a function')).toBe('TypeError: x is not a function')
  for (const line of [
    '{"level":"info","msg":"Error"}',
    '    at main.ts:1',
    '',
    '{"level":"warn"',
    '(node:1) hint',
  ]) {
    expect(troubleIn(line)).toBeNull()
  }
})

test('reports what is written from now on, the lines that end later too, and few of many', () => {
  const file = join(folder, 'app.log')
  writeFileSync(file, '{"level":"error","msg":"of an earlier run"}\n')
  const troubles: string[] = []
  const watch = watchLog(file, (trouble) => troubles.push(trouble))
  appendFileSync(file, '{"level":"info","msg":"fine"}\n{"level":"error","msg":"é')
  for (let count = 1; count <= 5; count += 1) appendFileSync(file, `"}\n{"level":"warn","msg":"${count}`)
  watch.close()
  expect(troubles).toEqual(['error: é', 'warn: 1', 'warn: 2', `and 2 more, see ${file}`])
})

test('a log that is followed is shown line by line, and of many the first', () => {
  const file = join(folder, 'followed.log')
  writeFileSync(file, 'of an earlier run\n')
  const shown: string[] = []
  const watch = followLog(file, (line) => shown.push(line))
  appendFileSync(file, Array.from({ length: 30 }, (_, number) => `line ${number}\n`).join(''))
  watch.close()
  expect(shown).toHaveLength(26)
  expect([shown[0], shown.at(-1)]).toEqual(['line 0', `and 5 more, see ${file}`])
})
