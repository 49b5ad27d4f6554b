import { setTimeout as pause } from 'node:timers/promises'
import { waitFor } from '@intake/testing/wait-for'
import { type QueryExecutorProvider, sql } from 'kysely'
import { cpuTimes, cpuTimesSince } from './process-use.ts'

/** What is accepted but not enriched yet, and what the relay has still to hand over. Ages in seconds, 0 where nothing waits. */
export interface Backlog {
  owed: number
  owedSeconds: number
  outboxSeconds: number
}

export async function readBacklog(db: QueryExecutorProvider): Promise<Backlog> {
  const { rows } = await sql<Backlog>`
    select count(*)::int as owed,
      coalesce(extract(epoch from clock_timestamp() - min(requested_at)), 0)::float8 as "owedSeconds",
      coalesce((select extract(epoch from clock_timestamp() - min(created_at)) from outbox), 0)::float8 as "outboxSeconds"
    from owed_enrichments`.execute(db)
  const [backlog] = rows
  if (!backlog) throw new Error('the backlog has no row')
  return backlog
}

export interface Drained {
  leads: number
  perSecond: number
  /** CPU for each lead by process, µs. */
  cpuMicros: Record<string, number>
}

async function countOwed(db: QueryExecutorProvider): Promise<number> {
  const { rows } = await sql<{ owed: number }>`select count(*)::int as owed from owed_enrichments`.execute(db)
  return rows[0]?.owed ?? 0
}

/**
 * Measures what it takes, from now on, until nothing is owed any more. `begin` is what sets it going, where it doesn't go yet.
 * Throws after 10 minutes.
 */
export async function measureDrain(
  db: QueryExecutorProvider,
  pids: Record<string, number | number[]>,
  begin = () => {},
): Promise<Drained> {
  const leads = await countOwed(db)
  const start = performance.now()
  const before = cpuTimes(pids)
  begin()
  await waitUntilOwed(db, 0)
  const seconds = (performance.now() - start) / 1000
  return { leads, perSecond: leads / seconds, cpuMicros: cpuTimesSince(before, pids, leads) }
}

/** Waits until no more leads than that are owed. Throws after 10 minutes. */
export async function waitUntilOwed(db: QueryExecutorProvider, most: number): Promise<void> {
  const what = `no more than ${most} leads to be owed`
  const isThere = async () => {
    const { rows } = await sql`select from owed_enrichments offset ${most} limit 1`.execute(db)
    // Asking more often would cost the server CPU that counts as the drain's.
    if (rows.length > 0) await pause(50)
    return rows.length === 0
  }
  await waitFor(what, isThere, 600_000)
}
