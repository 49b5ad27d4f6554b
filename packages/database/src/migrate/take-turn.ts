import { setTimeout as pause } from 'node:timers/promises'
import type { MigrationRun } from './migration-run.ts'

/** Any constant will do; all migrators must share it. */
const lockKey = 7_265_001
const pollMs = 500

/**
 * Takes the lock that one migrator at a time holds, until its connection ends. It asks again and again: a statement
 * that waits in Postgres holds a snapshot, and the other one's `create index concurrently` would wait for that.
 */
export async function takeTurn({ client, tell }: Pick<MigrationRun, 'client' | 'tell'>): Promise<void> {
  for (let polls = 0; ; polls += 1) {
    const { rows } = await client.query<{ taken: boolean }>('select pg_try_advisory_lock($1) as taken', [
      lockKey,
    ])
    if (rows[0]?.taken) return
    if (polls === 0) await tell({ type: 'turn-awaited' })
    await pause(pollMs)
  }
}
