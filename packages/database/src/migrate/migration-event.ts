/** What is being done: a migration, and where it has steps, which. */
export interface Place {
  /** `0017-name`. */
  migration: string
  step: string | null
}

/** What a migrator tells while it runs. */
export type MigrationEvent =
  /** Another migrator is at work; this one waits for its end. Told once. */
  | { type: 'turn-awaited' }
  /** A try failed and is made again after a pause. */
  | (Place & {
      type: 'waiting'
      /** SQLSTATE: 55P03 no lock in time, 40P01 deadlock, 40001 serialization failure. */
      code: string
      /** What was being done, shortened. */
      statement: string
      /** Number of the try that failed, from 1. */
      tries: number
      pauseMs: number
    })
  /** A batch was committed. */
  | (Place & {
      type: 'batch-done'
      /** Rows of the table passed so far, earlier runs included. */
      rows: number
      /** About how many the table has. */
      total: number
      rowsPerSecond: number
    })
  | (Place & { type: 'step-done' })
  | { type: 'applied'; migration: string }

const reasons: Record<string, string> = {
  '55P03': 'waiting for a lock',
  '40P01': 'met a deadlock',
  '40001': 'met a serialization failure',
}

/** How often a line of a batch is worth showing, ms. */
const batchLineEveryMs = 2000

/** Makes lines of events for a person to read; of batches, which may be quick, a line at most every two seconds. */
export function describeEvents(write: (line: string) => void): (event: MigrationEvent) => void {
  let lastBatchLine = Number.NEGATIVE_INFINITY
  return (event) => {
    const now = performance.now()
    if (event.type === 'batch-done' && now - lastBatchLine < batchLineEveryMs) return
    if (event.type === 'batch-done') lastBatchLine = now
    write(describeEvent(event))
  }
}

function describeEvent(event: MigrationEvent): string {
  switch (event.type) {
    case 'turn-awaited':
      return 'waiting for another migrator to end'
    case 'waiting': {
      const pause = `${(event.pauseMs / 1000).toFixed(1)} s`
      return `${nameOf(event)}: ${reasons[event.code] ?? event.code}, try ${event.tries}, again in ${pause}: ${event.statement}`
    }
    case 'batch-done': {
      const [rows, total, rate] = [event.rows, event.total, event.rowsPerSecond].map(count)
      return `${nameOf(event)}: ${rows} of about ${total} rows, ${rate} a second`
    }
    case 'step-done':
      return `${nameOf(event)}: done`
    case 'applied':
      return `${event.migration}: applied`
  }
}

function nameOf({ migration, step }: Place): string {
  return step === null ? migration : `${migration}, ${step}`
}

function count(number: number): string {
  return Math.round(number).toLocaleString('en-US')
}
