import type { Database } from '@intake/database/create-database'
import type { Caller } from '@intake/leads/authenticate'
import type { ConfigurationCache } from '@intake/leads/configuration-cache'
import type { KeyUsage } from '@intake/leads/key-usage'
import type { LeadWriter } from '@intake/leads/lead-writer'
import type { TargetPolicy } from '@intake/leads/webhooks/check-target'
import type { RateLimiter } from '@intake/queue/rate-limiter'
import type { RateLimit } from '@intake/queue/token-bucket'
import type { Health } from '@intake/runtime/health'
import type { Logger } from '@intake/runtime/logger'
import type { IntakeBounds } from './middleware/bounded.ts'

/** What the routes work with; main.ts makes it. */
export interface GatewayDeps {
  database: Database
  configuration: ConfigurationCache
  writer: LeadWriter
  /** Hears of each commit that isn't the writer's, to wake the relay. */
  onCommit?: () => void
  keyUsage: KeyUsage
  health: Health
  logger: Logger
  maxBodyBytes: number
  bounds: IntakeBounds
  rateLimiter: RateLimiter
  /** For keys without a limit of their own; null for none. */
  defaultRateLimit: RateLimit | null
  idempotencyKeepSeconds: number
  webhooks: { policy: TargetPolicy; secretOverlapSeconds: number }
}

/** Hono's environment: what middleware leaves for handlers. */
export interface GatewayEnv {
  Variables: {
    requestId: string
    caller: Caller
  }
}
