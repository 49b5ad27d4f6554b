import { AppError } from '@intake/contracts/app-error'
import { isAllowedFrom } from './allowed-addresses.ts'
import { hasChecksum, secretMatches, splitKey } from './api-key.ts'
import type { BadKeys } from './bad-keys.ts'
import type { Caller } from './caller.ts'
import type { ApiKeyRow, ConfigurationCache } from './configuration-cache.ts'

export interface KeyChecks {
  configuration: ConfigurationCache
  badKeys: BadKeys
}

/**
 * Verifies an `x-api-key`. Missing, malformed, unknown, wrong, revoked and expired keys all throw the same
 * `unauthorized`, and so does one that is used from an address that it doesn't allow, so that nothing can be learned from the answer.
 * Throws `rate_limited` for a key that would have to be looked up, from an address of many unknown ones.
 */
export async function authenticate(
  checks: KeyChecks,
  key: string | undefined,
  { now, address }: { now: Date; address: string | undefined },
): Promise<Caller> {
  const halves = splitKey(key ?? '')
  const row = halves && (await findKey(checks, key ?? '', halves.prefix, address))
  const usable =
    row &&
    secretMatches(halves.secret, row.secret_sha256) &&
    // A live key that is called a test key must not make live leads.
    row.is_test === (halves.kind === 'test') &&
    row.is_publishable === (halves.kind === 'pub') &&
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
    publishedTo: row.is_publishable ? (row.allowed_origins ?? []) : null,
  }
}

/** A key that only looks like one costs no query: its checksum is wrong. */
async function findKey(
  { configuration, badKeys }: KeyChecks,
  key: string,
  prefix: string,
  address: string | undefined,
): Promise<ApiKeyRow | null> {
  if (!hasChecksum(key) && !(await configuration.olderApiKeys()).has(prefix)) return null
  if (configuration.knowsApiKey(prefix) !== undefined) return configuration.apiKey(prefix)
  const retryAfter = badKeys.wait(address)
  if (retryAfter > 0)
    throw new AppError('rate_limited', 'Too many unknown keys came from this address.', { retryAfter })
  const row = await configuration.apiKey(prefix)
  if (!row) badKeys.note(address)
  return row
}

/** A limit without a burst allows two seconds' worth at once. Null without a limit. */
export function rateLimitOf(perSecond: number | null, burst: number | null) {
  return perSecond ? { perSecond, burst: burst ?? perSecond * 2 } : null
}
