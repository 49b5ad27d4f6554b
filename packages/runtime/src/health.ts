import type { Logger } from './logger.ts'
import { TimeoutError, withTimeout } from './with-timeout.ts'

/** `away`: what was looked at is not there, and the process does without it. */
export type CheckResult = 'ok' | 'away' | 'failed' | 'timeout'
export type HealthReport = {
  status: 200 | 503
  body: {
    status: 'ok' | 'unavailable'
    checks: Record<string, CheckResult>
    /** Why checks failed, where that may be told. */
    reasons?: Record<string, string>
  }
}

/** A failure whose message may be told to whoever asks for the health of a process. */
export class TellableError extends Error {
  override name = 'TellableError'
  /** Packages that know nothing of this one mark their errors with it, too. */
  readonly isTellable = true
}

function isTellable(err: unknown): err is Error {
  return err instanceof Error && 'isTellable' in err && err.isTellable === true
}

export type Health = {
  /** Whether the process should go on living. Answers at once. */
  live(): HealthReport
  /** Whether the process should get traffic. Answers within the time limit. Checks that `exclude` names are left out. */
  ready(exclude?: readonly string[]): Promise<HealthReport>
  /** Makes `ready` say no from now on, under the check name `accepting`: the first step of a shutdown. */
  setUnready(): void
}

/** Answers `away`, or throws, when not all is well. */
type Check = () => unknown
type Verdict = { result: CheckResult; reason?: string }

// A check that has hung for this many time limits is given up and started anew, so that it can recover.
const givenUpAfter = 10
// Connections are being made: what has not passed yet is not told of for so long, ms.
const startMs = 5000

/**
 * Liveness and readiness out of named checks: one that throws or rejects has failed, one that takes longer than
 * `timeoutMs` has timed out. A check that is still running is waited for rather than started again, so probes
 * don't pile up on a dependency that hangs. Reports hold names, verdicts and the message of a {@link TellableError}; any
 * other reason goes to the log.
 */
export function createHealth(options: {
  checks: Record<string, Check>
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

  function note(name: string, result: CheckResult, err?: unknown): Verdict {
    if (result === 'ok' || result === 'away') {
      passed.add(name)
      if (toldToFail.delete(name)) logger?.info({ check: name }, 'health check passes again')
    } else if (!toldToFail.has(name) && (passed.has(name) || performance.now() - madeAt >= startMs)) {
      toldToFail.add(name)
      logger?.warn({ err, check: name, result }, 'health check fails')
    }
    return isTellable(err) ? { result, reason: err.message } : { result }
  }

  async function runCheck(name: string, check: Check): Promise<Verdict> {
    const run = running(name) ?? start(name, check)
    try {
      const answer = await withTimeout(run, { what: `health check ${name}`, timeoutMs })
      return note(name, answer === 'away' ? 'away' : 'ok')
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

  function runLiveCheck(name: string, check: Check): Verdict {
    try {
      check()
      return note(`live ${name}`, 'ok')
    } catch (err) {
      return note(`live ${name}`, 'failed', err)
    }
  }

  return {
    live: () => report(Object.entries(liveChecks).map(([name, check]) => [name, runLiveCheck(name, check)])),
    async ready(exclude = []) {
      if (!accepting) return report([['accepting', { result: 'failed' }]])
      const asked = Object.entries(checks).filter(([name]) => !exclude.includes(name))
      return report(
        await Promise.all(asked.map(async ([name, check]) => [name, await runCheck(name, check)] as const)),
      )
    },
    setUnready() {
      accepting = false
    },
  }
}

async function runAsync(check: Check): Promise<unknown> {
  return await check()
}

function report(verdicts: (readonly [string, Verdict])[]): HealthReport {
  const ok = verdicts.every(([, { result }]) => result === 'ok' || result === 'away')
  const reasons = verdicts.flatMap(([name, { reason }]) => (reason === undefined ? [] : [[name, reason]]))
  return {
    status: ok ? 200 : 503,
    body: {
      status: ok ? 'ok' : 'unavailable',
      checks: Object.fromEntries(verdicts.map(([name, { result }]) => [name, result])),
      ...(reasons.length > 0 ? { reasons: Object.fromEntries(reasons) } : {}),
    },
  }
}
