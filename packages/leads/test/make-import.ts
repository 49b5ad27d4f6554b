import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateImportQuery, type ImportAnswer, ImportResult } from '@intake/contracts/imports'
import { createStorage } from '@intake/storage/create-storage'
import { Slots } from '../src/create/slots.ts'
import { noAddresses } from '../src/documents/file-signer.ts'
import { claimImport, type ImportLease } from '../src/imports/claim-import.ts'
import { getImport } from '../src/imports/get-import.ts'
import { readImportResults } from '../src/imports/read-import-results.ts'
import { type ReceivedFile, receiveImport } from '../src/imports/receive-import.ts'
import { type RunImportCtx, runImport } from '../src/imports/run-import.ts'
import { createSealer } from '../src/sealing/sealer.ts'
import type { Caller } from '../src/workspace/caller.ts'
import type { Product } from './make-product.ts'

/** Imports of a product, with a storage of their own. */
export async function makeImports(product: Product) {
  const directory = await mkdtemp(join(tmpdir(), 'intake-imports-'))
  const storage = await createStorage({
    kind: 'local',
    directory,
    publicUrl: 'http://127.0.0.1',
    signingSecret: 'x',
  })
  const { db, configuration, writer } = product
  const failures: unknown[] = []

  const claim = (leaseSeconds = 30) => claimImport({ db }, { leaseSeconds })

  return {
    storage,
    failures,
    claim,
    /** Stores a file as a caller would send it. Answers its id. */
    async receive(caller: Caller, content: string, file: Partial<ReceivedFile> = {}): Promise<string> {
      async function* body() {
        yield Buffer.from(content)
      }
      const { body: answer } = await receiveImport(
        { ...product.call(caller), storage, maxBytes: 10_000_000, claimFor: () => null },
        {
          format: 'csv',
          contentType: 'text/csv',
          body: body(),
          options: CreateImportQuery.parse({}),
          duplicatePolicy: undefined,
          ...file,
        },
      )
      return (JSON.parse(answer) as ImportAnswer).import.id
    },
    /** Reads what waits, one import. */
    async run(
      options: { lease?: ImportLease | null; signal?: AbortSignal; leaseSeconds?: number } = {},
      context: Partial<RunImportCtx> = {},
    ) {
      const { leaseSeconds = 30, signal = new AbortController().signal } = options
      const lease = options.lease ?? (await claim(leaseSeconds))
      if (!lease) throw new Error('no import waits')
      return runImport(
        {
          db,
          configuration,
          writer,
          files: noAddresses,
          sealer: createSealer([]),
          storage,
          slots: new Slots(64),
          onFailure: (error) => failures.push(error),
          ...context,
        },
        lease,
        { leaseSeconds, signal, pauseMs: 20 },
      )
    },
    read: async (caller: Caller, id: string) => (await getImport({ db, caller }, id)).import,
    async results(caller: Caller, id: string): Promise<ImportResult[]> {
      let text = ''
      for await (const part of await readImportResults({ db, caller }, id, {})) text += part
      return text
        .split('\n')
        .filter(Boolean)
        .map((line) => ImportResult.parse(JSON.parse(line)))
    },
    leads: (caller: Caller) =>
      db
        .selectFrom('leads')
        .selectAll()
        .where('workspace_id', '=', caller.workspaceId)
        .orderBy('id')
        .execute(),
    keys: (caller: Caller) =>
      db.selectFrom('idempotency_keys').selectAll().where('workspace_id', '=', caller.workspaceId).execute(),
    close: () => rm(directory, { recursive: true }),
  }
}

export type Imports = Awaited<ReturnType<typeof makeImports>>

/** A CSV of so many rows, each of another lead. */
export function csvOf(rows: number): string {
  const lines = Array.from({ length: rows }, (_, index) => `Lead ${index + 1},lead${index + 1}@example.com`)
  return `First Name,Email\n${lines.join('\n')}\n`
}
