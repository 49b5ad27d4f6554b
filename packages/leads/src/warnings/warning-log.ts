import { otherSubject, type WarningKind } from '@intake/contracts/warnings'
import type { Db } from '@intake/database/create-database'
import { addWarnings, type WarningCount } from './add-warnings.ts'

/** Where warnings are noted, at next to no cost; they are written every few seconds, so a crash loses a few counts. */
export interface WarningLog {
  note(warning: { workspaceId: string; kind: WarningKind; subject: string; requestId: string }): void
  flush(): Promise<void>
  close(): Promise<void>
}

export interface WarningLogOptions {
  everyMs?: number
  /** Hears of a write that failed; its counts are kept for the next one. */
  onError?(error: unknown): void
}

/** Different subjects of a workspace and kind that this process keeps by name in a day. */
const maxSubjects = 50
/** Entries that wait for a write; beyond, new ones are dropped. */
const maxPending = 10_000
const maxExamples = 5

export function createWarningLog(db: Db, { everyMs = 5000, onError }: WarningLogOptions = {}): WarningLog {
  let pending = new Map<string, WarningCount>()
  let named = new Map<string, Set<string>>()
  let day = ''
  let flushing: Promise<void> = Promise.resolve()

  /** Client-chosen names are without number, so only the first few of a day are kept. */
  const boundedSubject = (workspaceId: string, kind: WarningKind, subject: string): string => {
    const key = `${workspaceId} ${kind}`
    const known = named.get(key) ?? new Set()
    if (known.has(subject)) return subject
    if (known.size >= maxSubjects) return otherSubject
    named.set(key, known.add(subject))
    return subject
  }

  const write = async () => {
    if (pending.size === 0) return
    const batch = pending
    pending = new Map()
    try {
      await addWarnings(db, [...batch.values()])
    } catch (error) {
      onError?.(error)
      for (const [key, count] of batch) pending.set(key, merge(count, pending.get(key)))
    }
  }
  // One write at a time, so that a slow one isn't overtaken.
  const flush = () => {
    flushing = flushing.then(write)
    return flushing
  }
  const timer = setInterval(flush, everyMs).unref()

  return {
    note({ workspaceId, kind, subject: given, requestId }) {
      const at = new Date()
      const today = at.toISOString().slice(0, 10)
      if (today !== day) {
        day = today
        named = new Map()
      }
      const subject = boundedSubject(workspaceId, kind, given)
      const key = `${day} ${workspaceId} ${kind} ${subject}`
      const count = pending.get(key)
      if (count) {
        count.count += 1
        count.lastSeen = at
        count.examples.unshift(requestId)
        if (count.examples.length > maxExamples) count.examples.pop()
      } else if (pending.size < maxPending)
        pending.set(key, {
          workspaceId,
          day,
          kind,
          subject,
          count: 1,
          firstSeen: at,
          lastSeen: at,
          examples: [requestId],
        })
    },
    flush,
    async close() {
      clearInterval(timer)
      await flush()
    },
  }
}

function merge(earlier: WarningCount, later: WarningCount | undefined): WarningCount {
  if (!later) return earlier
  return {
    ...earlier,
    count: earlier.count + later.count,
    lastSeen: later.lastSeen,
    examples: [...later.examples, ...earlier.examples].slice(0, maxExamples),
  }
}
