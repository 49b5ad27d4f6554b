import { join } from 'node:path'
import { bundleApps } from '@intake/bundle/bundle-apps'
import { migrate } from '@intake/database/migrate'
import { startPostgres } from '@intake/embedded/start-postgres'
import { startRedis } from '@intake/embedded/start-redis'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { programsVariable } from './app-programs.ts'
import { gatherTemporaryFiles } from './temporary-files.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** A server for the whole run; test files take a database of their own from `createTestDatabase`. */
    databaseUrl: string
    redisUrl: string
  }
}

/** Name of the migrated database that each test file's own is cloned from. */
export const templateDatabase = 'intake_template'

/**
 * Starts one Postgres and one Redis for the run and migrates a template database. Without them the run fails.
 * TEST_DATABASE_URL names another server, of a version to be tested: its `intake_template` is made anew.
 */
export async function setup(project: TestProject) {
  const directory = gatherTemporaryFiles('test')
  const [postgres, redis] = await Promise.all([
    startServer(join(directory, 'postgres')),
    startRedis({ dataDir: join(directory, 'redis') }),
  ])
  const template = new URL(postgres.url)
  template.pathname = `/${templateDatabase}`
  const client = new pg.Client({ connectionString: postgres.url })
  await client.connect()
  await client.query(`drop database if exists ${templateDatabase}`)
  await client.query(`create database ${templateDatabase}`)
  await client.end()
  await migrate(template.href)
  const bundle = async () => {
    process.env[programsVariable] = JSON.stringify(await bundleApps(directory))
  }
  await bundle()
  // A fault in a source must not end the watch: tests that start apps fail until it is mended.
  project.onTestsRerun(() => bundle().catch((error) => void process.stderr.write(`${error}\n`)))
  project.provide('databaseUrl', postgres.url)
  project.provide('redisUrl', redis.url)
  return async () => {
    await Promise.all([redis.stop(), postgres.stop()])
  }
}

async function startServer(dataDir: string): Promise<{ url: string; stop(): Promise<void> }> {
  const url = process.env.TEST_DATABASE_URL
  if (url) return { url, stop: async () => undefined }
  const server = await startPostgres({ dataDir, settings: { fsync: 'off', max_connections: '300' } })
  return { url: server.url, stop: () => server.stop('immediate') }
}
