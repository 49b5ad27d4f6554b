import { setTimeout as pause } from 'node:timers/promises'
import { GetLeadAnswer } from '@intake/contracts/lead-answer'
import { type Api, DemoError } from './call-api.ts'

export interface EnrichedLead {
  answer: GetLeadAnswer
  /** From the answer to the POST until the first GET that showed it. */
  enrichedMs: number
  /** The lead was enriched within so long before that GET. */
  resolutionMs: number
}

interface Waiting {
  id: string
  answeredAt: number
  lookedAt: number
  lookAgainAt: number
}

export interface EnrichmentWatch {
  /** From now on this lead is looked at. */
  add(leadId: string): void
  /** Settles when each of `total` leads is enriched. Throws a DemoError when none has been for `patienceMs`. */
  waitForAll(total: number, patienceMs: number, onProgress: (done: number) => void): Promise<EnrichedLead[]>
  close(): void
}

const lookEveryMs = 100
const looksAtOnce = 6

/** Looks at leads while others are still being sent, so that the times are those of the service and not of the wait. */
export function watchEnrichment(api: Api): EnrichmentWatch {
  const waiting: Waiting[] = []
  const enriched: EnrichedLead[] = []
  let lastAt = performance.now()
  let closed = false
  let failure: unknown

  async function look(lead: Waiting): Promise<void> {
    const askedAt = performance.now()
    const found = await api.get(`/api/v1/leads/${lead.id}`)
    const now = performance.now()
    const { success, data: answer, error } = GetLeadAnswer.safeParse(found)
    if (!success) throw new DemoError(`The lead ${lead.id} is not as the contract says. ${error.message}`)
    if (answer.lead.activitySummary === null) {
      waiting.push({ ...lead, lookedAt: askedAt, lookAgainAt: now + lookEveryMs })
      return
    }
    enriched.push({ answer, enrichedMs: now - lead.answeredAt, resolutionMs: now - lead.lookedAt })
    lastAt = now
  }

  async function lookInTurn(): Promise<void> {
    while (!closed) {
      const lead = waiting.shift()
      const early = (lead?.lookAgainAt ?? Number.POSITIVE_INFINITY) - performance.now()
      if (!lead || early > 0) await pause(Math.min(early, 20))
      if (lead) await look(lead)
    }
  }

  const looking = Promise.all(Array.from({ length: looksAtOnce }, lookInTurn)).catch((error) => {
    failure = error
    closed = true
  })

  return {
    add(id) {
      const now = performance.now()
      waiting.push({ id, answeredAt: now, lookedAt: now, lookAgainAt: now })
    },
    async waitForAll(total, patienceMs, onProgress) {
      lastAt = performance.now()
      while (enriched.length < total && !closed && performance.now() - lastAt < patienceMs) {
        onProgress(enriched.length)
        await pause(50)
      }
      closed = true
      await looking
      if (failure) throw failure
      if (enriched.length < total)
        throw new DemoError(notEnriched(total - enriched.length, patienceMs, waiting))
      onProgress(total)
      return enriched
    },
    close() {
      closed = true
    },
  }
}

function notEnriched(missing: number, patienceMs: number, waiting: readonly Waiting[]): string {
  const some = waiting.slice(0, 3).map((lead) => lead.id)
  return (
    `${missing} leads were taken in but not enriched: nothing has happened for ${patienceMs / 1000} s. ` +
    `Is a worker running? Among them: ${some.join(', ')}`
  )
}
