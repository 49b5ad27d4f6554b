import { setTimeout as pause } from 'node:timers/promises'

export interface Target {
  /** Addresses of the gateways; each attempt goes to another one. */
  urls: readonly string[]
  apiKey: string
}

export interface Answer {
  key: string
  /** Number of the lead, see make-lead.ts. */
  number: number
  id: string
  body: string
  /** 1 when the first try was answered 2xx. */
  attempts: number
  /** `performance.now()` of the first try and of the answer, ms. */
  startedAt: number
  endedAt: number
}

const patienceMs = 120_000
const longestPauseMs = 2000

/** One call. Rejects when the connection fails. */
export function postLead(
  { urls, apiKey }: Target,
  key: string,
  body: string,
  attempt = 0,
): Promise<Response> {
  return fetch(`${urls[attempt % urls.length]}/api/v1/leads`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': apiKey, 'idempotency-key': key },
    body,
    signal: AbortSignal.timeout(15_000),
  })
}

/**
 * Sends a lead as a careful client does: the same Idempotency-Key on every try, pauses that grow with jitter, Retry-After
 * honoured. Throws at an answer that is not to be retried, or after two minutes.
 */
export async function sendLead(target: Target, number: number, key: string, lead: unknown): Promise<Answer> {
  const startedAt = performance.now()
  const sent = JSON.stringify(lead)
  for (let attempts = 1; ; attempts += 1) {
    const seen = await attempt(target, key, sent, number + attempts)
    if (seen.status === 200) {
      const { id } = (JSON.parse(seen.body) as { lead: { id: string } }).lead
      return { key, number, id, body: seen.body, attempts, startedAt, endedAt: performance.now() }
    }
    if (!isRetryable(seen)) throw new Error(`${key} was answered ${seen.status}: ${seen.body}`)
    if (performance.now() - startedAt > patienceMs)
      throw new Error(`${key} got no 2xx in ${patienceMs} ms; last ${seen.status}: ${seen.body}`)
    const longest = Math.min(50 * 2 ** attempts, longestPauseMs)
    await pause(Math.max(Math.random() * longest, seen.retryAfterMs))
  }
}

interface Seen {
  /** 0 when the connection failed. */
  status: number
  body: string
  retryAfterMs: number
}

async function attempt(target: Target, key: string, sent: string, number: number): Promise<Seen> {
  try {
    const response = await postLead(target, key, sent, number)
    const retryAfterMs = Number(response.headers.get('retry-after') ?? 0) * 1000
    return { status: response.status, body: await response.text(), retryAfterMs }
  } catch (error) {
    return { status: 0, body: String(error), retryAfterMs: 0 }
  }
}

function isRetryable({ status, body }: Seen): boolean {
  return [0, 429, 503].includes(status) || (status === 409 && body.includes('idempotency_key_in_use'))
}
