import { listWorkspaces } from '@intake/leads/admin/list-workspaces'
import type { SearchContext } from '@intake/leads/admin/search-leads'
import type { Acting } from '@intake/leads/audit/actor'
import type { Context } from 'hono'
import type { FormTokens } from './form-tokens.ts'
import { allows, type Role } from './users.ts'

/** What the pages over leads and workspaces work with. */
export type Operator = SearchContext & { tokens: FormTokens; readOnly: boolean }

/** Who acts by a request, and from where. */
export function actingOf(c: Context): Acting {
  return { actor: { kind: 'console', id: c.get('user').name }, address: c.get('address') }
}

/** Whether the user of a request may change here what takes a role. */
export function mayChange(
  c: Context,
  { readOnly }: Pick<Operator, 'readOnly'>,
  role: Role = 'operator',
): boolean {
  return !readOnly && allows(c.get('user').role, role)
}

/** The token of forms that change what takes a role; null for who may not. */
export async function changeToken(
  c: Context,
  operator: Pick<Operator, 'readOnly' | 'tokens'>,
  role?: Role,
): Promise<string | null> {
  return mayChange(c, operator, role) ? operator.tokens.issue(c) : null
}

/** The workspaces that a request means: the one with the slug, else all of them. */
export async function workspacesFor(operator: Operator, slug: string | undefined) {
  const all = await listWorkspaces(operator)
  return { all, chosen: slug ? all.filter((workspace) => workspace.slug === slug) : all }
}
