import { signedFilesPath } from '@intake/storage/local-storage'
import { Hono } from 'hono'
import type { GatewayDeps, GatewayEnv } from './http.ts'
import { admitted } from './middleware/admitted.ts'
import { attended } from './middleware/attended.ts'
import { batchPath, createBounds, documentsPath, importsPath } from './middleware/bounds.ts'
import { crossOrigin, preflightOfKeys } from './middleware/cross-origin.ts'
import { KeptMatchesRouter } from './middleware/kept-matches-router.ts'
import { onError, onNotFound, refuseMethod } from './middleware/problems.ts'
import { scoped } from './middleware/scoped.ts'
import { answerHeaders } from './middleware/security-headers.ts'
import { traced } from './middleware/traced.ts'
import { addActionLogRoute } from './routes/add-action-log.ts'
import { addActivityRoute } from './routes/add-activity.ts'
import { addChecklistItemRoute } from './routes/add-checklist-item.ts'
import { cancelImportRoute } from './routes/cancel-import.ts'
import { checkLeadRoute } from './routes/check-lead.ts'
import { createImportRoute } from './routes/create-import.ts'
import { createLeadRoute } from './routes/create-lead.ts'
import { createLeadsRoute } from './routes/create-leads.ts'
import { createSourceRoute } from './routes/create-source.ts'
import { createSuppressionsRoute } from './routes/create-suppressions.ts'
import { createWebhookEndpointRoute } from './routes/create-webhook-endpoint.ts'
import { deleteLeadRoute } from './routes/delete-lead.ts'
import { deleteSourceRoute } from './routes/delete-source.ts'
import { deleteWebhookEndpointRoute } from './routes/delete-webhook-endpoint.ts'
import { describePhoneRoute } from './routes/describe-phone.ts'
import { docsRoutes } from './routes/docs.ts'
import { eraseLeadRoute } from './routes/erase-lead.ts'
import { exportLeadRoute } from './routes/export-lead.ts'
import { exportLeadsRoute } from './routes/export-leads.ts'
import { getChecklistRoute } from './routes/get-checklist.ts'
import { getDocumentRoute } from './routes/get-document.ts'
import { getImportRoute } from './routes/get-import.ts'
import { getLeadRoute } from './routes/get-lead.ts'
import { getSourceRoute } from './routes/get-source.ts'
import { getSubmissionRoute } from './routes/get-submission.ts'
import { getSuppressionRoute } from './routes/get-suppression.ts'
import { getWebhookEndpointRoute } from './routes/get-webhook-endpoint.ts'
import { healthRoutes } from './routes/health.ts'
import { liftSuppressionRoute } from './routes/lift-suppression.ts'
import { listActionLogsRoute } from './routes/list-action-logs.ts'
import { listAuditEventsRoute } from './routes/list-audit-events.ts'
import { listChangesRoute } from './routes/list-changes.ts'
import { listConsentsRoute } from './routes/list-consents.ts'
import { listDocumentsRoute } from './routes/list-documents.ts'
import { listImportResultsRoute } from './routes/list-import-results.ts'
import { listImportsRoute } from './routes/list-imports.ts'
import { listLeadsRoute } from './routes/list-leads.ts'
import { listSourcesRoute } from './routes/list-sources.ts'
import { listSubmissionsRoute } from './routes/list-submissions.ts'
import { listSuppressionsRoute } from './routes/list-suppressions.ts'
import { listWarningsRoute } from './routes/list-warnings.ts'
import { listWebhookDeliveriesRoute } from './routes/list-webhook-deliveries.ts'
import { listWebhookEndpointsRoute } from './routes/list-webhook-endpoints.ts'
import { mergeLeadsRoute } from './routes/merge-leads.ts'
import { readAnalyticsRoute } from './routes/read-analytics.ts'
import { receiveSubmissionRoute } from './routes/receive-submission.ts'
import { replaySourceRoute } from './routes/replay-source.ts'
import {
  dismissSubmissionRoute,
  mendSubmissionRoute,
  replaySubmissionRoute,
} from './routes/replay-submission.ts'
import { replayWebhookDeliveryRoute } from './routes/replay-webhook-delivery.ts'
import { reportExtractionRoute } from './routes/report-extraction.ts'
import { restoreLeadRoute } from './routes/restore-lead.ts'
import { rotateWebhookSecretRoute } from './routes/rotate-webhook-secret.ts'
import { signedFileRoute } from './routes/signed-file.ts'
import { testSourceRoute } from './routes/test-source.ts'
import { testWebhookEndpointRoute } from './routes/test-webhook-endpoint.ts'
import { unmergeLeadRoute } from './routes/unmerge-lead.ts'
import { updateActionLogRoute } from './routes/update-action-log.ts'
import { updateLeadByBodyRoute, updateLeadRoute } from './routes/update-lead.ts'
import { updateSourceRoute } from './routes/update-source.ts'
import { updateWebhookEndpointRoute } from './routes/update-webhook-endpoint.ts'
import { uploadDocumentsRoute } from './routes/upload-documents.ts'

