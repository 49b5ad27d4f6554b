import { testEvent } from '@intake/contracts/webhook-events'

/** How deliveries are tried and endpoints judged. Times in seconds. */
export interface DeliveryRules {
  /** Tries after the first. */
  retries: number
  /** Before the first retry; each further pause is twice as long. */
  retryAfter: number
  /** Failed tries in a row after which an endpoint is paused. */
  breakAfter: number
  /** An endpoint that has only failed for this long is disabled. */
  disableAfter: number
}

/** Nobody is put off for longer, whatever the receiver asks for or the back-off comes to, seconds. */
export const longestPause = 3600

/** What became of a try. */
export interface SendOutcome {
  /** Null when no answer came. */
  status: number | null
  /** In a few words, for the delivery log; null when it was taken. */
  error: string | null
  /** The beginning of a refusal's body. */
  excerpt: string | null
  /** What the receiver asked for, seconds. */
  retryAfter: number | null
}

export type Verdict = { kind: 'delivered' } | { kind: 'failed' } | { kind: 'retry'; inSeconds: number }

/** What to do after the given try, 1 being the first. Pure but for `random`, which spreads retries: never sooner than stated. */
export function judge(
  event: string,
  attempt: number,
  outcome: SendOutcome,
  rules: DeliveryRules,
  random: () => number = Math.random,
): Verdict {
  if (outcome.error === null) return { kind: 'delivered' }
  if (isGone(outcome) || event === testEvent || attempt > rules.retries) return { kind: 'failed' }
  const backOff = Math.min(rules.retryAfter * 2 ** (attempt - 1), longestPause)
  const asked = Math.min(outcome.retryAfter ?? 0, longestPause)
  return { kind: 'retry', inSeconds: Math.max(backOff, asked) * (1 + random() * 0.2) }
}

/** The receiver wants nothing more. */
export function isGone({ status }: SendOutcome): boolean {
  return status === 410
}
