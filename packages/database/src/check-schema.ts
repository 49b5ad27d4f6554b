import type { Db } from './create-database.ts'
import { readMigrations } from './migrate/read-migrations.ts'

/** Throws a sentence for the operator when the database lacks migrations that this code needs. Newer ones are fine. */
export async function checkSchema(db: Db): Promise<void> {
  const needed = await readMigrations()
  const applied = await appliedVersions(db)
  const missing = needed
    .filter((migration) => !applied.has(migration.version))
    .map((migration) => migration.name)
  if (missing.length > 0)
    throw new Error(
      `the database schema is behind: run "npm run migrate" first (missing: ${missing.join(', ')})`,
    )
}

async function appliedVersions(db: Db): Promise<Set<number>> {
  const table = await db.introspection.getTables()
  if (!table.some((candidate) => candidate.name === 'schema_migrations')) return new Set()
  const rows = await db.selectFrom('schema_migrations').select('version').execute()
  return new Set(rows.map((row) => row.version))
}
