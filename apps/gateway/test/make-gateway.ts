import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createDatabase } from '@intake/database/create-database'
import { createCallLog } from '@intake/leads/audit/call-log'
import { mergeInto } from '@intake/leads/create/merge-lead'
import { createLeadWriter } from '@intake/leads/create/writer/lead-writer'
import { createSealer } from '@intake/leads/sealing/sealer'
import { createRefusalQuota } from '@intake/leads/sources/keep-refused'
import { createWarningLog } from '@intake/leads/warnings/warning-log'
import { createConfigurationCache } from '@intake/leads/workspace/configuration-cache'
import { createKeyUsage } from '@intake/leads/workspace/key-usage'
import { createLocalRateLimiter } from '@intake/queue/rate-limiter'
import { createHealth } from '@intake/runtime/health'
import { createLogger } from '@intake/runtime/logger'
import { createStorage } from '@intake/storage/create-storage'
import { createTestDatabase } from '@intake/testing/create-test-database'
import { findOrphans } from '@intake/testing/find-orphans'
import { expect } from 'vitest'
import { createApp } from '../src/app.ts'
import type { GatewayDeps } from '../src/http.ts'

/** The gateway's app on a database of its own, without a port, a relay or Redis. */
export async function makeGateway({
  maxConnections,
  sharing,
  ...deps
}: {
  maxConnections?: number
  /** A gateway whose database this one uses too. */
  sharing?: { databaseUrl: string }
} & Partial<
  Pick<
    GatewayDeps,
    | 'bounds'
    | 'rateLimiter'
    | 'trustedProxies'
    | 'defaultRateLimit'
    | 'bodyTimeoutMs'
    | 'minBytesPerSecond'
    | 'documents'
    | 'storage'
    | 'logger'
    | 'metrics'
    | 'corsOrigins'
  >
> = {}) {
  const database = sharing ? besides(sharing.databaseUrl) : await createTestDatabase(maxConnections)
  const logger = createLogger({ name: 'gateway', level: 'silent' })
  const configuration = createConfigurationCache(database, { pollMs: 50 })
  const directory = await mkdtemp(join(tmpdir(), 'intake-files-'))
  const storage = await createStorage({
    kind: 'local',
    directory,
    publicUrl: 'http://127.0.0.1:3000',
    signingSecret: 'a secret of the tests, of 32 characters',
  })
  const sealer = createSealer(['a key of the tests, of 32 characters'])
  const writer = createLeadWriter({ database, sealer }, mergeInto({ files: storage, sealer }))
  const keyUsage = createKeyUsage(database.db, () => undefined)
  const health = createHealth({ checks: {}, timeoutMs: 1000 })
  // Flushed by the tests that read them.
  const warnings = createWarningLog(database.db, { everyMs: 3_600_000 })
  const calls = createCallLog(database.db, { everyMs: 3_600_000 })
  const app = createApp({
    database,
    configuration,
    writer,
    keyUsage,
    sealer,
    warnings,
    calls,
    health,
    logger,
    storage,
    documents: { maxBytes: 1_000_000, types: ['*/*'] },
    imports: { maxBytes: 2_000_000 },
    bodyTimeoutMs: 30_000,
    minBytesPerSecond: 1000,
    maxBodyBytes: 1_000_000,
    maxBatchBodyBytes: 2_000_000,
    bounds: { maxRequests: 100_000, maxBytes: 1_000_000_000, maxUploads: 1000 },
    trustedProxies: [],
    rateLimiter: createLocalRateLimiter(),
    defaultRateLimit: null,
    corsOrigins: [],
    keepsBodies: true,
    refusals: createRefusalQuota(1000),
    ...deps,
    idempotencyKeepSeconds: 3600,
    webhooks: { policy: { allowHttp: false, allowPrivate: false }, secretOverlapSeconds: 3600 },
  })

  return {
    app,
    warnings,
    calls,
    storage,
    /** Where its files are. */
    directory,
    db: database.aside,
    /** Address of the database, for a second pool that the app knows nothing of. */
    databaseUrl: database.url,
    /** Sends JSON; a string or Blob goes as it is. */
    post(key: string | null, body: unknown, headers: Record<string, string> = {}) {
      return app.request('/api/v1/leads', {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(key ? { 'x-api-key': key } : {}), ...headers },
        body: typeof body === 'string' || body instanceof Blob ? body : JSON.stringify(body),
      })
    },
    /** Sends a body that may be a stream. */
    async send(
      path: string,
      key: string,
      body: string | ReadableStream,
      headers: Record<string, string> = {},
    ) {
      return app.request(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-api-key': key, ...headers },
        body,
        duplex: 'half',
      } as RequestInit)
    },
    get(key: string, id: string) {
      return app.request(`/api/v1/leads/${id}`, { headers: { 'x-api-key': key } })
    },
    async close() {
      await writer.drain()
      configuration.close()
      await keyUsage.close()
      await warnings.close()
      await calls.close()
      await rm(directory, { recursive: true, force: true })
      // Whatever a test file did, nothing refers to what isn't there.
      const orphans = sharing ? [] : await findOrphans(database.aside)
      await database.close()
      expect(orphans).toEqual([])
    },
  }
}

/** A second pool of the same database. */
function besides(url: string) {
  const database = createDatabase({ url, maxConnections: 5 })
  return { ...database, aside: database.db, url }
}

export type TestGateway = Awaited<ReturnType<typeof makeGateway>>
