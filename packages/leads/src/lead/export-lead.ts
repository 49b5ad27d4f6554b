import type { ExportLeadAnswer } from '@intake/contracts/export-lead'
import type { ActionLog } from '@intake/contracts/lead-answer'
import { actingOf } from '../audit/actor.ts'
import { recordAudit } from '../audit/record-audit.ts'
import { type LeadChecklist, leadChecklist } from '../checklist/lead-checklist.ts'
import { leadStatus } from '../checklist/lead-status.ts'
import { readOneOffItems } from '../checklist/read-one-off-items.ts'
import { readConsents } from '../consent/list-consents.ts'
import { noAddresses } from '../documents/file-signer.ts'
import { readDocuments } from '../documents/read-documents.ts'
import { presentStored } from '../sources/get-submission.ts'
import { optOutOf, shownRow } from '../suppression/opt-out.ts'
import { presentSuppression } from '../suppression/present-suppression.ts'
import { lookUpKeys } from '../suppression/suppression-keys.ts'
import { matchesNamedBy } from '../timeline/match-note.ts'
import { readActionLogs } from '../timeline/read-action-logs.ts'
import { requireScope } from '../workspace/caller.ts'
import type { Ctx } from '../workspace/ctx.ts'
import { readsLeads } from '../workspace/sight.ts'
import { presentChecklist, presentLeadFields } from './present-lead.ts'
import { noSuchLead, type ReadLead, readLead } from './read-leads.ts'

type ExportCtx = Pick<Ctx, 'db' | 'sealer' | 'files' | 'caller' | 'configuration' | 'requestId' | 'address'>

/** All that is kept of one person as JSON, piece by piece: a timeline may be long. That it was exported is put on record. Throws `not_found` and `forbidden` before the first piece. */
export async function exportLead(ctx: ExportCtx, leadId: string): Promise<AsyncIterable<string>> {
  requireScope(ctx.caller, 'privacy:manage')
  const read = await readLead(ctx, ctx.caller, leadId)
  const workspace = await ctx.configuration.workspace(ctx.caller.workspaceId)
  if (!workspace) throw noSuchLead()
  const { db } = ctx
  const subject = { type: 'lead', id: leadId } as const
  await recordAudit({ db, ...actingOf(ctx) }, { workspaceId: workspace.id, action: 'lead.exported', subject })
  const oneOffItems = await readOneOffItems(ctx.db, workspace.id, [leadId])
  const checklist = leadChecklist(leadId, workspace.template, oneOffItems, read.lead.checklist)
  return pieces(ctx, read, checklist)
}

async function* pieces(ctx: ExportCtx, read: ReadLead, checklist: LeadChecklist): AsyncIterable<string> {
  const { lead, suppressed } = read
  const { workspace_id: workspaceId, id: leadId } = lead
  const key = { workspaceId, leadId }
  // A file may be downloaded by who has its address.
  const documents = await readDocuments(ctx.db, readsLeads(ctx.caller) ? ctx.files : noAddresses, key)
  const first: Omit<ExportLeadAnswer, 'submissions' | 'actionLogs'> = {
    exportedAt: new Date().toISOString(),
    lead: presentLeadFields(read),
    status: leadStatus(shownRow(lead, suppressed), checklist),
    suppressed: optOutOf(read),
    checklistItems: presentChecklist(leadId, checklist, documents),
    documents: documents.all,
    consents: await readConsents(ctx.db, key),
    suppressions: await readSuppressions(ctx, read),
  }
  yield `${JSON.stringify(first).slice(0, -1)},"submissions":[`
  let separator = ''
  for await (const submission of submissionsOf(ctx, key)) {
    yield separator + JSON.stringify(submission)
    separator = ','
  }
  yield '],"actionLogs":['
  separator = ''
  for (let before: string | undefined, isMore = true; isMore; ) {
    const page: Awaited<ReturnType<typeof readActionLogs>> = await readActionLogs(ctx.db, key, documents, {
      before,
    })
    for (const log of page.actionLogs) {
      yield separator + JSON.stringify(withoutOthers(log))
      separator = ','
    }
    before = page.actionLogs.at(-1)?.id
    isMore = page.isMore && before !== undefined
  }
  yield ']}'
}

/** An entry that names other leads names other people. */
function withoutOthers(log: ActionLog): ActionLog {
  return matchesNamedBy(log).length > 0 ? { ...log, summary: 'Possible duplicate of another lead' } : log
}

async function readSuppressions({ db, sealer }: ExportCtx, { lead }: ReadLead) {
  const { workspace_id: workspaceId, id } = lead
  const rows = await db
    .selectFrom('suppressions')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where((eb) =>
      eb.or([eb('lead_id', '=', id), eb('key', 'in', [id, ...lookUpKeys(lead, workspaceId, sealer)])]),
    )
    .orderBy('id')
    .execute()
  return rows.map(presentSuppression)
}

/** One after the other: bodies may be large. */
async function* submissionsOf(
  { db, sealer }: ExportCtx,
  { workspaceId, leadId }: { workspaceId: string; leadId: string },
) {
  const ids = await db
    .selectFrom('submissions')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('lead_id', '=', leadId)
    .orderBy('id')
    .execute()
  for (const { id } of ids) {
    const row = await db
      .selectFrom('submissions')
      .selectAll()
      .where('workspace_id', '=', workspaceId)
      .where('id', '=', id)
      .executeTakeFirst()
    if (row) yield presentStored(row, sealer)
  }
}
