import { type Stack, startStack } from '@intake/testing/start-stack'
import { waitFor } from '@intake/testing/wait-for'
import { afterEach, expect, test } from 'vitest'
import { expectEnrichedOnce, postTwins } from './effects.ts'

let stack: Stack
afterEach(() => stack.close())

/** A worker in the middle of the first of five leads' matching, which can't go on before `release`. */
async function startHeldWorker(shutdownTimeout: string) {
  // The reconciler stays out of it: what is left must come back through the queue.
  const env = {
    SHUTDOWN_TIMEOUT: shutdownTimeout,
    RECONCILE_AFTER: '10m',
    RELAY_LEADS_PER_JOB: '1',
    WORKER_CONCURRENCY: '1',
  }
  stack = await startStack({ workers: 0, env })
  const { pool } = stack.database
  const ids = await postTwins(stack, 5)
  const holder = await pool.connect()
  await holder.query('begin; select from owed_enrichments for update')
  const worker = await stack.add('worker')
  await waitFor('the job to be under way', async () => {
    const { rowCount } = await pool.query(
      `select from pg_stat_activity where datname = current_database()
        and application_name = 'intake-worker' and wait_event_type = 'Lock'`,
    )
    return rowCount === 1
  })
  const release = async () => {
    await holder.query('rollback')
    holder.release()
  }
  return { ids, worker, release }
}

test('SIGTERM: jobs under way are finished, the others left to the next worker', async () => {
  const { ids, worker, release } = await startHeldWorker('20s')
  const exited = worker.stop('SIGTERM')
  await waitFor('it to have heard', async () => (await worker.log()).includes('shutting down'))
  await release()
  expect(await exited).toBe(0)
  const { rowCount } = await stack.database.pool.query('select from lead_matches')
  expect(rowCount).toBe(1)
  await stack.add('worker')
  await expectEnrichedOnce(stack, ids)
}, 120_000)

test('SIGTERM: a job that outlasts the bound is left in time and handed on', async () => {
  const { ids, worker, release } = await startHeldWorker('2s')
  expect(await worker.stop('SIGTERM')).toBe(1)
  expect(await worker.log()).toContain('shutdown step workers took longer')
  await stack.add('worker')
  await release()
  await expectEnrichedOnce(stack, ids)
}, 120_000)
