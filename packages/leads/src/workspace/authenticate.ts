import { AppError } from '@intake/contracts/app-error'
import { isAllowedFrom } from './allowed-addresses.ts'
import { secretMatches, splitKey } from './api-key.ts'
import type { Caller } from './caller.ts'
import type { ConfigurationCache } from './configuration-cache.ts'

/**
 * Verifies an `x-api-key`. Missing, malformed, unknown, wrong, revoked and expired keys all throw the same
 * `unauthorized`, and so does one that is used from an address that it doesn't allow, so that nothing can be learned from the answer.
 */
export async function authenticate(
  cache: ConfigurationCache,
  key: string | undefined,
  { now, address }: { now: Date; address: string | undefined },
): Promise<Caller> {
  const halves = splitKey(key ?? '')
  const row = halves && (await cache.apiKey(halves.prefix))
  const usable =
    row &&
    secretMatches(halves.secret, row.secret_sha256) &&
    // A live key that is called a test key must not make live leads.
    row.is_test === halves.isTest &&
    row.revoked_at === null &&
    (row.expires_at === null || row.expires_at > now) &&
    isAllowedFrom(row.allowed_addresses, address)
  if (!usable) throw new AppError('unauthorized', 'The x-api-key header is missing or holds no valid key.')
  return {
    workspaceId: row.workspace_id,
    keyId: row.id,
    isTest: row.is_test,
    scopes: row.scopes,
    rateLimit: rateLimitOf(row.rate_limit, row.rate_burst),
  }
}

/** A limit without a burst allows two seconds' worth at once. Null without a limit. */
export function rateLimitOf(perSecond: number | null, burst: number | null) {
  return perSecond ? { perSecond, burst: burst ?? perSecond * 2 } : null
}
