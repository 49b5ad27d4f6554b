import { listDocuments } from '@intake/leads/documents/list-documents'
import type { Context } from 'hono'
import type { GatewayDeps, GatewayEnv } from '../http.ts'
import { callOf } from '../request/call.ts'
import { pathId } from '../request/path-id.ts'

/** `GET /api/v1/leads/{id}/documents` */
export function listDocumentsRoute(deps: GatewayDeps) {
  return async (c: Context<GatewayEnv>) => c.json(await listDocuments(callOf(c, deps), pathId(c, 'id')))
}
