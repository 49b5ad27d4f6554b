import type { Caller } from '../workspace/caller.ts'

/** Who an operator reads as: somebody with a live key that may read leads. Verbs that take a caller then work for both. */
export function operatorCaller(workspaceId: string): Caller {
  return { workspaceId, keyId: 'operator', isTest: false, scopes: ['leads:read'], rateLimit: null }
}
