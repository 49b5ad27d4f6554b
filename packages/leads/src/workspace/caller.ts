import { AppError } from '@intake/contracts/app-error'
import type { AuditActorKind } from '@intake/contracts/audit-events'

export const scopes = [
  'leads:submit',
  'leads:write',
  'leads:read',
  'webhooks:manage',
  'sources:manage',
  'privacy:manage',
  'leads:erase',
  'audit:read',
] as const
export type Scope = (typeof scopes)[number]

/** Of a key that is made without saying any. */
export const defaultScopes: readonly Scope[] = ['leads:read', 'leads:write']

/** Who acts. `id` is of a key, a source or an import, or the name of a person; empty for the system. */
export interface Actor {
  kind: AuditActorKind
  id: string
}

/** Who is calling, once a key has been verified. */
export interface Caller {
  workspaceId: string
  keyId: string
  /** Who acts where it is no key: an operator, a source, an import. */
  actor?: Actor
  /** Leads made by this caller are test leads. */
  isTest: boolean
  scopes: readonly string[]
  /** The key's own limit; null where the service's setting holds. */
  rateLimit: { perSecond: number; burst: number } | null
  /** Of a publishable key: the origins of the pages that it may stand in. Null for a secret key. */
  publishedTo?: readonly string[] | null
}

/** Whether the caller's key has the scope. Who may write leads may submit them, too. */
export function hasScope({ scopes }: Pick<Caller, 'scopes'>, scope: Scope): boolean {
  return scopes.includes(scope) || (scope === 'leads:submit' && scopes.includes('leads:write'))
}

/** Throws `forbidden` unless the caller's key has the scope. */
export function requireScope(caller: Pick<Caller, 'scopes'>, scope: Scope): void {
  if (!hasScope(caller, scope)) throw new AppError('forbidden', `This key lacks the scope ${scope}.`)
}
