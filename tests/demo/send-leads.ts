import { CreateLeadAnswer } from '@intake/contracts/lead-answer'
import { type Api, DemoError } from './call-api.ts'
import type { LeadBody } from './make-leads.ts'

export interface SendOptions {
  api: Api
  leads: readonly LeadBody[]
  /** Begins every idempotency key: another run makes other leads, a retry of this one doesn't. */
  run: string
  concurrency: number
  /** Called at the answer to each. */
  onAnswer: (leadId: string) => void
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
          throw new DemoError(
            `Lead ${index + 1} was refused. ${error.message}\n${JSON.stringify(leads[index])}`,
          )
        })
      const parsed = CreateLeadAnswer.safeParse(answer)
      if (!parsed.success)
        throw new DemoError(
          `The answer to lead ${index + 1} is not as the contract says. ${parsed.error.message}`,
        )
      onAnswer(parsed.data.lead.id)
    }
  }

  await Promise.all(Array.from({ length: concurrency }, sendInTurn))
  return (performance.now() - start) / 1000
}
