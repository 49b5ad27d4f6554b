import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'

const directory = fileURLToPath(new URL('../../../migrations/', import.meta.url))
const fileName = /^(\d{4})-([a-z0-9-]+)\.sql$/
/** Any constant will do; all migrators must share it. */
const lockKey = 7_265_001

export interface Migration {
  version: number
  name: string
  sql: string
  sha256: string
}

/** The migrations that this code was written for, in order. */
export async function readMigrations(): Promise<Migration[]> {
  const names = (await readdir(directory)).filter((name) => fileName.test(name)).sort()
  return Promise.all(
    names.map(async (name) => {
      const [, version = '', title = ''] = fileName.exec(name) ?? []
      const sql = await readFile(`${directory}${name}`, 'utf8')
      return {
        version: Number(version),
        name: title,
        sql,
        sha256: createHash('sha256').update(sql).digest('hex'),
      }
    }),
  )
}

/**
 * Applies what is missing, each in a transaction of its own under an advisory lock, so that several starters don't meet.
 * Throws when a migration that was applied has been edited since. Answers the names of those applied now.
 */
export async function migrate(databaseUrl: string): Promise<{ applied: string[] }> {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'intake-migrate' })
  await client.connect()
  try {
    const applied: string[] = []
    for (const migration of await readMigrations()) {
      if (await applyOnce(client, migration))
        applied.push(`${String(migration.version).padStart(4, '0')}-${migration.name}`)
    }
    return { applied }
  } finally {
    await client.end()
  }
}

async function applyOnce(client: pg.Client, migration: Migration): Promise<boolean> {
  await client.query('begin')
  try {
    await client.query('select pg_advisory_xact_lock($1)', [lockKey])
    await client.query(`create table if not exists schema_migrations (
      version integer primary key, name text not null, sha256 text not null, applied_at timestamptz not null default now())`)
    const known = await client.query<{ sha256: string }>(
      'select sha256 from schema_migrations where version = $1',
      [migration.version],
    )
    const [row] = known.rows
    if (row && row.sha256 !== migration.sha256)
      throw new Error(`migration ${migration.version} (${migration.name}) was edited after it was applied`)
    if (!row) {
      await client.query(migration.sql)
      await client.query('insert into schema_migrations (version, name, sha256) values ($1, $2, $3)', [
        migration.version,
        migration.name,
        migration.sha256,
      ])
    }
    await client.query('commit')
    return !row
  } catch (error) {
    await client.query('rollback')
    throw error
  }
}
