import { spawnSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { isBuiltin } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { bundleApps, programFlags, stopBundler } from '@intake/bundle/bundle-apps'
import { afterAll, beforeAll, expect, test } from 'vitest'

const directory = mkdtempSync(join(tmpdir(), 'intake-bundle-'))
let apps = ''
let programs: Awaited<ReturnType<typeof bundleApps>>

beforeAll(async () => {
  programs = await bundleApps(directory)
  apps = dirname(programs.gateway)
})
afterAll(() => rmSync(directory, { recursive: true, force: true }))

function run(args: readonly string[], env: Record<string, string>) {
  return spawnSync(process.execPath, args, {
    env: { PATH: process.env.PATH, ...env },
    encoding: 'utf8',
    timeout: 20_000,
  })
}

/** Node from 22.18 on runs TypeScript by itself, as in the image. */
const sourceFlags = 'typescript' in process.features && process.features.typescript ? [] : ['--import', 'tsx']

test.each(['gateway', 'worker', 'console'] as const)(
  'the %s runs far from its source and from its source, and says what it lacks',
  (app) => {
    const bundled = [...programFlags, programs[app]]
    for (const args of [bundled, [...sourceFlags, `apps/${app}/src/main.ts`]]) {
      const { status, stderr, stdout } = run(args, {})
      expect(status).toBe(78)
      expect(stdout + stderr).toContain('DATABASE_URL')
    }
  },
)

test('stack traces name the TypeScript and its line', () => {
  const { status, stderr, stdout } = run([...programFlags, programs.gateway], {
    DATABASE_URL: 'postgres://127.0.0.1:9/none',
    REDIS_URL: 'redis://127.0.0.1:9',
  })
  expect(status).toBe(1)
  expect(stdout + stderr).toMatch(/packages\/database\/src\/check-schema\.ts:\d+/)
})

test('only packages are left outside, each by an address relative to the program', () => {
  const imported = readdirSync(apps)
    .filter((name) => name.endsWith('.mjs'))
    .flatMap((name) => [
      ...readFileSync(join(apps, name), 'utf8').matchAll(/^(?:import|\} from) .*?"(.*?)";$/gm),
    ])
    .map(([, specifier]) => specifier ?? '')
  const outside = imported.filter((specifier) => !isBuiltin(specifier) && !specifier.startsWith('./'))
  expect(outside.filter((specifier) => specifier.includes('/node_modules/kysely/')).length).toBeGreaterThan(0)
  expect(outside.filter((specifier) => !/^\.\.\/.*\/node_modules\//.test(specifier))).toEqual([])
})

test('an earlier bundle is gone, and nothing else', async () => {
  writeFileSync(join(apps, 'stale.mjs'), '')
  const others = ['apps', 'packages'].map((name) => join(directory, name, 'kept.ts'))
  for (const file of others) {
    mkdirSync(dirname(file))
    writeFileSync(file, '')
  }
  await bundleApps(directory)
  expect(readdirSync(apps)).not.toContain('stale.mjs')
  expect(others.filter(existsSync)).toEqual(others)
})

/** The processes of this one that bundle. */
function bundlers(): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
        return stat.includes('(esbuild)') && stat.split(') ')[1]?.split(' ')[1] === String(process.pid)
      } catch {
        return false
      }
    })
}

test('a program that is reached by a link finds its packages', () => {
  const link = join(directory, 'a', 'deeper', 'link')
  mkdirSync(dirname(link), { recursive: true })
  symlinkSync(directory, link)
  const { status, stderr } = run([join(link, '.intake-programs', 'admin.mjs'), '--help'], {})
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
})

test('once the bundler is stopped, no process of it is left', async () => {
  await bundleApps(directory)
  expect(bundlers()).toHaveLength(1)
  await stopBundler()
  await expect.poll(bundlers, { timeout: 5000 }).toEqual([])
})
