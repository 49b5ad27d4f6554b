import type { Queues } from '@intake/queue/create-queues'
import type { Workers } from '@intake/queue/start-workers'

export interface Consumption {
  /** Throws when jobs have waited for `stuckAfterMs` and this worker has touched none. */
  check(): void
  close(): void
}

/**
 * Watches that this worker consumes: jobs wait, Redis answers, and still nothing is begun or finished. `onStuck` is called
 * once, so that the process can leave and be replaced.
 */
export function watchConsumption(options: {
  workers: Pick<Workers, 'lastActivityAt'>
  queues: Pick<Queues, 'countWaiting'>
  stuckAfterMs: number
  onStuck(): void
}): Consumption {
  const { workers, queues, stuckAfterMs, onStuck } = options
  let waitingSince: number | null = null
  let told = false

  const isStuck = () => {
    if (waitingSince === null) return false
    return performance.now() - Math.max(waitingSince, workers.lastActivityAt()) > stuckAfterMs
  }
  const look = async () => {
    try {
      const waiting = await queues.countWaiting()
      waitingSince = waiting === 0 ? null : (waitingSince ?? performance.now())
    } catch {
      // Without Redis there is nothing to consume; readiness says so.
      waitingSince = null
    }
    if (isStuck() && !told) {
      told = true
      onStuck()
    }
  }
  const timer = setInterval(look, Math.min(5000, stuckAfterMs / 4)).unref()

  return {
    check() {
      if (isStuck()) throw new Error(`jobs wait, but none was begun or finished for ${stuckAfterMs} ms`)
    },
    close: () => clearInterval(timer),
  }
}
