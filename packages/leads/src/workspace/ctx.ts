import type { Db } from '@intake/database/create-database'
import type { LeadWriter } from '../create/writer/lead-writer.ts'
import type { FileSigner } from '../documents/file-signer.ts'
import type { IdempotencyClaim } from '../idempotency/stored-answer.ts'
import type { Sealer } from '../sealing/sealer.ts'
import type { WarningLog } from '../warnings/warning-log.ts'
import type { Caller } from './caller.ts'
import type { ConfigurationCache } from './configuration-cache.ts'
import type { Preference } from './sight.ts'

/** What every verb works with. The first half is the process's, the second half the call's. A verb that needs less says `Pick<Ctx, …>`. */
export interface Ctx {
  db: Db
  configuration: ConfigurationCache
  writer: LeadWriter
  /** Makes the addresses that documents are downloaded from. */
  files: FileSigner
  sealer: Sealer
  warnings?: WarningLog | undefined
  /** Hears of each commit that isn't the writer's, to wake the relay. */
  onCommit?: (() => void) | undefined

  caller: Caller
  /** Where the call came from. */
  address?: string | null | undefined
  requestId: string
  /** The W3C traceparent of the request, where it has one. */
  traceparent?: string | undefined
  /** The claim of the call's idempotency key, if it has one. */
  idempotency: IdempotencyClaim | null
  /** What the call wants; `answerForm` says what it gets. */
  preference: Preference
}
