/** What the load program is told on its standard input. */
export interface LoadOrder {
  url: string
  /** Clients are shared out among `url` and these. */
  otherUrls?: string[] | undefined
  headers: Record<string, string>
  clients: number
  warmSeconds: number
  seconds: number
  /** Every n-th request has an idempotency key, 0 for none; every third by default, as clients that retry send it, and none for an ad's. */
  keyEvery?: number
  /** Leads of an ad's form instead of those of a page: as creates, or as Google Ads sends them with its key. */
  ad?: { googleKey?: string } | undefined
  /** Of the bodies; each run has its own. */
  seed: number
  /** So many requests are due a second, whether or not earlier ones are answered; without it each client sends at once again. */
  perSecond?: number
  /** Reports every so often, not only at the end. */
  reportSeconds?: number
}

/** What it says on its standard output, of the time since its last report. */
export interface LoadReport {
  answers: number
  refused: number
  seconds: number
  /** From when a request was due. */
  p50Ms: number
  p99Ms: number
  /** CPU of the load program for each answer, µs. */
  loadMicros: number
}
