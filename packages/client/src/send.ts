import type { Problem } from './api.ts'
import { type Answer, attempt } from './attempt.ts'
import { type Ending, IntakeConnectionError, IntakeProblem } from './errors.ts'
import { type Backoff, parseRetryAfter, pause, pauseAfter } from './pause.ts'

export interface Sending extends Backoff {
  fetch: typeof fetch
  /** Bound of one try, its answer's body included, ms. */
  timeoutMs: number
  /** The same for a call that sends files or answers lines, ms. */
  fileTimeoutMs: number
  /** Tries in all. */
  maxAttempts: number
}

export interface Outgoing {
  url: string
  init: RequestInit
  /** Whether the call can be sent again when it isn't known whether it took effect. */
  repeatable: boolean
  idempotencyKey: string | undefined
  /** Whether files go or come: such a call has more time. */
  hasFiles: boolean
  signal?: AbortSignal | undefined
}

const passing = new Set([408, 429, 502, 503, 504])

/**
 * Sends a call until it has an answer that another try wouldn't change. Throws `IntakeProblem`, `IntakeConnectionError`,
 * or the signal's reason.
 */
export async function send(sending: Sending, outgoing: Outgoing): Promise<Answer> {
  const { url, init, repeatable, idempotencyKey, hasFiles, signal } = outgoing
  const timeoutMs = hasFiles ? sending.fileTimeoutMs : sending.timeoutMs
  for (let attempts = 1; ; attempts++) {
    const ending = { attempts, idempotencyKey }
    const seen = await attempt(sending.fetch, url, init, timeoutMs, signal).catch((cause: unknown) => {
      if (signal?.aborted) throw signal.reason
      return new IntakeConnectionError(cause, ending)
    })
    const failure = seen instanceof Error ? seen : toProblem(seen, ending)
    if (failure === null) return seen as Answer
    if (attempts >= sending.maxAttempts || !mayRepeat(failure, repeatable)) throw failure
    const retryAfterMs = failure instanceof IntakeProblem ? failure.retryAfterMs : undefined
    const ms = pauseAfter(attempts, retryAfterMs, sending)
    if (ms === null) throw failure
    await pause(ms, signal)
  }
}

// Only a 429 says for sure that nothing was done.
function mayRepeat(failure: IntakeProblem | IntakeConnectionError, repeatable: boolean): boolean {
  if (failure instanceof IntakeConnectionError) return repeatable
  if (failure.status === 429) return true
  return repeatable && (passing.has(failure.status) || failure.code === 'idempotency_key_in_use')
}

function toProblem({ status, headers, body }: Answer, ending: Ending): IntakeProblem | null {
  if (status >= 200 && status < 300) return null
  const isProblem = headers.get('content-type')?.startsWith('application/problem+json')
  const document = isProblem ? (body as Problem) : undefined
  return new IntakeProblem(status, document, parseRetryAfter(headers.get('retry-after')), ending)
}
