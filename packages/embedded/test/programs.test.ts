import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, lstatSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { copyBinaries } from '../src/postgres/copy-binaries.ts'
import { findPostgresBinaries } from '../src/postgres/find-binaries.ts'
import { startRedis } from '../src/start-redis.ts'

const root = mkdtempSync(join(tmpdir(), 'intake-programs-test-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

test('binaries without their library links, in a closed folder, become a copy that everybody can run', () => {
  const native = join(root, 'closed', 'native')
  const isNoLink = (path: string) => !lstatSync(path).isSymbolicLink()
  cpSync(findPostgresBinaries({}), native, { recursive: true, filter: isNoLink })
  expect(existsSync(join(native, 'lib', 'libpq.so.5'))).toBe(false)
  const copy = copyBinaries(native, join(root, 'open'), 'postgres')
  expect(copy).toBe(join(root, 'open', 'postgres'))
  const { stdout } = spawnSync(join(`${copy}`, 'bin', 'postgres'), ['--version'], { encoding: 'utf8' })
  expect(stdout).toContain('PostgreSQL) 18')
  expect(statSync(`${copy}/bin/postgres`).mode & 0o777).toBe(0o755)
})

test('without any redis and without apt, says what a person can do', async () => {
  const path = process.env.PATH
  process.env.PATH = join(root, 'empty')
  try {
    const start = startRedis({ dataDir: join(root, 'redis'), cacheDir: join(root, 'cache') })
    await expect(start).rejects.toThrow(/this machine has no apt[\s\S]*REDIS_URL[\s\S]*docker compose/)
  } finally {
    process.env.PATH = path
  }
})
