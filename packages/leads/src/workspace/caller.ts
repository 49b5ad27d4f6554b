import { AppError } from '@intake/contracts/app-error'

export const scopes = ['leads:read', 'leads:write', 'webhooks:manage'] as const
export type Scope = (typeof scopes)[number]

/** Who is calling, once a key has been verified. */
export interface Caller {
  workspaceId: string
  keyId: string
  /** Leads made by this caller are test leads. */
  isTest: boolean
  scopes: readonly string[]
  /** The key's own limit; null where the service's setting holds. */
  rateLimit: { perSecond: number; burst: number } | null
}

/** Throws `forbidden` unless the caller's key has the scope. */
export function requireScope(caller: Pick<Caller, 'scopes'>, scope: Scope): void {
  if (!caller.scopes.includes(scope)) throw new AppError('forbidden', `This key lacks the scope ${scope}.`)
}
