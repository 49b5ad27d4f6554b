import { findPending, makeOwnTables } from './migrate/applied-migrations.ts'
import { applyInTransaction } from './migrate/apply-in-transaction.ts'
import { applySteps } from './migrate/apply-steps.ts'
import type { MigrationEvent } from './migrate/migration-event.ts'
import { failureAt, type MigrationRun, messageOf } from './migrate/migration-run.ts'
import { type Plan, parseMigration } from './migrate/parse-migration.ts'
import { type Migration, readMigrations } from './migrate/read-migrations.ts'
import { takeTurn } from './migrate/take-turn.ts'
import { openClient } from './open-client.ts'

/** How long a migration goes on trying for its locks unless told otherwise, ms. */
export const defaultWaitMs = 15 * 60_000
/**
 * How long one try waits for locks, ms. All that comes after it for the same table waits as long, so it is far below
 * the 10 s that others wait for a lock. It is above Postgres's usual `deadlock_timeout` of 1 s: only a wait of that
 * length makes autovacuum give way.
 */
const defaultLockTimeoutMs = 2000

export interface MigrateOptions {
  /** Hears what happens, and is waited for. What it throws ends the run. */
  onProgress?: (event: MigrationEvent) => unknown
  /** How long one file, step or batch goes on trying for its locks, ms. 15 minutes by default; 0 is one try. */
  waitMs?: number
  /** Stop after this version. */
  upTo?: number
  /** Where the files are; by default those that this code was written for. */
  directory?: string
  /** How long one try waits for locks, ms. 2000 by default. */
  lockTimeoutMs?: number
}

/**
 * Applies what is missing, in order, beside whatever else uses the database. Of several migrators one works; the others
 * wait for it, however long, and then apply what is left. Answers the names of those applied now.
 * @throws MigrationError when one fails or gets no lock: what was committed stays, and it can be run again.
 * Error when one that was applied has been edited since, or one can't be read.
 */
export async function migrate(
  databaseUrl: string,
  { onProgress, waitMs = defaultWaitMs, upTo, directory, lockTimeoutMs }: MigrateOptions = {},
): Promise<{ applied: string[] }> {
  const migrations = await readMigrations(directory)
  const client = await openClient(databaseUrl, 'intake-migrate')
  const run: MigrationRun = {
    client,
    waitMs,
    lockTimeoutMs: lockTimeoutMs ?? defaultLockTimeoutMs,
    tell: async (event) => void (await onProgress?.(event)),
  }
  client.on('error', (error) => {
    run.broken ??= error
  })
  try {
    await client.query('set statement_timeout = 0; set idle_in_transaction_session_timeout = 0')
    await takeTurn(run)
    await makeOwnTables(client)
    const pending = await findPending(client, migrations)
    const wanted = pending.filter(({ version }) => upTo === undefined || version <= upTo)
    const planned = wanted.map((migration) => ({ migration, plan: planOf(migration) }))
    for (const { migration, plan } of planned) {
      await apply(run, migration, plan).catch((error: unknown) => {
        throw failureAt(run, { migration: migration.label, step: null }, error)
      })
      await run.tell({ type: 'applied', migration: migration.label })
    }
    return { applied: wanted.map(({ label }) => label) }
  } finally {
    await client.end()
  }
}

function planOf(migration: Migration): Plan {
  try {
    return parseMigration(migration.sql)
  } catch (error) {
    throw new Error(`migration ${migration.label} can't be read: ${messageOf(error)}`, { cause: error })
  }
}

async function apply(run: MigrationRun, migration: Migration, plan: Plan): Promise<void> {
  if (plan.form === 'transaction') await applyInTransaction(run, migration, plan.statements)
  else await applySteps(run, migration, plan.steps)
}
