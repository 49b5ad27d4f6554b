import type { AuditSubjectType, GatheredAction } from '@intake/contracts/audit-events'
import { actorOf } from '@intake/leads/audit/actor'
import type { CallLog } from '@intake/leads/audit/call-log'
import type { Caller } from '@intake/leads/workspace/caller'
import type { Context } from 'hono'
import type { GatewayEnv } from '../http.ts'

/**
 * What the audit events say of each route: an action that is gathered; `recorded`, where the verb puts it on record with the change; null,
 * where nothing of a lead is shown or changed.
 */
export const auditedRoutes: Record<string, GatheredAction | 'recorded' | null> = {
  'POST /api/v1/leads': 'leads.submitted',
  'POST /api/v1/leads/batch': 'leads.submitted',
  'POST /api/v1/leads/check': 'leads.checked',
  'PUT /api/v1/leads': 'lead.changed',
  'GET /api/v1/leads': 'leads.listed',
  'GET /api/v1/leads/changes': 'leads.listed',
  'GET /api/v1/leads/export': 'leads.listed',
  'POST /api/v1/leads/:id/merge': 'lead.changed',
  'POST /api/v1/leads/:id/unmerge': 'lead.changed',
  'GET /api/v1/leads/:id': 'lead.read',
  'PUT /api/v1/leads/:id': 'lead.changed',
  'DELETE /api/v1/leads/:id': 'recorded',
  'POST /api/v1/leads/:id/erase': 'recorded',
  'POST /api/v1/leads/:id/restore': 'recorded',
  'GET /api/v1/leads/:id/export': 'recorded',
  'GET /api/v1/leads/:id/checklist': 'lead.read',
  'POST /api/v1/leads/:id/checklist-items': 'lead.changed',
  'GET /api/v1/leads/:id/action-logs': 'lead.read',
  'POST /api/v1/leads/:id/action-logs': 'lead.changed',
  'PUT /api/v1/leads/:id/action-logs/:logId': 'lead.changed',
  'GET /api/v1/leads/:id/documents': 'lead.read',
  'POST /api/v1/documents': 'lead.changed',
  'GET /api/v1/documents/:id': 'lead.read',
  'POST /api/v1/documents/:id/extraction': 'lead.changed',
  'GET /api/v0/analytics': null,
  'POST /api/v1/imports': 'recorded',
  'GET /api/v1/imports': null,
  'GET /api/v1/imports/:id': null,
  'DELETE /api/v1/imports/:id': 'recorded',
  'GET /api/v1/imports/:id/results': 'import.results_read',
  'POST /api/v1/activity': 'lead.changed',
  'POST /api/v1/webhook-endpoints': 'recorded',
  'GET /api/v1/webhook-endpoints': null,
  'GET /api/v1/webhook-endpoints/:id': null,
  'PUT /api/v1/webhook-endpoints/:id': 'recorded',
  'DELETE /api/v1/webhook-endpoints/:id': 'recorded',
  'POST /api/v1/webhook-endpoints/:id/rotate-secret': 'recorded',
  'POST /api/v1/webhook-endpoints/:id/test': 'recorded',
  'GET /api/v1/webhook-endpoints/:id/deliveries': null,
  'POST /api/v1/webhook-deliveries/:id/replay': 'recorded',
  'POST /api/v1/sources': 'recorded',
  'GET /api/v1/sources': null,
  'GET /api/v1/sources/:id': null,
  'PUT /api/v1/sources/:id': 'recorded',
  'DELETE /api/v1/sources/:id': 'recorded',
  'POST /api/v1/sources/:id/test': null,
  'POST /api/v1/sources/:id/replay': 'recorded',
  'GET /api/v1/submissions': 'submissions.listed',
  'GET /api/v1/submissions/:id': 'submission.read',
  'PUT /api/v1/submissions/:id': 'recorded',
  'POST /api/v1/submissions/:id/replay': 'recorded',
  'POST /api/v1/submissions/:id/dismiss': 'recorded',
  'POST /api/v1/suppressions': 'recorded',
  'GET /api/v1/suppressions': 'suppressions.listed',
  'GET /api/v1/suppressions/:id': 'suppression.read',
  'POST /api/v1/suppressions/:id/lift': 'recorded',
  'GET /api/v1/leads/:id/consents': 'consents.read',
  'GET /api/v1/phone/:number': null,
  'GET /api/v1/warnings': null,
  'GET /api/v1/audit-events': 'audit.read',
}

const subjects: Partial<Record<GatheredAction, AuditSubjectType>> = {
  'lead.read': 'lead',
  'lead.changed': 'lead',
  'import.results_read': 'import',
  'submission.read': 'submission',
  'suppression.read': 'suppression',
  'consents.read': 'lead',
}

/** Notes who called what, beside the request's path. A call that was refused showed and changed nothing. */
export function noteCall(calls: CallLog, c: Context<GatewayEnv>, pattern: string | null): void {
  const caller: Caller | undefined = c.get('caller')
  if (!caller || pattern === null || c.res.status >= 400) return
  const action = auditedRoutes[`${c.req.method} ${pattern}`]
  if (!action || action === 'recorded') return
  const { workspaceId } = caller
  const type = subjects[action]
  const id = type && (c.get('subjectId') ?? idIn(c.req.path, pattern))
  const details = c.get('listed')
  calls.note({
    workspaceId,
    action,
    subject: type && id ? { type, id: id.toLowerCase() } : { type: 'workspace', id: workspaceId },
    actor: actorOf(caller),
    address: c.get('address'),
    requestId: c.get('requestId'),
    ...(details && { details: { ...details } }),
  })
}

function idIn(path: string, pattern: string): string | undefined {
  return path.split('/')[pattern.split('/').indexOf(':id')]
}
