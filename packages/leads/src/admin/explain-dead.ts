export interface DeadCause {
  /** What went wrong, in a sentence. */
  cause: string
  /** What a person does about it. */
  cure: string
}

/** By SQLSTATE, and by what the queue says of a job; see appendix A of the PostgreSQL documentation. The first that fits counts. */
const causes: readonly [reason: RegExp, DeadCause][] = [
  [/SQLSTATE 53100/, { cause: 'Postgres’s disk was full.', cure: 'Make room, then send the leads again.' }],
  [
    /SQLSTATE 53/,
    {
      cause: 'Postgres had too little memory or too few connections.',
      cure: 'Give it more, or start fewer workers; then send the leads again.',
    },
  ],
  [
    /SQLSTATE (57014|55P03|25P0[34])/,
    {
      cause: 'A statement of the job took too long, or waited too long for a lock, at every try.',
      cure: 'Look for a long transaction or a slow disk in Postgres; then send the leads again.',
    },
  ],
  [
    /SQLSTATE 40/,
    {
      cause: 'The job met other changes of the same lead at every try.',
      cure: 'Send the leads again; if it comes back, look which client changes this lead all the time.',
    },
  ],
  [
    /SQLSTATE (42|3F)/,
    {
      cause: 'The schema isn’t the one that this worker knows, or it may not use it.',
      cure: 'Run “npm run migrate”, check the rights of its user, then send the leads again.',
    },
  ],
  [
    /SQLSTATE (22|23)/,
    {
      cause: 'Something that the lead holds can’t be stored.',
      cure: 'This is a fault of the service: please report it with the code. Other leads are not held up.',
    },
  ],
  [
    /SQLSTATE XX/,
    {
      cause: 'Postgres found its own data damaged.',
      cure: 'Look into Postgres’s log at once, and have your backup at hand.',
    },
  ],
  [
    /stalled/,
    {
      cause: 'The worker ended, or stood still, each time it had this lead.',
      cure: 'Look into the worker’s log and its memory limit; then send the lead again.',
    },
  ],
]

/** What a dead lead's reason means and what to do about it. The reason is an error's class and code. */
export function explainDead(reason: string | null): DeadCause {
  const known = causes.find(([pattern]) => pattern.test(reason ?? ''))
  return (
    known?.[1] ?? {
      cause: 'The job failed at every try.',
      cure: 'Look for the lead’s id in the workers’ log, mend what it says, then send the lead again.',
    }
  )
}
