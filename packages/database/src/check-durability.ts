import { type Kysely, sql } from 'kysely'
import type { Tables } from './tables.ts'

/**
 * Throws a sentence for the operator when the server would answer a commit before it is on disk: a 2xx would then promise
 * what a crash can take back. Our own connections turn it on; behind a pooler only the server's settings count.
 */
export async function checkDurability(db: Kysely<Tables>): Promise<void> {
  const { rows } = await sql<{ synchronous_commit: string }>`show synchronous_commit`.execute(db)
  if (rows[0]?.synchronous_commit === 'off')
    throw new Error(
      'synchronous_commit is off on this server: leads would be answered before they are on disk. ' +
        'Set it for the role that Intake uses: alter role … set synchronous_commit = on',
    )
}
