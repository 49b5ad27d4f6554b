import { type JobName, jobNames } from '@intake/contracts/jobs'
import type { Queues } from '@intake/queue/create-queues'
import { RedisRefusal } from '@intake/queue/explain-refusal'
import type { Workers } from '@intake/queue/start-workers'

export interface Consumption {
  /** Throws when this worker is stuck, and says why. */
  check(): void
  close(): void
}

export interface ConsumptionOptions {
  workers: Pick<Workers, 'lastActivityAt' | 'oldestRunningAt' | 'freeSlots'>
  queues: Pick<Queues, 'sendCanaries' | 'ping'>
  /** Names this process in its canaries. */
  sender: string
  everyMs: number
  /** Jobs or canaries of a queue have waited for this long and none was begun or finished here, or Redis has taken no canary. */
  stuckAfterMs: number
  /** A job has run for longer than this. */
  jobTimeoutMs: number
  /** Called once, so that the process can leave and be replaced. */
  onStuck(reason: string): void
}

/**
 * Watches that this worker consumes each of its queues. A canary in each makes sure that there is something to take, so
 * a worker that stopped is noticed before a lead waits for it. A Redis that answers and takes no canary gives no jobs
 * either. A paused queue and a Redis that is away prove nothing.
 */
export function watchConsumption(options: ConsumptionOptions): Consumption {
  const { workers, queues, sender, everyMs, stuckAfterMs, jobTimeoutMs, onStuck } = options
  const waitingSince = new Map<JobName, number>()
  const canaryReturnedAt = new Map<JobName, number>()
  /** How long Redis has answered without taking canaries, ms; the time that it was away in between doesn't count. */
  let refusedMs = 0
  let refusal = ''
  let lookedAt = performance.now()
  let stuckBy: string | null = null
  let looking = false

  const whyStuck = (): string | null => {
    if (refusedMs > stuckAfterMs)
      return `Redis answers, but has taken no canary for ${stuckAfterMs} ms: ${refusal}`
    const now = performance.now()
    for (const name of jobNames) {
      const runningAt = workers.oldestRunningAt(name) ?? now
      if (now - runningAt > jobTimeoutMs) return `a ${name} job has run for more than ${jobTimeoutMs} ms`
      // With no slot free it can take nothing more; whether its jobs end is the question above.
      if (workers.freeSlots(name) === 0) continue
      const idleSince = Math.max(waitingSince.get(name) ?? now, workers.lastActivityAt(name))
      if (now - idleSince <= stuckAfterMs) continue
      const canaryAge = Math.round(now - (canaryReturnedAt.get(name) ?? now))
      return `${name} jobs wait, but none was begun or finished for ${stuckAfterMs} ms; last canary back ${canaryAge} ms ago`
    }
    return null
  }
  const isAnswering = (error: unknown) =>
    error instanceof RedisRefusal ||
    queues.ping().then(
      () => true,
      () => false,
    )
  const look = async () => {
    if (looking) return
    looking = true
    try {
      const reports = await queues.sendCanaries(sender)
      for (const name of jobNames) {
        const { waiting, returned } = reports[name]
        if (returned) canaryReturnedAt.set(name, performance.now())
        if (waiting === 0) waitingSince.delete(name)
        else if (!waitingSince.has(name)) waitingSince.set(name, performance.now())
      }
      refusedMs = 0
    } catch (error) {
      // Without Redis there is nothing to consume; readiness says so.
      waitingSince.clear()
      if (await isAnswering(error)) {
        refusedMs += performance.now() - lookedAt
        refusal = error instanceof Error ? error.message : String(error)
      }
    }
    lookedAt = performance.now()
    looking = false
    const reason = whyStuck()
    if (reason === null || stuckBy !== null) return
    stuckBy = reason
    onStuck(reason)
  }
  const timer = setInterval(look, Math.min(everyMs, stuckAfterMs / 4)).unref()

  return {
    check() {
      const reason = stuckBy ?? whyStuck()
      if (reason !== null) throw new Error(reason)
    },
    close: () => clearInterval(timer),
  }
}