/** The gateway's table of contents. */
export function createApp(deps: GatewayDeps): Hono<GatewayEnv> {
  const app = new Hono<GatewayEnv>({ router: new KeptMatchesRouter() })
  app.onError(onError(deps.logger))
  app.notFound(onNotFound)
  if (deps.tracing) app.use('/api/*', traced(deps.tracing))
  app.use(attended(deps))
  // Cached and with scripts of their own, unlike all that follows.
  app.route('/', docsRoutes())
  app.use(answerHeaders)

  app.route('/', healthRoutes(deps.health))
  if (deps.storage.readSigned) app.get(`${signedFilesPath}/*`, signedFileRoute(deps))

  if (deps.corsOrigins.length > 0) app.use('/api/v1/*', crossOrigin(deps.corsOrigins))
  const bounds = createBounds(deps)
  app.on(['GET', 'POST', 'OPTIONS'], '/in/:token', receiveSubmissionRoute(deps, bounds))
  app.all('/in/:token', refuseMethod('GET, POST'))
  app.on('OPTIONS', ['/api/v1/leads', batchPath], preflightOfKeys(deps))
  app.use('/api/*', admitted(deps, bounds))
  app.post('/api/v1/leads', scoped('leads:submit', createLeadRoute(deps)))
  app.post(batchPath, scoped('leads:submit', createLeadsRoute(deps)))
  app.all(batchPath, refuseMethod('POST'))
  app.post('/api/v1/leads/check', scoped('leads:read', checkLeadRoute(deps)))
  app.all('/api/v1/leads/check', refuseMethod('POST'))
  app.get('/api/v1/leads/export', scoped('leads:read', exportLeadsRoute(deps)))
  app.all('/api/v1/leads/export', refuseMethod('GET'))
  app.get('/api/v1/leads/changes', scoped('leads:read', listChangesRoute(deps)))
  app.all('/api/v1/leads/changes', refuseMethod('GET'))
  app.put('/api/v1/leads', scoped('leads:write', updateLeadByBodyRoute(deps)))
  app.get('/api/v1/leads', scoped('leads:read', listLeadsRoute(deps)))
  app.get('/api/v1/leads/:id', scoped('leads:read', getLeadRoute(deps)))
  app.put('/api/v1/leads/:id', scoped('leads:write', updateLeadRoute(deps)))
  app.delete('/api/v1/leads/:id', scoped('leads:write', deleteLeadRoute(deps)))
  app.post('/api/v1/leads/:id/merge', scoped('leads:write', mergeLeadsRoute(deps)))
  app.post('/api/v1/leads/:id/unmerge', scoped('leads:write', unmergeLeadRoute(deps)))
  app.get('/api/v1/leads/:id/checklist', scoped('leads:read', getChecklistRoute(deps)))
  app.post('/api/v1/leads/:id/checklist-items', scoped('leads:write', addChecklistItemRoute(deps)))
  app.get('/api/v1/leads/:id/action-logs', scoped('leads:read', listActionLogsRoute(deps)))
  app.post('/api/v1/leads/:id/action-logs', scoped('leads:write', addActionLogRoute(deps)))
  app.put('/api/v1/leads/:id/action-logs/:logId', scoped('leads:write', updateActionLogRoute(deps)))
  app.get('/api/v1/leads/:id/documents', scoped('leads:read', listDocumentsRoute(deps)))
  app.post(documentsPath, scoped('leads:write', uploadDocumentsRoute(deps)))
  app.get('/api/v1/documents/:id', scoped('leads:read', getDocumentRoute(deps)))
  app.post('/api/v1/documents/:id/extraction', scoped('leads:write', reportExtractionRoute(deps)))
  app.post(importsPath, scoped('leads:write', createImportRoute(deps)))
  app.get(importsPath, scoped('leads:read', listImportsRoute(deps)))
  app.get('/api/v1/imports/:id', scoped('leads:read', getImportRoute(deps)))
  app.delete('/api/v1/imports/:id', scoped('leads:write', cancelImportRoute(deps)))
  app.get('/api/v1/imports/:id/results', scoped('leads:read', listImportResultsRoute(deps)))
  app.post('/api/v1/activity', scoped('leads:write', addActivityRoute(deps)))
  app.post(
    '/api/v1/webhook-endpoints',
    scoped(['webhooks:manage', 'leads:read'], createWebhookEndpointRoute(deps)),
  )
  app.get('/api/v1/webhook-endpoints', scoped('webhooks:manage', listWebhookEndpointsRoute(deps)))
  app.get('/api/v1/webhook-endpoints/:id', scoped('webhooks:manage', getWebhookEndpointRoute(deps)))
  app.put('/api/v1/webhook-endpoints/:id', scoped('webhooks:manage', updateWebhookEndpointRoute(deps)))
  app.delete('/api/v1/webhook-endpoints/:id', scoped('webhooks:manage', deleteWebhookEndpointRoute(deps)))
  app.post(
    '/api/v1/webhook-endpoints/:id/rotate-secret',
    scoped('webhooks:manage', rotateWebhookSecretRoute(deps)),
  )
  app.post('/api/v1/webhook-endpoints/:id/test', scoped('webhooks:manage', testWebhookEndpointRoute(deps)))
  app.get(
    '/api/v1/webhook-endpoints/:id/deliveries',
    scoped('webhooks:manage', listWebhookDeliveriesRoute(deps)),
  )
  app.post(
    '/api/v1/webhook-deliveries/:id/replay',
    scoped('webhooks:manage', replayWebhookDeliveryRoute(deps)),
  )
  app.post('/api/v1/sources', scoped('sources:manage', createSourceRoute(deps)))
  app.get('/api/v1/sources', scoped('sources:manage', listSourcesRoute(deps)))
  app.get('/api/v1/sources/:id', scoped('sources:manage', getSourceRoute(deps)))
  app.put('/api/v1/sources/:id', scoped('sources:manage', updateSourceRoute(deps)))
  app.delete('/api/v1/sources/:id', scoped('sources:manage', deleteSourceRoute(deps)))
  app.post('/api/v1/sources/:id/test', scoped('sources:manage', testSourceRoute(deps)))
  app.post('/api/v1/sources/:id/replay', scoped('sources:manage', replaySourceRoute(deps)))
  app.get('/api/v1/submissions', scoped('sources:manage', listSubmissionsRoute(deps)))
  app.get('/api/v1/submissions/:id', scoped('sources:manage', getSubmissionRoute(deps)))
  app.put('/api/v1/submissions/:id', scoped(['sources:manage', 'leads:read'], mendSubmissionRoute(deps)))
  app.post('/api/v1/submissions/:id/dismiss', scoped('sources:manage', dismissSubmissionRoute(deps)))
  app.post('/api/v1/submissions/:id/replay', scoped('sources:manage', replaySubmissionRoute(deps)))
  app.post('/api/v1/suppressions', scoped('privacy:manage', createSuppressionsRoute(deps)))
  app.get('/api/v1/suppressions', scoped('privacy:manage', listSuppressionsRoute(deps)))
  app.get('/api/v1/suppressions/:id', scoped('privacy:manage', getSuppressionRoute(deps)))
  app.post('/api/v1/suppressions/:id/lift', scoped('privacy:manage', liftSuppressionRoute(deps)))
  app.post('/api/v1/leads/:id/erase', scoped('leads:erase', eraseLeadRoute(deps)))
  app.post('/api/v1/leads/:id/restore', scoped('leads:erase', restoreLeadRoute(deps)))
  app.get('/api/v1/leads/:id/export', scoped('privacy:manage', exportLeadRoute(deps)))
  app.get('/api/v1/leads/:id/consents', scoped('privacy:manage', listConsentsRoute(deps)))
  app.get('/api/v1/phone/:number', scoped('leads:read', describePhoneRoute(deps)))
  app.get('/api/v0/analytics', scoped('leads:read', readAnalyticsRoute(deps)))
  app.get('/api/v1/warnings', scoped('leads:read', listWarningsRoute(deps)))
  app.get('/api/v1/audit-events', scoped('audit:read', listAuditEventsRoute(deps)))

  app.all('/api/v1/leads', refuseMethod('GET, POST, PUT'))
  app.all('/api/v1/leads/:id', refuseMethod('GET, PUT, DELETE'))
  app.all('/api/v1/leads/:id/merge', refuseMethod('POST'))
  app.all('/api/v1/leads/:id/unmerge', refuseMethod('POST'))
  app.all('/api/v1/leads/:id/checklist', refuseMethod('GET'))
  app.all('/api/v1/leads/:id/checklist-items', refuseMethod('POST'))
  app.all('/api/v1/leads/:id/action-logs', refuseMethod('GET, POST'))
  app.all('/api/v1/leads/:id/action-logs/:logId', refuseMethod('PUT'))
  app.all('/api/v1/leads/:id/documents', refuseMethod('GET'))
  app.all(documentsPath, refuseMethod('POST'))
  app.all('/api/v1/documents/:id', refuseMethod('GET'))
  app.all('/api/v1/documents/:id/extraction', refuseMethod('POST'))
  app.all(importsPath, refuseMethod('GET, POST'))
  app.all('/api/v1/imports/:id', refuseMethod('GET, DELETE'))
  app.all('/api/v1/imports/:id/results', refuseMethod('GET'))
  app.all('/api/v1/activity', refuseMethod('POST'))
  app.all('/api/v1/webhook-endpoints', refuseMethod('GET, POST'))
  app.all('/api/v1/webhook-endpoints/:id', refuseMethod('GET, PUT, DELETE'))
  app.all('/api/v1/webhook-endpoints/:id/rotate-secret', refuseMethod('POST'))
  app.all('/api/v1/webhook-endpoints/:id/test', refuseMethod('POST'))
  app.all('/api/v1/webhook-endpoints/:id/deliveries', refuseMethod('GET'))
  app.all('/api/v1/webhook-deliveries/:id/replay', refuseMethod('POST'))
  app.all('/api/v1/sources', refuseMethod('GET, POST'))
  app.all('/api/v1/sources/:id', refuseMethod('GET, PUT, DELETE'))
  app.all('/api/v1/sources/:id/test', refuseMethod('POST'))
  app.all('/api/v1/sources/:id/replay', refuseMethod('POST'))
  app.all('/api/v1/submissions', refuseMethod('GET'))
  app.all('/api/v1/submissions/:id', refuseMethod('GET, PUT'))
  app.all('/api/v1/submissions/:id/replay', refuseMethod('POST'))
  app.all('/api/v1/submissions/:id/dismiss', refuseMethod('POST'))
  app.all('/api/v1/suppressions', refuseMethod('GET, POST'))
  app.all('/api/v1/suppressions/:id', refuseMethod('GET'))
  app.all('/api/v1/suppressions/:id/lift', refuseMethod('POST'))
  app.all('/api/v1/leads/:id/erase', refuseMethod('POST'))
  app.all('/api/v1/leads/:id/restore', refuseMethod('POST'))
  app.all('/api/v1/leads/:id/export', refuseMethod('GET'))
  app.all('/api/v1/leads/:id/consents', refuseMethod('GET'))
  app.all('/api/v1/phone/:number', refuseMethod('GET'))
  app.all('/api/v0/analytics', refuseMethod('GET'))
  app.all('/api/v1/warnings', refuseMethod('GET'))
  app.all('/api/v1/audit-events', refuseMethod('GET'))
  return app
}
