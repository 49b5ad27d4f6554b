import { AppError } from '@intake/contracts/app-error'
import type { Db } from '@intake/database/create-database'
import { v7 as uuidV7 } from 'uuid'
import type { Acting } from '../audit/actor.ts'
import { recordAudit } from '../audit/record-audit.ts'
import { maxAddresses, parseNetwork } from '../workspace/allowed-addresses.ts'
import { generateKey } from '../workspace/api-key.ts'
import { scopes as allScopes, defaultScopes, type Scope } from '../workspace/caller.ts'
import { raiseRevision } from '../workspace/raise-revision.ts'

export interface CreateApiKeyInput {
  workspaceId: string
  name: string
  /** Leads made with it are test leads. */
  isTest?: boolean
  /** Reading and writing leads unless given. */
  scopes?: readonly Scope[]
  expiresAt?: Date | null
  /** Requests a second, and at once; without them the service's setting holds. */
  rateLimit?: number | null
  rateBurst?: number | null
  /** Addresses and networks that it may be used from; any unless given. */
  allowedAddresses?: readonly string[] | null
  /** Makes a publishable key, which pages of these origins may hold: it submits leads and does nothing else. */
  publishTo?: readonly string[] | null
}

/** Makes a key. The answer holds the only copy of it: the database keeps a hash. */
export async function createApiKey(
  ctx: { db: Db } & Acting,
  {
    workspaceId,
    name,
    isTest = false,
    scopes: asked,
    expiresAt = null,
    rateLimit = null,
    rateBurst = null,
    allowedAddresses = null,
    publishTo = null,
  }: CreateApiKeyInput,
): Promise<{ id: string; key: string }> {
  const scopes = asked ?? (publishTo ? publishableScopes : defaultScopes)
  const unknown = scopes.filter((scope) => !allScopes.includes(scope))
  if (unknown.length > 0 || scopes.length === 0)
    throw new AppError('invalid_request', `A key needs one or more of the scopes ${allScopes.join(', ')}.`)
  if (rateBurst !== null && rateLimit === null)
    throw new AppError('invalid_request', 'A burst needs a rate limit.')
  const isWrong = (text: string) => parseNetwork(text) === null
  if (
    allowedAddresses &&
    (allowedAddresses.length === 0 ||
      allowedAddresses.length > maxAddresses ||
      allowedAddresses.some(isWrong))
  )
    throw new AppError(
      'invalid_request',
      `Give 1 to ${maxAddresses} addresses or networks such as 203.0.113.0/24.`,
    )
  checkPublishing(publishTo, { isTest, scopes })
  const id = uuidV7()
  const { key, prefix, secretSha256 } = generateKey(publishTo ? 'pub' : isTest ? 'test' : 'live')
  await inTransaction(ctx.db, async (trx) => {
    await trx
      .insertInto('api_keys')
      .values({
        workspace_id: workspaceId,
        id,
        name,
        prefix,
        secret_sha256: secretSha256,
        scopes: [...scopes],
        is_test: isTest,
        expires_at: expiresAt,
        rate_limit: rateLimit,
        rate_burst: rateBurst,
        allowed_addresses: allowedAddresses && [...allowedAddresses],
        has_checksum: true,
        is_publishable: publishTo !== null,
        allowed_origins: publishTo?.map((origin) => origin.toLowerCase()) ?? null,
      })
      .execute()
    await raiseRevision(trx)
    await recordAudit(
      { ...ctx, db: trx },
      {
        workspaceId,
        action: 'key.created',
        subject: { type: 'key', id },
        details: { scopes, isTest, isPublishable: publishTo !== null, expiresAt, allowedAddresses },
      },
    )
  })
  return { id, key }
}

const publishableScopes: readonly Scope[] = ['leads:submit']
const origin = /^https?:\/\/[^/\s]+$/
const maxOrigins = 50

function checkPublishing(
  publishTo: readonly string[] | null,
  { isTest, scopes }: { isTest: boolean; scopes: readonly Scope[] },
): void {
  if (!publishTo) return
  if (isTest || scopes.length !== 1 || scopes[0] !== 'leads:submit')
    throw new AppError(
      'invalid_request',
      'A publishable key has the scope leads:submit alone, and is no test key.',
    )
  if (publishTo.length === 0 || publishTo.length > maxOrigins || !publishTo.every((one) => origin.test(one)))
    throw new AppError('invalid_request', `Give 1 to ${maxOrigins} origins such as https://shop.example.`)
}

/** In the caller's transaction, where it has one. */
function inTransaction(db: Db, work: (trx: Db) => Promise<void>): Promise<void> {
  return db.isTransaction ? work(db) : db.transaction().execute(work)
}
