import type { Db } from '@intake/database/create-database'
import type { FileSigner } from '../documents/file-signer.ts'
import type { Sealer } from '../sealing/sealer.ts'

/** What leads are read from: keyed hashes stand for the suppressed contacts of people who were erased. */
export interface LeadStore {
  db: Db
  sealer: Sealer
}

/** The same for whole answers. */
export interface AnswerStore extends LeadStore {
  files: FileSigner
}
