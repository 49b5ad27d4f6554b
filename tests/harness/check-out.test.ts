import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkOut } from './check-out.ts'

let repository = ''
const git = (...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], {
    cwd: repository,
    encoding: 'utf8',
  }).trim()
const write = (name: string, content: string) => writeFile(join(repository, name), content)

beforeAll(async () => {
  repository = await mkdtemp(join(tmpdir(), 'intake-repository-'))
  git('init', '--quiet')
  const own = { name: 'old', version: '1.0.0', workspaces: ['part'] }
  const part = { name: 'part', version: '1.0.0' }
  const link = { resolved: 'part', link: true }
  await mkdir(join(repository, 'part'))
  await write('part/package.json', JSON.stringify({ ...part, scripts: { install: 'touch ran' } }))
  await write('package.json', JSON.stringify(own))
  const packages = { '': own, part: { ...part, hasInstallScript: true }, 'node_modules/part': link }
  await write('package-lock.json', JSON.stringify({ ...own, lockfileVersion: 3, packages }))
  await write('code.ts', 'old')
  git('add', '.')
  git('commit', '--quiet', '-m', 'old')
  await write('code.ts', 'new')
  await write('added.ts', 'new')
  git('add', '.')
  git('commit', '--quiet', '-m', 'new')
})
afterAll(() => rm(repository, { recursive: true, force: true }))

test('old code lies in a folder of its own, installed without scripts, until it is removed', async () => {
  const old = await checkOut('HEAD~1', repository)
  expect(await readFile(join(old.directory, 'code.ts'), 'utf8')).toBe('old')
  expect(old.commit).toBe(git('rev-parse', 'HEAD~1'))
  const has = (name: string) => existsSync(join(old.directory, name))
  expect([has('added.ts'), has('archive.tar'), has('part/ran'), has('node_modules/part')]).toEqual([
    ...[false, false, false, true],
  ])
  await old.remove()
  expect(existsSync(old.directory)).toBe(false)
  expect(git('status', '--porcelain')).toBe('')
  expect(git('worktree', 'list').split('\n')).toHaveLength(1)
})

test('what names no commit is refused', async () => {
  await expect(checkOut('nothing', repository)).rejects.toThrow('git knows no commit nothing')
  await expect(checkOut('--all', repository)).rejects.toThrow('git knows no commit --all')
})

test('code whose packages can not be installed leaves no folder', async () => {
  // What the lock file doesn't have.
  await write('package.json', JSON.stringify({ name: 'old', dependencies: { missing: '1.0.0' } }))
  git('commit', '--quiet', '-am', 'broken')
  const before = await mkdtemp(join(tmpdir(), 'intake-temporary-'))
  const { TMPDIR } = process.env
  process.env.TMPDIR = before
  try {
    await expect(checkOut('HEAD', repository)).rejects.toThrow('npm ci failed')
    const left = execFileSync('ls', [before], { encoding: 'utf8' })
    expect(left).not.toContain('intake-old-')
  } finally {
    if (TMPDIR === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = TMPDIR
    await rm(before, { recursive: true, force: true })
  }
})
