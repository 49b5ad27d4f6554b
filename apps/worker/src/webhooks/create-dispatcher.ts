import type { LeadsJob } from '@intake/contracts/jobs'
import type { Db } from '@intake/database/create-database'
import { type Sealer, UnknownSealError } from '@intake/leads/sealing/sealer'
import type { TargetPolicy } from '@intake/leads/webhooks/check-target'
import { type ClaimedDelivery, claimDelivery } from '@intake/leads/webhooks/claim-delivery'
import type { DeliveryRules } from '@intake/leads/webhooks/delivery-rules'
import { findWaitingEndpoints } from '@intake/leads/webhooks/find-waiting-endpoints'
import { settleDelivery } from '@intake/leads/webhooks/settle-delivery'
import { secretPlace, signatures } from '@intake/leads/webhooks/sign'
import type { WebhookMetrics } from '@intake/metrics/webhook-metrics'
import type { Logger } from '@intake/runtime/logger'
import { guardedLookup, type Resolve } from './guarded-lookup.ts'
import { sendWebhook, unanswered } from './send-webhook.ts'

export interface DispatcherOptions {
  db: Db
  sealer: Sealer
  logger: Logger
  rules: DeliveryRules
  policy: TargetPolicy
  /** Bound of one try, ms. */
  timeoutMs: number
  /** Requests under way at once in this process, and of those to one endpoint. */
  concurrency: number
  endpointConcurrency: number
  /** Hears of each try. */
  observer?: WebhookMetrics
  /** Looks names up; for tests. */
  resolve?: Resolve
}

export interface Dispatcher {
  /** Sends what is due at the endpoints that these leads wait for; resolves when nothing more is, or after some seconds. */
  deliver(job: LeadsJob): Promise<void>
  /** Begins nothing new. */
  stop(): void
}

/** After this a job ends, so that others get their turn; the scheduler comes back to what is left, ms. */
const turnMs = 10_000
/** A lease outlives its request by this, ms. */
const leaseMarginMs = 10_000

/**
 * Sends webhooks by lanes: each claims a delivery of its endpoint, sends it, notes the outcome and claims the next. A lane that
 * finds work opens another beside it, up to the bounds, so that a slow endpoint fills its own lanes only. A job that
 * finds no room leaves its work where it is: due in Postgres.
 */
export function createDispatcher(options: DispatcherOptions): Dispatcher {
  const { db, sealer, logger, rules, policy, timeoutMs } = options
  const lookup = guardedLookup(policy.allowPrivate, options.resolve)
  const leaseSeconds = (timeoutMs + leaseMarginMs) / 1000
  const lanes = new Map<string, number>()
  let total = 0
  let stopped = false

  const openLane = (workspaceId: string, endpointId: string, until: number): Promise<void> | null => {
    const ofEndpoint = lanes.get(endpointId) ?? 0
    if (stopped || total >= options.concurrency || ofEndpoint >= options.endpointConcurrency) return null
    lanes.set(endpointId, ofEndpoint + 1)
    total += 1
    return runLane(workspaceId, endpointId, until).finally(() => {
      total -= 1
      const left = (lanes.get(endpointId) ?? 1) - 1
      if (left > 0) lanes.set(endpointId, left)
      else lanes.delete(endpointId)
    })
  }

  const runLane = async (workspaceId: string, endpointId: string, until: number) => {
    const input = { workspaceId, endpointId, leaseSeconds, breakAfter: rules.breakAfter }
    const beside: Promise<unknown>[] = []
    try {
      while (!stopped && performance.now() < until) {
        const delivery = await claimDelivery({ db }, input)
        if (!delivery) break
        const another = openLane(workspaceId, endpointId, until)
        // Its failure is this lane's; told when both have ended.
        if (another) beside.push(another.then(() => null, toError))
        await send(delivery)
      }
    } finally {
      const failed = (await Promise.all(beside)).find((error) => error !== null)
      if (failed) logger.warn({ err: failed, endpointId }, 'a webhook lane broke off')
    }
  }

  const attempt = (delivery: ClaimedDelivery) => {
    const { id, url } = delivery
    const secrets = openSecrets(delivery)
    if (!secrets) return unanswered('the signing secret can’t be decrypted')
    const body = JSON.stringify(delivery.payload)
    const timestamp = Math.floor(Date.now() / 1000)
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'intake-webhooks/1',
      'webhook-id': id,
      'webhook-timestamp': String(timestamp),
      'webhook-signature': signatures({ id, timestamp, body }, secrets),
    }
    return sendWebhook({ url, headers, body }, { policy, lookup, timeoutMs })
  }

  /** Null when a key is missing. The delivery is tried again like one that nobody answers. */
  const openSecrets = ({ endpointId, secrets }: ClaimedDelivery): string[] | null => {
    try {
      return secrets.map((secret) => sealer.open(secret, secretPlace(endpointId)))
    } catch (err) {
      if (!(err instanceof UnknownSealError)) throw err
      logger.error({ err, endpointId }, 'the secret of a webhook endpoint can’t be decrypted')
      return null
    }
  }

  const send = async (delivery: ClaimedDelivery) => {
    const { id, endpointId } = delivery
    const start = performance.now()
    const outcome = await attempt(delivery)
    const seconds = (performance.now() - start) / 1000
    const settled = await settleDelivery({ db }, delivery, outcome, rules)
    if (settled) options.observer?.tried(settled.verdict.kind, seconds)
    if (settled?.disabled) options.observer?.disabled()
    const about = { endpointId, deliveryId: id, attempt: delivery.attempts + 1, outcome: outcome.error }
    if (settled?.disabled) logger.warn(about, 'webhook endpoint disabled')
    if (settled?.verdict.kind === 'failed') logger.warn(about, 'webhook failed for good')
    else logger.debug(about, settled ? 'webhook sent' : 'webhook sent, after its lease had ended')
  }

  return {
    async deliver(job) {
      const until = performance.now() + turnMs
      const endpointIds = await findWaitingEndpoints({ db }, job)
      const ended = await Promise.allSettled(endpointIds.map((id) => openLane(job.workspaceId, id, until)))
      for (const lane of ended) if (lane.status === 'rejected') throw lane.reason
    },
    stop: () => {
      stopped = true
    },
  }
}

function toError(error: unknown): unknown {
  return error ?? new Error('unknown')
}
