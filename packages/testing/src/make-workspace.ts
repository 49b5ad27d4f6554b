import { randomBytes } from 'node:crypto'
import type { Db } from '@intake/database/create-database'
import { createApiKey } from '@intake/leads/admin/create-api-key'
import { createWorkspace } from '@intake/leads/admin/create-workspace'
import { loadChecklistTemplate } from '@intake/leads/admin/load-checklist-template'
import { scopes } from '@intake/leads/workspace/caller'
import { testTemplate } from './test-template.ts'

export interface TestWorkspace {
  id: string
  key: string
  testKey: string
}

/** A workspace of one test's own, with a live key and a test key for everything, and the test checklist. */
export async function makeWorkspace(
  db: Db,
  { template = testTemplate, defaultRegion = 'US' }: { template?: unknown; defaultRegion?: string } = {},
): Promise<TestWorkspace> {
  const slug = `test-${randomBytes(6).toString('hex')}`
  const { id } = await createWorkspace({ db }, { name: slug, slug, defaultRegion })
  if (template) await loadChecklistTemplate({ db }, { workspaceId: id, template })
  const { key } = await createApiKey({ db }, { workspaceId: id, name: 'live', scopes })
  const { key: testKey } = await createApiKey({ db }, { workspaceId: id, name: 'test', isTest: true, scopes })
  return { id, key, testKey }
}
