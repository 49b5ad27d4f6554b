import { makeWorkspace, type TestWorkspace } from '@intake/testing/make-workspace'
import { afterAll, beforeAll } from 'vitest'
import { makeGateway, type TestGateway } from './make-gateway.ts'

/** One gateway and one workspace for a test file; tests that count rows make a workspace of their own. */
export function useGateway(): { gateway: TestGateway; workspace: TestWorkspace } {
  const used = {} as { gateway: TestGateway; workspace: TestWorkspace }
  beforeAll(async () => {
    used.gateway = await makeGateway()
    used.workspace = await makeWorkspace(used.gateway.db)
  })
  afterAll(() => used.gateway.close())
  return used
}
