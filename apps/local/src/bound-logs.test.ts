import {
  appendFileSync,
  closeSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { boundLogs } from './bound-logs.ts'
import { watchLog } from './watch-log.ts'

const folder = mkdtempSync(join(tmpdir(), 'intake-bound-logs-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('a log that got too long is set aside, and whoever has it open writes on from its start', () => {
  const [long, short] = [join(folder, 'postgres.log'), join(folder, 'redis.log')]
  writeFileSync(`${long}.1`, 'set aside before')
  writeFileSync(short, 'short')
  const writer = openSync(long, 'a')
  writeSync(writer, 'x'.repeat(101))
  boundLogs(folder, 100).close()
  writeSync(writer, 'and on')
  closeSync(writer)
  expect(readFileSync(`${long}.1`, 'utf8')).toBe('x'.repeat(101))
  expect(readFileSync(long, 'utf8')).toBe('and on')
  expect(readFileSync(short, 'utf8')).toBe('short')
  expect(() => boundLogs(join(folder, 'none')).close()).not.toThrow()
})

test('a log that is watched may be set aside meanwhile', () => {
  const file = join(folder, 'app.log')
  writeFileSync(file, `${'{"level":"info","msg":"fine"}\n'.repeat(10)}`)
  const troubles: string[] = []
  const watch = watchLog(file, (trouble) => troubles.push(trouble))
  boundLogs(folder, 100).close()
  appendFileSync(file, '{"level":"error","msg":"after"}\n')
  watch.close()
  expect(troubles).toEqual(['error: after'])
})
