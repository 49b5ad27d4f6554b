import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setTimeout as pause } from 'node:timers/promises'
import type { DuplicatePolicy } from '@intake/contracts/duplicate-policy'
import type { CreateImportQuery, Import } from '@intake/contracts/imports'
import type { Db } from '@intake/database/create-database'
import { findWorkspace } from '@intake/leads/admin/find-workspace'
import { operatorCaller } from '@intake/leads/admin/operator-caller'
import { mergeInto } from '@intake/leads/create/merge-lead'
import { Slots } from '@intake/leads/create/slots'
import { createLeadWriter } from '@intake/leads/create/writer/lead-writer'
import { noAddresses } from '@intake/leads/documents/file-signer'
import { claimImport } from '@intake/leads/imports/claim-import'
import { findImport } from '@intake/leads/imports/find-import'
import { getImport } from '@intake/leads/imports/get-import'
import { readImportResults } from '@intake/leads/imports/read-import-results'
import { registerImport } from '@intake/leads/imports/register-import'
import { runImport } from '@intake/leads/imports/run-import'
import type { Caller } from '@intake/leads/workspace/caller'
import {
  type ConfigurationCache,
  createConfigurationCache,
} from '@intake/leads/workspace/configuration-cache'
import { AdminError } from '../admin-error.ts'
import { listenForStop } from '../listen-for-stop.ts'
import { showProgress } from '../progress.ts'
import type { Session, SessionContext } from '../session.ts'
import { type LocalFileFacts, lookAtFile, storageOf } from './local-file.ts'

export interface FileToImport {
  workspace: string
  format: 'csv' | 'ndjson'
  isTest: boolean
  duplicatePolicy: DuplicatePolicy | undefined
  query: CreateImportQuery
  /** Where to write what became of each row. */
  results: string | undefined
  /** The import to go on with. */
  resume: string | undefined
}

const leaseSeconds = 15
const rowsInFlight = 128
/** The writer's transactions and what is read beside them. */
const maxConnections = 6

/** Imports a file that lies here, with the code that a gateway does it with. `hasEnded` is false when it was stopped. */
export async function importFile(
  session: Session,
  path: string,
  file: FileToImport,
): Promise<{ imported: Import; hasEnded: boolean }> {
  const facts = await lookAtFile(path, file.query.encoding)
  return session.withDatabase(async (database) => {
    const { id: workspaceId } = await findWorkspace(database, file.workspace)
    const configuration = createConfigurationCache(database)
    const stop = listenForStop()
    try {
      const context = { db: database.db, configuration, actor: database.actor }
      const id =
        file.resume ??
        (await registerImport(context, { ...file, ...facts, workspaceId, options: optionsOf(file, facts) }))
      if (file.resume) await checkResumable(database.db, { workspaceId, id, facts })
      else await announce(session, database.db, { workspaceId, id })
      const only = { workspaceId, id }
      await run({ session, path, database, configuration, only, size: facts.size, signal: stop.signal })
      const caller = operatorCaller(workspaceId)
      if (file.results) await writeResults({ db: database.db, caller }, id, file.results)
      const { import: imported } = await getImport({ db: database.db, caller }, id)
      return { imported, hasEnded: !isOpen(imported.status) }
    } finally {
      stop.end()
      configuration.close()
    }
  }, maxConnections)
}

/** The encoding of a CSV is known, for all of the file has been looked at. */
function optionsOf({ format, query }: FileToImport, { watch }: LocalFileFacts): CreateImportQuery {
  return format === 'csv' ? { ...query, encoding: watch.end() } : query
}

interface Run {
  session: Session
  path: string
  database: SessionContext
  configuration: ConfigurationCache
  only: { workspaceId: string; id: string }
  size: number
  signal: AbortSignal
}

async function run({ session, path, database, configuration, only, size, signal }: Run): Promise<void> {
  const lease = await claimInTime(session, database.db, only, signal)
  if (!lease) return
  const { sealer } = database
  const writer = createLeadWriter({ database, sealer }, mergeInto({ files: noAddresses, sealer }))
  const progress = session.output.json ? null : showProgress(session.stderr, size)
  const before = await findImport(database.db, operatorCaller(only.workspaceId), only.id)
  const began = performance.now()
  let rows = 0
  try {
    await runImport(
      {
        db: database.db,
        configuration,
        writer,
        files: noAddresses,
        sealer,
        storage: storageOf(path),
        slots: new Slots(rowsInFlight),
        onFailure: (error) =>
          session.output.note(`${error instanceof Error ? error.message : error}; trying again`),
        onCheckpoint: (counts, bytesDone) => {
          rows += counts.rows
          const perSecond = Math.round(rows / ((performance.now() - began) / 1000))
          progress?.at(bytesDone, `${Number(before.rows_read) + rows} rows, ${perSecond} a second`)
        },
      },
      lease,
      { leaseSeconds, signal },
    )
  } finally {
    progress?.end()
    await writer.drain()
  }
}

/** A run that was killed holds its lease for a while. Null when it was stopped meanwhile, or the import has ended. */
async function claimInTime(session: Session, db: Db, only: Run['only'], signal: AbortSignal) {
  for (let tries = 0; !signal.aborted; tries++) {
    const lease = await claimImport({ db }, { leaseSeconds, only })
    if (lease) return lease
    const { status } = await findImport(db, operatorCaller(only.workspaceId), only.id)
    if (!isOpen(status)) return null
    if (tries === 0) session.output.note('Another process has this import; waiting for it to let go …')
    await pause(1000, undefined, { signal }).catch(() => undefined)
  }
  return null
}

/** What it is called, and what a look at its columns may save. */
async function announce(session: Session, db: Db, { workspaceId, id }: Run['only']): Promise<void> {
  session.output.note(`Import ${id}`)
  const { csv } = await findImport(db, operatorCaller(workspaceId), id)
  const leftOut = (csv?.columns ?? [])
    .filter(({ field }) => field === null)
    .map(({ name }) => name || '(no name)')
  if (leftOut.length > 0) session.output.note(`Columns that are left out: ${leftOut.join(', ')}`)
}

async function checkResumable(
  db: Db,
  { workspaceId, id, facts }: { workspaceId: string; id: string; facts: LocalFileFacts },
): Promise<void> {
  const row = await findImport(db, operatorCaller(workspaceId), id)
  if (row.runner !== 'admin')
    throw new AdminError({
      code: 'not_local',
      message: 'A gateway has this import and goes on with it by itself.',
    })
  if (!isOpen(row.status))
    throw new AdminError({ code: 'ended', message: `This import has ended: ${row.status}.` })
  if (!row.sha256?.equals(facts.sha256))
    throw new AdminError({
      code: 'other_file',
      message: 'This is not the file that the import was begun with.',
    })
}

function isOpen(status: string): boolean {
  return status === 'RECEIVED' || status === 'RUNNING'
}

async function writeResults(ctx: { db: Db; caller: Caller }, id: string, path: string): Promise<void> {
  const results = await readImportResults(ctx, id, { format: 'csv' })
  await pipeline(Readable.from(results), createWriteStream(path))
}
