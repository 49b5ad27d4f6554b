import type { Db } from '@intake/database/create-database'
import { sql } from 'kysely'

/** Seconds between a transaction's time and the moment when the server shows it at work. */
const startSlack = 2
/** Transactions that are younger count though they have written nothing yet, seconds: a create is dated before it writes. */
const youngest = 60
/** How old a writing transaction is taken to be whose role hides its age, seconds. */
const hiddenAge = 600

/**
 * The time before which no change can still become visible, as microseconds since 1970. A change is dated within its transaction,
 * so it is dated after that began: what is older than every transaction at work is complete. Ask for it before the changes, in a statement of its own.
 */
export async function changeHorizon(db: Db): Promise<bigint> {
  const { rows } = await sql<{ at: string }>`
    select (extract(epoch from date_trunc('milliseconds', least(
      clock_timestamp() - make_interval(secs => ${startSlack}),
      (select min(xact_start) from pg_stat_activity
       where datname = current_database() and pid <> pg_backend_pid()
         and (backend_xid is not null or xact_start > clock_timestamp() - make_interval(secs => ${youngest}))),
      (select min(clock_timestamp() - make_interval(secs => ${hiddenAge})) from pg_locks l
       join pg_stat_activity a on a.pid = l.pid
       where l.locktype = 'transactionid' and l.mode = 'ExclusiveLock' and l.granted
         and a.datname = current_database() and a.xact_start is null)
    ))) * 1000000)::bigint as at`.execute(db)
  return BigInt(rows[0]?.at ?? 0)
}
