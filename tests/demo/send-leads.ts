import { type Api, DemoError } from './call-api.ts'
import type { LeadBody } from './make-leads.ts'

export interface SendOptions {
  api: Api
  leads: readonly LeadBody[]
  /** Begins every idempotency key: another run makes other leads, a retry of this one doesn't. */
  run: string
  concurrency: number
  /** Called at the answer to each. */
  onAnswer: (leadId: string, index: number) => void
}

/** Sends the leads, so many at a time, and answers how long that took in seconds. Ends at the first one refused. */
export async function sendLeads({ api, leads, run, concurrency, onAnswer }: SendOptions): Promise<number> {
  const start = performance.now()
  let next = 0
  let failed = false

  async function sendInTurn(): Promise<void> {
    for (let index = next++; index < leads.length && !failed; index = next++) {
      const answer = await api
        .post('/api/v1/leads', leads[index], `${run}-${index}`)
        .catch((error: unknown) => {
          failed = true
          if (!(error instanceof DemoError)) throw error
          throw new DemoError(`The lead on line ${index + 1} of the file was refused. ${error.message}`)
        })
      onAnswer(leadIdOf(answer), index)
    }
  }

  await Promise.all(Array.from({ length: concurrency }, sendInTurn))
  return (performance.now() - start) / 1000
}

function leadIdOf(answer: unknown): string {
  const { success, lead } = answer as { success?: unknown; lead?: { id?: unknown } }
  if (success !== true || typeof lead?.id !== 'string')
    throw new DemoError(`An answer is not as the contract says: ${JSON.stringify(answer).slice(0, 200)}`)
  return lead.id
}
