import type { BreakableStack } from '@intake/testing/start-breakable-stack'

const lock = 77_001

/**
 * Holds every relay at the commit of its claim, when the jobs are in Redis already: a deferred trigger, which Postgres
 * runs at commit, waits for a lock of ours. The gateways' lock_timeout (10 s) bounds it.
 */
export async function holdRelay({ database: { pool } }: Pick<BreakableStack, 'database'>) {
  const holder = await pool.connect()
  await holder.query('select pg_advisory_lock($1)', [lock])
  await pool.query(`
    create or replace function hold_relay() returns trigger language plpgsql as
      $$ begin perform pg_advisory_xact_lock_shared(${lock}); return null; end $$;
    create constraint trigger hold_relay after delete on outbox deferrable initially deferred
      for each row execute function hold_relay()`)
  const held = `select pid from pg_locks where locktype = 'advisory' and objid = ${lock} and not granted`
  const release = async () => {
    await holder.query('select pg_advisory_unlock($1)', [lock])
    holder.release()
    await pool.query('drop trigger hold_relay on outbox')
  }
  return {
    /** How many relays wait at their commit. */
    async waiting(): Promise<number> {
      return (await pool.query(held)).rowCount ?? 0
    },
    /** Lets them commit. */
    release,
    /** Their commits never happen, as if they had never arrived. */
    async discard(): Promise<void> {
      await pool.query(`select pg_terminate_backend(pid) from (${held}) relays`)
      await release()
    },
  }
}
