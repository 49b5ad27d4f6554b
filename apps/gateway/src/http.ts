import type { ErrorCode } from '@intake/contracts/app-error'
import type { Database } from '@intake/database/create-database'
import type { CallLog } from '@intake/leads/audit/call-log'
import type { LeadWriter } from '@intake/leads/create/writer/lead-writer'
import type { FileLimits } from '@intake/leads/documents/store-file'
import type { Sealer } from '@intake/leads/sealing/sealer'
import type { RefusalQuota } from '@intake/leads/sources/keep-refused'
import type { WarningLog } from '@intake/leads/warnings/warning-log'
import type { TargetPolicy } from '@intake/leads/webhooks/check-target'
import type { Caller } from '@intake/leads/workspace/caller'
import type { ConfigurationCache } from '@intake/leads/workspace/configuration-cache'
import type { KeyUsage } from '@intake/leads/workspace/key-usage'
import type { HttpMetrics } from '@intake/metrics/http-metrics'
import type { RateLimiter } from '@intake/queue/rate-limiter'
import type { RateLimit } from '@intake/queue/token-bucket'
import type { Health } from '@intake/runtime/health'
import type { Logger } from '@intake/runtime/logger'
import type { Tracing } from '@intake/runtime/tracing'
import type { Storage } from '@intake/storage/storage'
import type { BoundsOptions, Held } from './middleware/bounds.ts'

/** What the routes work with; main.ts makes it. */
export interface GatewayDeps extends BoundsOptions {
  database: Database
  configuration: ConfigurationCache
  writer: LeadWriter
  /** Hears of each commit that isn't the writer's, to wake the relay. */
  onCommit?: () => void
  keyUsage: KeyUsage
  sealer: Sealer
  warnings?: WarningLog
  /** Notes calls for the audit events. */
  calls?: CallLog
  metrics?: HttpMetrics
  tracing?: Tracing | null
  health: Health
  logger: Logger
  storage: Storage
  documents: FileLimits
  /** Of files of leads; `onReceived` wakes who reads them. */
  imports: { maxBytes: number; onReceived?: () => void }
  /** A body other than an upload must be there by then, ms. */
  bodyTimeoutMs: number
  /** A body that arrives slower is given up. */
  minBytesPerSecond: number
  /** Networks of proxies whose `X-Forwarded-For` says who calls. */
  trustedProxies: readonly string[]
  rateLimiter: RateLimiter
  /** For keys without a limit of their own; null for none. */
  defaultRateLimit: RateLimit | null
  idempotencyKeepSeconds: number
  /** Origins whose pages may call the API: `https://shop.example`, or `*` for any. */
  corsOrigins: readonly string[]
  /** Whether bodies of submissions are kept. */
  keepsBodies: boolean
  refusals: RefusalQuota
  webhooks: { policy: TargetPolicy; secretOverlapSeconds: number }
}

/** Hono's environment: what middleware leaves for handlers. */
export interface GatewayEnv {
  Variables: {
    requestId: string
    /** What every answer gets; see answer.ts. */
    headers: Record<string, string>
    /** The answer has the collected header fields already. */
    isHeaded?: true
    /** Of the answer's body; unknown where it is a stream. */
    bytes?: number
    /** It is the kept answer of an earlier call. */
    isReplay?: true
    caller: Caller
    /** Where the request came from. */
    address?: string | undefined
    /** The bytes of its body, once they were read. */
    body?: Buffer
    /** Its part of what this process shares. */
    held: Held
    /** Id of the lead that the call is about, where its path doesn't name it. */
    subjectId?: string
    /** Which leads a list showed: how many, the newest and the oldest by id. */
    listed?: { leads: number; newest?: string | undefined; oldest?: string | undefined }
    /** W3C traceparent of our span of the request, while we trace; see `traceparentOf`. */
    traceparent?: string
    /** The code of the problem that it was answered with. */
    problem?: ErrorCode
  }
}
