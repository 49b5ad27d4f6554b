import type { Logger } from './logger.ts'
import { TimeoutError, withTimeout } from './with-timeout.ts'

export type CheckResult = 'ok' | 'failed' | 'timeout'
export type HealthReport = {
  status: 200 | 503
  body: { status: 'ok' | 'unavailable'; checks: Record<string, CheckResult> }
}

export type Health = {
  /** Whether the process should go on living. Answers at once. */
  live(): HealthReport
  /** Whether the process should get traffic. Answers within the time limit. */
  ready(): Promise<HealthReport>
  /** Makes `ready` say no from now on, under the check name `accepting`: the first step of a shutdown. */
  setUnready(): void
}

type Check = () => unknown

// A check that has hung for this many time limits is given up and started anew, so that it can recover.
const givenUpAfter = 10
// Connections are being made: what has not passed yet is not told of for so long, ms.
const startMs = 5000

/**
 * Liveness and readiness out of named checks: one that throws or rejects has failed, one that takes longer than
 * `timeoutMs` has timed out. A check that is still running is waited for rather than started again, so probes
 * don't pile up on a dependency that hangs. Reports hold names and verdicts only; the reason of a change goes to the log.
 */
export function createHealth(options: {
  checks: Record<string, () => Promise<void> | void>
  liveChecks?: Record<string, () => void>
  timeoutMs: number
  logger?: Logger
}): Health {
  const { checks, liveChecks = {}, timeoutMs, logger } = options
  const pending = new Map<string, { run: Promise<unknown>; startedAt: number }>()
  const madeAt = performance.now()
  const passed = new Set<string>()
  const toldToFail = new Set<string>()
  let accepting = true

  function note(name: string, result: CheckResult, err?: unknown): CheckResult {
    if (result === 'ok') {
      passed.add(name)
      if (toldToFail.delete(name)) logger?.info({ check: name }, 'health check passes again')
    } else if (!toldToFail.has(name) && (passed.has(name) || performance.now() - madeAt >= startMs)) {
      toldToFail.add(name)
      logger?.warn({ err, check: name, result }, 'health check fails')
    }
    return result
  }

  async function runCheck(name: string, check: Check): Promise<CheckResult> {
    const run = running(name) ?? start(name, check)
    try {
      await withTimeout(run, { what: `health check ${name}`, timeoutMs })
      return note(name, 'ok')
    } catch (err) {
      return note(name, err instanceof TimeoutError ? 'timeout' : 'failed', err)
    }
  }

  function running(name: string): Promise<unknown> | undefined {
    const check = pending.get(name)
    const hung = check && performance.now() - check.startedAt > givenUpAfter * timeoutMs
    return hung ? undefined : check?.run
  }

  function start(name: string, check: Check): Promise<unknown> {
    const run = runAsync(check).finally(() => {
      if (pending.get(name)?.run === run) pending.delete(name)
    })
    pending.set(name, { run, startedAt: performance.now() })
    return run
  }

  function runLiveCheck(name: string, check: Check): CheckResult {
    try {
      check()
      return note(`live ${name}`, 'ok')
    } catch (err) {
      return note(`live ${name}`, 'failed', err)
    }
  }

  return {
    live: () => report(Object.entries(liveChecks).map(([name, check]) => [name, runLiveCheck(name, check)])),
    async ready() {
      if (!accepting) return report([['accepting', 'failed']])
      return report(
        await Promise.all(
          Object.entries(checks).map(async ([name, check]) => [name, await runCheck(name, check)] as const),
        ),
      )
    },
    setUnready() {
      accepting = false
    },
  }
}

async function runAsync(check: Check): Promise<void> {
  await check()
}

function report(results: (readonly [string, CheckResult])[]): HealthReport {
  const ok = results.every(([, result]) => result === 'ok')
  return {
    status: ok ? 200 : 503,
    body: { status: ok ? 'ok' : 'unavailable', checks: Object.fromEntries(results) },
  }
}
