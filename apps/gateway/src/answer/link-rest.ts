import type { LeadAnswer } from '@intake/contracts/lead-answer'
import type { Context } from 'hono'

/** Where the whole of a list is, which an answer shows cut. */
const pathOf = { actionLogs: 'action-logs', documents: 'documents' } as const

/** Points to the whole of each list that an answer had to cut, relative, so that no proxy's host gets into it. */
export function linkRest(c: Context, { lead, truncated = [] }: LeadAnswer): void {
  for (const name of ['actionLogs', 'documents'] as const)
    if (truncated.includes(name))
      c.header('Link', `</api/v1/leads/${lead.id}/${pathOf[name]}>; rel="related"; title="${name}"`, {
        append: true,
      })
}
