import { setTimeout as pause } from 'node:timers/promises'
import { Problem } from '@intake/contracts/problem'

export interface Api {
  post(path: string, body: unknown, idempotencyKey: string): Promise<unknown>
  get(path: string): Promise<unknown>
  /** Answers that said to come again, and calls that got none. */
  retries: number
}

/** Something that a person has to be told; the run ends with it. */
export class DemoError extends Error {
  override name = 'DemoError'
}

const giveUpAfterMs = 120_000
const answerWithinMs = 30_000

/**
 * Calls the service and tries again, with the same idempotency key, when it is away or says 429 or 503, as long as
 * its Retry-After says and for two minutes at most. Throws a DemoError for every other refusal.
 */
export function createApi({ baseUrl, apiKey }: { baseUrl: string; apiKey: string }): Api {
  async function call(path: string, init: RequestInit): Promise<unknown> {
    const giveUpAt = performance.now() + giveUpAfterMs
    for (let attempt = 1; ; attempt++) {
      const outcome = await attemptOnce(`${baseUrl}${path}`, init)
      if ('answer' in outcome) return outcome.answer
      if (performance.now() > giveUpAt)
        throw new DemoError(`${path} got no answer in ${giveUpAfterMs / 1000} s: ${outcome.reason}`)
      api.retries++
      await pause(outcome.retryAfterMs ?? Math.min(2000, 50 * 2 ** attempt) * (0.5 + Math.random() / 2))
    }
  }
  const headers = { 'x-api-key': apiKey }
  const api: Api = {
    retries: 0,
    get: (path) => call(path, { headers }),
    post: (path, body, idempotencyKey) =>
      call(path, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json', 'idempotency-key': idempotencyKey },
        body: JSON.stringify(body),
      }),
  }
  return api
}

type Outcome = { answer: unknown } | { reason: string; retryAfterMs: number | null }

async function attemptOnce(url: string, init: RequestInit): Promise<Outcome> {
  let response: Response
  let text: string
  try {
    response = await fetch(url, { ...init, signal: AbortSignal.timeout(answerWithinMs) })
    text = await response.text()
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
    return { reason: cause instanceof Error ? cause.message : String(cause), retryAfterMs: null }
  }
  if (response.ok) return { answer: JSON.parse(text) }
  const reason = describeProblem(response.status, text)
  if (response.status !== 429 && response.status !== 503) throw new DemoError(reason)
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN)
  return { reason, retryAfterMs: Number.isFinite(seconds) ? seconds * 1000 : null }
}

/** `400: /email: must be an e-mail address`. Anything may stand in front of the service and answer in its place. */
function describeProblem(status: number, text: string): string {
  try {
    const { detail, errors } = Problem.parse(JSON.parse(text))
    const places = errors.map(({ pointer, message }) => `${pointer}: ${message}`).join('; ')
    return `${status}: ${places || detail}`
  } catch {
    return `${status}: ${text.slice(0, 200)}`
  }
}
