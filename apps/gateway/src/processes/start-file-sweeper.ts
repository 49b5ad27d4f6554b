import type { Db } from '@intake/database/create-database'
import { sweepPendingFiles } from '@intake/leads/documents/pending-files'
import type { Logger } from '@intake/runtime/logger'
import type { Storage } from '@intake/storage/storage'
import { repeat } from './repeat.ts'

export interface FileSweeperOptions {
  db: Db
  storage: Storage
  logger: Logger
  everyMs: number
  /** A file that belongs to nothing for so long is left over. */
  olderThanSeconds: number
}

/** Removes what broken-off uploads left behind, and reports whose time is over, now and then. */
export function startFileSweeper(options: FileSweeperOptions): { close(): Promise<void> } {
  const { logger, everyMs, olderThanSeconds } = options
  const sweep = async () => {
    const { removed, failures } = await sweepPendingFiles(options, olderThanSeconds)
    if (removed > 0) logger.info({ files: removed }, 'removed files that belong to nothing')
    const [err] = failures
    if (err) logger.warn({ err, files: failures.length }, 'could not remove files; they are tried again')
  }
  return repeat({ sweeping: sweep }, { everyMs, logger })
}
