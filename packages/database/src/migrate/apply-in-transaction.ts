import { recordApplied } from './applied-migrations.ts'
import { inOwnTransaction } from './in-own-transaction.ts'
import type { MigrationRun } from './migration-run.ts'
import type { Migration } from './read-migrations.ts'
import { tryAgain } from './try-again.ts'

/** What a statement may wait for a lock even when those before it took long, ms. */
const leastLockTimeoutMs = 100

/**
 * Applies a migration whole or not at all. Its statements share one `lockTimeoutMs`, since each waits while it holds
 * the locks of those before it: what one takes, the next ones lack.
 */
export async function applyInTransaction(
  run: MigrationRun,
  migration: Migration,
  statements: string[],
): Promise<void> {
  const { client, lockTimeoutMs } = run
  await tryAgain(run, { migration: migration.label, step: null }, (note) =>
    inOwnTransaction(client, async () => {
      const since = performance.now()
      for (const statement of statements) {
        note(statement)
        const left = Math.round(lockTimeoutMs - (performance.now() - since))
        await client.query(
          `set local lock_timeout = ${Math.max(left, Math.min(leastLockTimeoutMs, lockTimeoutMs))}; ${statement}`,
        )
      }
      await recordApplied(client, migration)
    }),
  )
}
