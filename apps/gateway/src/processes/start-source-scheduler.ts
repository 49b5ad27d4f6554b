import type { LeadsJob } from '@intake/contracts/jobs'
import type { Db } from '@intake/database/create-database'
import { wakeDuePrivacy } from '@intake/leads/erasure/wake-due'
import { leadsAtOnce, pruneLeads } from '@intake/leads/retention/prune-leads'
import { pruneSubmissions, submissionsAtOnce } from '@intake/leads/sources/prune-submissions'
import { checkSilence } from '@intake/leads/sources/source-health'
import { wakeDueSources, wakeDueSubmissions } from '@intake/leads/sources/wake-due-submissions'
import type { Queues } from '@intake/queue/create-queues'
import type { Logger } from '@intake/runtime/logger'
import { repeat } from './repeat.ts'
import { untilDone } from './until-done.ts'

export interface SourceSchedulerOptions {
  db: Db
  queues: Pick<Queues, 'add' | 'ping'>
  logger: Logger
  everyMs: number
  /** How often leads that never came are looked for in one source. */
  reconcileSeconds: number
  /** How long submissions are kept. */
  keepSeconds: number
}

const rarelyMs = 60_000

/**
 * Puts submissions that are to be fetched, sources that are to be looked through, suppressions that are to be enforced and people who are to be erased
 * on the queue. Looks for silent sources and prunes old
 * submissions now and then. Any number may run.
 */
export function startSourceScheduler(options: SourceSchedulerOptions): { close(): Promise<void> } {
  const { db, queues, logger, everyMs, reconcileSeconds, keepSeconds } = options
  const dispatch = (name: 'submission-processing' | 'source-reconcile') => (due: LeadsJob[]) =>
    queues.add(
      name,
      due.map((payload) => ({ payload })),
    )
  const wake = async () => {
    await queues.ping()
    const submissions = await wakeDueSubmissions({ db }, dispatch('submission-processing'))
    if (submissions > 0) logger.debug({ submissions }, 'submissions are to be fetched')
  }
  const reconcile = async () => {
    const sources = await wakeDueSources(
      { db },
      { everySeconds: reconcileSeconds },
      dispatch('source-reconcile'),
    )
    if (sources > 0) logger.debug({ sources }, 'sources are looked through for leads that never came')
  }
  const wakePrivacy = async () => {
    const due = await wakeDuePrivacy({ db }, (name, jobs) =>
      queues.add(
        name,
        jobs.map((payload) => ({ payload })),
      ),
    )
    if (due > 0) logger.debug({ due }, 'suppressions are to be enforced, or people to be erased')
  }
  const check = async () => {
    const sources = await checkSilence({ db })
    if (sources > 0) logger.info({ sources }, 'sources fell silent, or speak again')
  }
  const prune = async () => {
    const submissions = await untilDone(submissionsAtOnce, () => pruneSubmissions({ db }, { keepSeconds }))
    if (submissions > 0) logger.debug({ submissions }, 'pruned old submissions')
  }
  const pruneOld = async () => {
    const leads = await pruneLeads({ db })
    if (leads > 0) logger.info({ leads }, 'removed leads whose time was over')
    return leads >= leadsAtOnce
  }
  return repeat(
    {
      'fetching of submissions': wake,
      'enforcing of suppressions and erasing': wakePrivacy,
      'look for missed leads': rarely(reconcile, Math.min(rarelyMs, (reconcileSeconds * 1000) / 2)),
      'look for silent sources': rarely(check, rarelyMs),
      'pruning of submissions': rarely(prune, rarelyMs),
      'pruning of leads': rarely(pruneOld, rarelyMs),
    },
    { everyMs, logger },
  )
}

/** Does a piece of work at most so often; with the next turn again where it answers true: there is more. */
function rarely(work: () => Promise<unknown>, everyMs: number): () => Promise<void> {
  let next = 0
  return async () => {
    if (performance.now() < next) return
    next = performance.now() + everyMs
    if ((await work()) === true) next = 0
  }
}
