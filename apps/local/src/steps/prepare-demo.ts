import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createDatabase, type Db } from '@intake/database/create-database'
import { createApiKey } from '@intake/leads/admin/create-api-key'
import { createWorkspace } from '@intake/leads/admin/create-workspace'
import { findApiKey } from '@intake/leads/admin/find-api-key'
import { loadChecklistTemplate } from '@intake/leads/admin/load-checklist-template'
import { setNameSearch } from '@intake/leads/admin/set-name-search'
import { scopes } from '@intake/leads/workspace/caller'
import { parse } from 'yaml'
import type { Run } from '../run.ts'
import { type Secrets, saveSecrets } from '../secrets.ts'

export type DemoKeys = { apiKey: string; testApiKey: string; secondWorkspaceApiKey: string }

const checklistFile = new URL('../../demo-checklist.yaml', import.meta.url)

/** Makes two workspaces with a checklist, and the keys that this database does not know (any more). */
export async function prepareDemo(run: Run, databaseUrl: string, secrets: Secrets): Promise<DemoKeys> {
  return run.progress.step('demo workspaces', async () => {
    const database = createDatabase({ url: databaseUrl, maxConnections: 2, applicationName: 'intake-local' })
    try {
      return await fillDemo(database.db, run.config.dataDir, secrets)
    } finally {
      await database.close()
    }
  })
}

async function fillDemo(db: Db, dataDir: string, secrets: Secrets): Promise<DemoKeys> {
  const ctx = { db }
  const text = readFileSync(checklistFile, 'utf8')
  const demoChecklist = createHash('sha256').update(text).digest('hex')
  const demo = await createWorkspace(ctx, { name: 'Demo', slug: 'demo', defaultRegion: 'US' })
  const second = await createWorkspace(ctx, { name: 'Second demo', slug: 'second-demo', defaultRegion: 'US' })
  for (const workspace of [demo, second]) {
    if (workspace.created) await setNameSearch(ctx, { workspaceId: workspace.id, isOn: true })
    // A checklist that somebody has loaded since stays.
    if (!workspace.created && secrets.demoChecklist === demoChecklist) continue
    await loadChecklistTemplate(ctx, { workspaceId: workspace.id, template: parse(text) })
  }

  const keep = async (key: string | undefined, workspaceId: string, name: string, isTest: boolean) => {
    const found = key === undefined ? null : await findApiKey(ctx, key)
    if (key !== undefined && found?.workspaceId === workspaceId && found.isTest === isTest) return key
    return (await createApiKey(ctx, { workspaceId, name, isTest, scopes })).key
  }
  const keys = {
    apiKey: await keep(secrets.apiKey, demo.id, 'Local runner', false),
    testApiKey: await keep(secrets.testApiKey, demo.id, 'Local runner, test', true),
    secondWorkspaceApiKey: await keep(secrets.secondWorkspaceApiKey, second.id, 'Local runner', false),
  }
  saveSecrets(dataDir, { ...secrets, ...keys, demoChecklist })
  return keys
}
