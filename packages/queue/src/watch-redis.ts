import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from '@intake/runtime/logger'
import type { Queues } from './create-queues.ts'
import { explainRefusal, RedisRefusal } from './explain-refusal.ts'

export interface RedisWatch {
  /**
   * Answers at once but for the first look. `away`: nobody answers.
   * @throws RedisRefusal when Redis answers, but refuses what the queues need
   */
  check(): Promise<undefined | 'away'>
  close(): void
}

const everyMs = 2000
/** While a connection is being made, or a refusal is to be confirmed, ms. */
const soonMs = 500
/** The first look waits so long for a connection, ms, so that a process isn't ready before it knows its Redis. */
const patienceMs = 1500
const impatienceMs = 50
/** So many refusals in a row are no failover that is just under way. The first look needs only one. */
const refusalsToTell = 2
/** A connection that is made anew after a refusal is away for a moment: only a longer absence, ms, ends what was told. */
const forgottenAfterMs = 10_000

/**
 * Writes to Redis every two seconds and keeps what became of it, for readiness; the log hears of changes. A failover that
 * the connections follow at once is not told.
 */
export function watchRedis(options: { queues: Pick<Queues, 'check'>; logger: Logger }): RedisWatch {
  const { queues, logger } = options
  let refusals = 0
  let hasWorked = false
  let awaySince: number | null = null
  let told: string | null = null
  const warned = new Set<string>()
  let timer: NodeJS.Timeout | undefined
  let isClosed = false

  const works = (warnings: readonly string[]) => {
    if (told !== null) logger.info('Redis does what the queues need again')
    told = null
    refusals = 0
    hasWorked = true
    awaySince = null
    for (const warning of warnings) if (!warned.has(warning)) logger.warn(warning)
    warned.clear()
    for (const warning of warnings) warned.add(warning)
  }
  const fails = (err: unknown) => {
    const reason = explainRefusal(err)
    if (reason === null) {
      awaySince ??= performance.now()
      if (performance.now() - awaySince < forgottenAfterMs) return
      told = null
      refusals = 0
      return
    }
    awaySince = null
    refusals += 1
    if (told === reason || (hasWorked && refusals < refusalsToTell)) return
    told = reason
    logger.error({ err, reason }, `Redis can't be used: ${reason}`)
  }
  const look = () => queues.check().then(works, fails)
  const goOn = () => {
    if (!isClosed)
      timer = setTimeout(
        () => look().then(goOn),
        refusals > 0 || awaySince !== null ? soonMs : everyMs,
      ).unref()
  }
  const lookFirst = async () => {
    const until = performance.now() + patienceMs
    do await look()
    while (awaySince !== null && !isClosed && performance.now() < until && (await pause(impatienceMs, true)))
    goOn()
  }
  const first = lookFirst()

  return {
    async check() {
      await first
      if (told !== null) throw new RedisRefusal(told)
      return awaySince === null ? undefined : 'away'
    },
    close() {
      isClosed = true
      clearTimeout(timer)
    },
  }
}
