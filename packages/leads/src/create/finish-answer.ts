import type { Db } from '@intake/database/create-database'
import type { TouchedValue } from '../checklist/apply-items.ts'
import type { ChecklistTemplate } from '../checklist/template.ts'
import { type IdempotencyClaim, keyInUse, storeAnswers } from '../idempotency/stored-answer.ts'
import { readLeads } from '../lead/read-leads.ts'
import { findMatchIds } from '../matching/find-matches.ts'
import { leadOddities } from '../warnings/lead-warnings.ts'
import type { WorkspaceConfiguration } from '../workspace/configuration-cache.ts'
import type { Ctx } from '../workspace/ctx.ts'
import type { Showing } from '../workspace/sight.ts'
import { newLeadBody, submittedBody } from './new-lead-answer.ts'

/**
 * Answers a call whose lead was written under this key by a process that ended before it could answer, as the lead is now. The answer
 * that is stored first stands, should that process be alive after all. Throws `idempotency_key_in_use` where there is no lead yet.
 */
export async function finishAnswer(
  { db, sealer, requestId, traceparent }: Ctx,
  { id: workspaceId, defaultRegion, template, webhooks }: WorkspaceConfiguration,
  { claim, leadId, form, result }: Showing & { claim: IdempotencyClaim; leadId: string | undefined },
): Promise<string> {
  const [read] = leadId === undefined ? [] : await readLeads({ db, sealer }, workspaceId, [leadId])
  if (!read) throw keyInUse()
  const { lead, tags } = read
  const entry = await db
    .selectFrom('action_logs')
    .select(['id', 'input'])
    .where('workspace_id', '=', workspaceId)
    .where('lead_id', '=', lead.id)
    .orderBy('id')
    .limit(1)
    .executeTakeFirstOrThrow()
  const matches = await readLeads({ db, sealer }, workspaceId, await findMatchIds(db, lead))
  const values = storedValues(template, lead.checklist ?? {})
  const body =
    form === 'submitted'
      ? submittedBody(await submissionOf(db, workspaceId, lead.id))
      : newLeadBody({
          newLead: {
            row: lead,
            template,
            values,
            tags,
            searchable: [],
            oddities: leadOddities(lead, values, { defaultRegion }),
            actionLog: { id: entry.id, inputJson: JSON.stringify(entry.input) },
            requestId,
            traceparent,
            webhooks,
            idempotency: claim,
            consents: [],
            suppressionKeys: [],
            form,
            result,
          },
          tags,
          suppressed: read.suppressed,
          consent: read.consent,
          matches,
          matched: matches.length,
        })
  const leadIds = [lead.id, ...(form === 'full' ? matches.map((match) => match.lead.id) : [])]
  const [stored = body] = await storeAnswers(db, [{ workspaceId, claim, body, leadIds, form, result }])
  return stored
}

/** The id of what the lead came in as. */
async function submissionOf(db: Db, workspaceId: string, leadId: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('submissions')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('lead_id', '=', leadId)
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
  return row?.id
}

function storedValues(
  { groups }: ChecklistTemplate,
  checklist: Record<string, { value?: unknown; status: TouchedValue['status']; error?: string | null }>,
): TouchedValue[] {
  return groups.flatMap(({ items }) =>
    items.flatMap((item) => {
      const stored = checklist[item.id]
      if (!stored) return []
      return [{ item, value: stored.value, status: stored.status, validationError: stored.error ?? null }]
    }),
  )
}
