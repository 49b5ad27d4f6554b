import type { Db } from '@intake/database/create-database'
import { sql } from 'kysely'

/** Notes that a session of the console was signed out, until its cookie expires. Forgets those that have expired. */
export async function endSession(
  { db }: { db: Db },
  session: { id: string; expiresAt: Date },
): Promise<void> {
  await db
    .insertInto('ended_console_sessions')
    .values({ id: session.id, expires_at: session.expiresAt })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  await db.deleteFrom('ended_console_sessions').where('expires_at', '<', sql<Date>`now()`).execute()
}

/** Whether a session was signed out, at whatever console. */
export async function isSessionEnded({ db }: { db: Db }, id: string): Promise<boolean> {
  const row = await db
    .selectFrom('ended_console_sessions')
    .select('id')
    .where('id', '=', id)
    .executeTakeFirst()
  return row !== undefined
}
