import { Slots } from '@intake/leads/create/slots'
import { claimImport, type ImportLease, isWorkspaceWaiting } from '@intake/leads/imports/claim-import'
import { pruneImports } from '@intake/leads/imports/prune-imports'
import { type RunImportCtx, runImport } from '@intake/leads/imports/run-import'
import type { ImportMetrics } from '@intake/metrics/import-metrics'
import type { Logger } from '@intake/runtime/logger'
import type { Storage } from '@intake/storage/storage'

export interface ImportRunnerOptions {
  context: Omit<RunImportCtx, 'files' | 'storage' | 'slots' | 'onFailure' | 'onCheckpoint'>
  storage: Storage
  logger: Logger
  /** Imports at once; 0: this gateway reads none. */
  atOnce: number
  /** Rows of all of them under way at once, so that live calls keep their turn. */
  rowsInFlight: number
  leaseSeconds: number
  /** How often it looks for imports that others left. */
  everyMs: number
  /** How long imports that have ended are kept. */
  keepSeconds: number
  /** How long an upload takes at most. */
  uploadSeconds: number
  /** How long an import is read before it makes room for a workspace that has none under way, ms. */
  turnMs?: number
  metrics?: ImportMetrics
}

const pruneEveryMs = 60_000

/**
 * Reads imports that wait, and prunes old ones now and then. Any number of gateways may do so. Workspaces take turns: while all places are taken and a
 * workspace waits that has none, an import that had its turn is handed back at its next checkpoint.
 */
export function startImportRunner(options: ImportRunnerOptions): { wake(): void; close(): Promise<void> } {
  const { context, storage, logger, atOnce, leaseSeconds, everyMs, metrics, turnMs = 5000 } = options
  const slots = new Slots(options.rowsInFlight)
  const end = new AbortController()
  const runs = new Set<Promise<void>>()
  let looking: Promise<void> = Promise.resolve()
  let isDue = false
  let pruneAt = performance.now() + everyMs

  let makingRoom = false
  const makeRoom = async (turn: AbortController, since: number) => {
    if (makingRoom || runs.size < atOnce || performance.now() - since < turnMs) return
    makingRoom = true
    try {
      if (await isWorkspaceWaiting(context)) turn.abort()
    } finally {
      // Until the place is taken by another, nobody else leaves for the same one.
      makingRoom = turn.signal.aborted
    }
  }

  const run = async (lease: ImportLease) => {
    const turn = new AbortController()
    const since = performance.now()
    const ofImport = { importId: lease.id }
    logger.info(ofImport, 'reads an import')
    metrics?.running(runs.size + 1)
    const status = await runImport(
      {
        ...context,
        files: storage,
        storage,
        slots,
        onFailure: (err) => logger.warn({ err, ...ofImport }, 'an import met a failure'),
        onCheckpoint: (counts) => {
          metrics?.taken(counts)
          void attempt('making room for another workspace', () => makeRoom(turn, since))
        },
      },
      lease,
      { leaseSeconds, signal: AbortSignal.any([end.signal, turn.signal]) },
    )
    logger.info({ ...ofImport, status }, 'leaves an import')
  }
  const begin = (lease: ImportLease) => {
    const running = run(lease)
      .catch((err: unknown) =>
        logger.error({ err, importId: lease.id }, 'an import broke off; it is taken up again'),
      )
      .finally(() => {
        runs.delete(running)
        metrics?.running(runs.size)
        wake()
      })
    runs.add(running)
  }
  const claim = async () => {
    while (runs.size < atOnce && !end.signal.aborted) {
      const lease = await claimImport(context, { leaseSeconds })
      makingRoom = false
      if (!lease) return
      begin(lease)
    }
  }
  const prune = async () => {
    if (performance.now() < pruneAt) return
    pruneAt = performance.now() + pruneEveryMs
    const { removed, failures } = await pruneImports({ db: context.db, storage }, options)
    if (removed > 0) logger.debug({ imports: removed }, 'pruned old imports')
    if (failures.length > 0)
      logger.warn({ err: failures[0] }, 'files of imports could not be removed; they are tried again')
  }
  const attempt = (what: string, work: () => Promise<void>) =>
    work().catch((err: unknown) => logger.debug({ err }, `${what} could not run; it will try again`))

  const turn = async () => {
    isDue = false
    await attempt('import runner', claim)
    await attempt('pruning of imports', prune)
    if (!end.signal.aborted && !isDue) timer = setTimeout(start, everyMs).unref()
  }
  const start = () => {
    if (isDue) return
    isDue = true
    clearTimeout(timer)
    looking = looking.then(turn)
  }
  const wake = () => {
    if (!end.signal.aborted) start()
  }
  let timer = setTimeout(start, everyMs).unref()

  return {
    wake,
    /** Rows under way are written, and what is left is handed back. */
    async close() {
      end.abort()
      clearTimeout(timer)
      await looking
      await Promise.all(runs)
    },
  }
}
