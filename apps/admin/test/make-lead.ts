import { CreateLeadRequest } from '@intake/contracts/create-lead'
import { findWorkspace } from '@intake/leads/admin/find-workspace'
import { createLead } from '@intake/leads/create/create-lead'
import { createSealer } from '@intake/leads/sealing/sealer'
import type { TestDatabase } from '@intake/testing/create-test-database'
import { workAsOperator } from '../src/with-workspace.ts'

/** Takes a lead in, as a gateway does. Answers its id. */
export async function makeLead(
  database: TestDatabase,
  slug: string,
  request: Record<string, unknown>,
): Promise<string> {
  const { id: workspaceId } = await findWorkspace(database, slug)
  const surroundings = {
    ...database,
    sealer: createSealer([]),
    actor: { kind: 'cli', id: 'tester' },
  } as const
  const { body } = await workAsOperator(
    surroundings,
    { workspaceId, scopes: ['leads:read', 'leads:write'] },
    (ctx) => createLead(ctx, { request: CreateLeadRequest.parse({ firstName: 'Ada', ...request }) }),
  )
  return JSON.parse(body).lead.id
}
