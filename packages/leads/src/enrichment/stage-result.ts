import type { LeadsJob } from '@intake/contracts/jobs'

/** What one of the three jobs did. */
export interface StageResult {
  /** The leads that go on to the next job; null for none. */
  next: LeadsJob | null
  /** For the job's log line, such as `leads 200, zones 188`: never more than numbers. */
  counts: Readonly<Record<string, number>>
  /** Of leads whose enrichment is done: seconds since it was asked for. */
  seconds?: readonly number[]
}
