import type { Actor, Caller, Scope } from '../workspace/caller.ts'

/**
 * Who an operator calls the API's verbs as: like a live key with these scopes, reading leads unless said otherwise. `actor` is who is on record
 * for what is changed.
 */
export function operatorCaller(
  workspaceId: string,
  { scopes = ['leads:read'], actor }: { scopes?: readonly Scope[]; actor?: Actor | undefined } = {},
): Caller {
  return { workspaceId, keyId: '', ...(actor && { actor }), isTest: false, scopes, rateLimit: null }
}
