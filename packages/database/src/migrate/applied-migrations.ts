import type pg from 'pg'
import type { Migration } from './read-migrations.ts'

/** Makes the migrator's own two tables where they are missing. */
export async function makeOwnTables(client: pg.Client): Promise<void> {
  await client.query(`create table if not exists schema_migrations (
    version integer primary key, name text not null, sha256 text not null, applied_at timestamptz not null default now())`)
  await client.query(`create table if not exists schema_migration_steps (
    version integer not null, step text not null, sha256 text not null, position jsonb, rows bigint, done_at timestamptz,
    primary key (version, step))`)
}

/**
 * Those that this database lacks.
 * @throws Error when one that it has was edited since
 */
export async function findPending(client: pg.Client, migrations: Migration[]): Promise<Migration[]> {
  const { rows } = await client.query<{ version: number; sha256: string }>(
    'select version, sha256 from schema_migrations',
  )
  const applied = new Map(rows.map((row) => [row.version, row.sha256]))
  const edited = migrations.find(
    ({ version, sha256 }) => applied.has(version) && applied.get(version) !== sha256,
  )
  if (edited) throw new Error(`migration ${edited.version} (${edited.name}) was edited after it was applied`)
  return migrations.filter(({ version }) => !applied.has(version))
}

/** Notes that a migration is applied, in whatever transaction is open. */
export async function recordApplied(client: pg.Client, migration: Migration): Promise<void> {
  await client.query('insert into schema_migrations (version, name, sha256) values ($1, $2, $3)', [
    migration.version,
    migration.name,
    migration.sha256,
  ])
}
