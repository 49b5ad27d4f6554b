import { setTimeout as pause } from 'node:timers/promises'
import type { Db } from '@intake/database/create-database'
import { sql } from 'kysely'

const pauseMs = 100
const maxTries = 100

/** A write that looked up its workspace before a setting changed may be under way yet. Waits for such, a while at most. */
export async function olderWritesEnd(db: Db): Promise<void> {
  const { rows } = await sql<{ begun: string }>`
    select pg_snapshot_xmax(pg_current_snapshot())::text as begun`.execute(db)
  for (let tries = 0; tries < maxTries; tries++) {
    const { rows: ended } = await sql`
      select where pg_snapshot_xmin(pg_current_snapshot()) >= ${rows[0]?.begun}::xid8`.execute(db)
    if (ended.length > 0) return
    await pause(pauseMs)
  }
}
