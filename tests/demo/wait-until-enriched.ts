import { setTimeout as pause } from 'node:timers/promises'
import { GetLeadAnswer } from '@intake/contracts/lead-answer'
import { type Api, DemoError } from './call-api.ts'

export interface EnrichedLead {
  answer: GetLeadAnswer
  /** Null for a lead that was only looked at after all had been sent. */
  timing: Timing | null
}

export interface Timing {
  /** From the answer to the POST until the answer to the first GET that showed it. */
  enrichedMs: number
  /** The GET before that one was so long ago: it may have happened anywhere in between. */
  resolutionMs: number
}

interface Waiting {
  id: string
  timed: boolean
  answeredAt: number
  lookedAt: number
  lookAgainAt: number
}

export interface EnrichmentWatch {
  /** Looked at from now on when `timed`, else from `waitForAll` on. */
  add(leadId: string, timed: boolean): void
  /** Settles when each of `total` leads is enriched. Throws a DemoError when none has been for `patienceMs`. */
  waitForAll(total: number, patienceMs: number, onProgress: (done: number) => void): Promise<EnrichedLead[]>
  close(): void
}

const looksAtOnce = 8
const lookEveryMs = 100
/** A lead that has waited long needn't be looked at so often. */
const lookEveryPartOfAge = 0.15

/** Looks at some leads while others are still being sent, to time them; all of them would slow the service down. */
export function watchEnrichment(api: Api): EnrichmentWatch {
  const timed: Waiting[] = []
  const untimed: Waiting[] = []
  const enriched: EnrichedLead[] = []
  let lastAt = performance.now()
  let allSent = false
  let closed = false
  let failure: unknown

  function takeDue(): Waiting | undefined {
    const now = performance.now()
    const due = timed.findIndex((lead) => lead.lookAgainAt <= now)
    if (due >= 0) return timed.splice(due, 1)[0]
    return allSent && untimed[0] && untimed[0].lookAgainAt <= now ? untimed.shift() : undefined
  }

  async function look(lead: Waiting): Promise<void> {
    const askedAt = performance.now()
    const found = await api.get(`/api/v1/leads/${lead.id}`)
    const now = performance.now()
    if (!isEnriched(found)) {
      const wait = Math.max(lookEveryMs, (now - lead.answeredAt) * lookEveryPartOfAge)
      const again = { ...lead, lookedAt: askedAt, lookAgainAt: now + wait }
      ;(lead.timed ? timed : untimed).push(again)
      return
    }
    const { success, data: answer, error } = GetLeadAnswer.safeParse(found)
    if (!success) throw new DemoError(`The lead ${lead.id} is not as the contract says. ${error.message}`)
    const timing = { enrichedMs: now - lead.answeredAt, resolutionMs: now - lead.lookedAt }
    enriched.push({ answer, timing: lead.timed ? timing : null })
    lastAt = now
  }

  async function lookInTurn(): Promise<void> {
    while (!closed) {
      const lead = takeDue()
      await (lead ? look(lead) : pause(10))
    }
  }

  const looking = Promise.all(Array.from({ length: looksAtOnce }, lookInTurn)).catch((error) => {
    failure = error
    closed = true
  })

  return {
    add(id, isTimed) {
      const now = performance.now()
      const lead = { id, timed: isTimed, answeredAt: now, lookedAt: now, lookAgainAt: now }
      ;(isTimed ? timed : untimed).push(lead)
    },
    async waitForAll(total, patienceMs, onProgress) {
      allSent = true
      lastAt = performance.now()
      while (enriched.length < total && !closed && performance.now() - lastAt < patienceMs) {
        onProgress(enriched.length)
        await pause(50)
      }
      closed = true
      await looking
      if (failure) throw failure
      if (enriched.length < total) throw new DemoError(notEnriched([...timed, ...untimed], patienceMs))
      onProgress(total)
      return enriched
    },
    close() {
      closed = true
    },
  }
}

/** The summary is the last thing that the jobs write. */
function isEnriched(answer: unknown): boolean {
  const { lead } = answer as { lead?: { activitySummary?: unknown } }
  return typeof lead?.activitySummary === 'string'
}

function notEnriched(left: readonly Waiting[], patienceMs: number): string {
  const some = left.slice(0, 3).map((lead) => lead.id)
  return (
    `${left.length} leads were taken in but not enriched, and for ${patienceMs / 1000} s no other was. ` +
    `Is a worker running, and what does its log say? Among them: ${some.join(', ')}`
  )
}
