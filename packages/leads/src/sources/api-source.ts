import { apiSourceId } from '@intake/contracts/sources'
import type { OpenSource } from './source-kind.ts'

/** The source that calls of the API count as. Its bodies are those of a create. */
export function apiSource(workspaceId: string): OpenSource {
  return {
    workspaceId,
    id: apiSourceId,
    kind: 'json',
    name: 'API',
    token: '',
    secrets: {},
    settings: {},
    mapping: null,
    defaults: { source: 'api' },
    duplicatePolicy: null,
    isPaused: false,
  }
}
