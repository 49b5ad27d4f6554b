import { listWorkspaces } from '@intake/leads/admin/list-workspaces'
import type { SearchContext } from '@intake/leads/admin/search-leads'
import type { FormTokens } from './form-tokens.ts'

/** What the pages over leads and workspaces work with. */
export type Operator = SearchContext & { tokens: FormTokens; readOnly: boolean }

/** The workspaces that a request means: the one with the slug, else all of them. */
export async function workspacesFor(operator: Operator, slug: string | undefined) {
  const all = await listWorkspaces(operator)
  return { all, chosen: slug ? all.filter((workspace) => workspace.slug === slug) : all }
}
