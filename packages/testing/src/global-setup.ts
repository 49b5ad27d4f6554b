import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bundleApps } from '@intake/bundle/bundle-apps'
import { migrate } from '@intake/database/migrate'
import { startPostgres } from '@intake/embedded/start-postgres'
import { startRedis } from '@intake/embedded/start-redis'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { programsVariable } from './app-programs.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** A server for the whole run; test files take a database of their own from `createTestDatabase`. */
    databaseUrl: string
    redisUrl: string
  }
}

/** Name of the migrated database that each test file's own is cloned from. */
export const templateDatabase = 'intake_template'

/** Starts one Postgres and one Redis for the run and migrates a template database. Without them the run fails. */
export async function setup(project: TestProject) {
  const directory = await mkdtemp(join(tmpdir(), 'intake-test-'))
  const [postgres, redis] = await Promise.all([
    startPostgres({
      dataDir: join(directory, 'postgres'),
      settings: { fsync: 'off', max_connections: '300' },
    }),
    startRedis({ dataDir: join(directory, 'redis') }),
  ])
  const template = new URL(postgres.url)
  template.pathname = `/${templateDatabase}`
  const client = new pg.Client({ connectionString: postgres.url })
  await client.connect()
  await client.query(`create database ${templateDatabase}`)
  await client.end()
  await migrate(template.href)
  process.env[programsVariable] = JSON.stringify(await bundleApps(join(directory, 'apps')))
  project.provide('databaseUrl', postgres.url)
  project.provide('redisUrl', redis.url)
  return async () => {
    await Promise.all([redis.stop(), postgres.stop('immediate')])
    await rm(directory, { recursive: true, force: true })
  }
}
