import { createHash } from 'node:crypto'
import type { Consent, ListConsentsAnswer } from '@intake/contracts/consent'
import type { Db } from '@intake/database/create-database'
import { readStoredLeads, requireLead } from '../lead/read-leads.ts'
import { requireScope } from '../workspace/caller.ts'
import type { Ctx } from '../workspace/ctx.ts'
import { presentState } from './consents.ts'

/** The proof of what a lead agreed to and took back. Throws `not_found` and `forbidden`. */
export async function listConsents(
  { db, caller }: Pick<Ctx, 'db' | 'caller'>,
  leadId: string,
): Promise<ListConsentsAnswer> {
  requireScope(caller, 'privacy:manage')
  await requireLead(db, caller, leadId)
  const key = { workspaceId: caller.workspaceId, leadId }
  const [read] = await readStoredLeads(db, [{ workspaceId: key.workspaceId, id: leadId }])
  return { leadId, state: presentState(read?.consent ?? null), consents: await readConsents(db, key) }
}

/** The ledger of a lead, oldest first. */
export async function readConsents(
  db: Db,
  { workspaceId, leadId }: { workspaceId: string; leadId: string },
): Promise<Consent[]> {
  const rows = await db
    .selectFrom('consents')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('lead_id', '=', leadId)
    .orderBy('captured_at')
    .orderBy('id')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    channel: row.channel,
    status: row.status,
    purpose: row.purpose,
    text: row.text,
    textSha256: row.text === null ? null : createHash('sha256').update(row.text).digest('hex'),
    seller: row.seller,
    capturedAt: row.captured_at.toISOString(),
    ip: row.ip,
    userAgent: row.user_agent,
    pageUrl: row.page_url,
    certificateUrl: row.certificate_url,
    evidence: row.evidence,
    recordedAt: row.recorded_at.toISOString(),
  }))
}
