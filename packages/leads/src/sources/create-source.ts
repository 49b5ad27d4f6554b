import { randomBytes } from 'node:crypto'
import { AppError, invalidRequest } from '@intake/contracts/app-error'
import type {
  CreatedSourceAnswer,
  CreateSourceRequest,
  SourceKindName,
  UpdateSourceRequest,
} from '@intake/contracts/sources'
import { sql } from 'kysely'
import { recordAudit } from '../audit/record-audit.ts'
import { newId } from '../ids/new-id.ts'
import { raiseRevision } from '../workspace/raise-revision.ts'
import { answerSource } from './get-source.ts'
import type { SourceContext } from './manage-sources.ts'
import { secretsContext } from './open-source.ts'
import { kindOf } from './source-kinds.ts'

const maxSources = 200

/**
 * Makes a source. Secrets that its kind can make up, and that were not given, are made and told this once. Throws `invalid_request` for a secret
 * that the kind doesn't have.
 */
export async function createSource(
  ctx: SourceContext,
  {
    kind,
    name,
    secrets = {},
    mapping,
    defaults = {},
    duplicatePolicy = null,
    settings = {},
  }: CreateSourceRequest,
): Promise<CreatedSourceAnswer> {
  const { db, sealer, workspaceId } = ctx
  checkSecrets(kind, secrets)
  const { count } = await db
    .selectFrom('sources')
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .where('workspace_id', '=', workspaceId)
    .where('deleted_at', 'is', null)
    .executeTakeFirstOrThrow()
  if (Number(count) >= maxSources)
    throw new AppError('invalid_request', `A workspace has at most ${maxSources} sources.`)
  const made = Object.fromEntries(
    Object.entries(kindOf({ kind }).secrets).flatMap(([secret, { isMade }]) =>
      isMade && secrets[secret] === undefined ? [[secret, randomBytes(24).toString('base64url')]] : [],
    ),
  )
  const id = newId()
  const row = await db
    .insertInto('sources')
    .values({
      workspace_id: workspaceId,
      id,
      kind,
      name,
      token: randomBytes(24).toString('base64url'),
      secrets: sealer.seal(JSON.stringify({ ...made, ...secrets }), secretsContext(id)),
      mapping: mapping ? JSON.stringify(mapping) : null,
      defaults: JSON.stringify(defaults),
      duplicate_policy: duplicatePolicy,
      settings: JSON.stringify(settings),
      health_reason: null,
      created_at: sql<Date>`now()`,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  await raiseRevision(db)
  await recordAudit(ctx, {
    workspaceId,
    action: 'source.created',
    subject: { type: 'source', id },
    details: { kind, name },
  })
  return { ...answerSource(ctx, row), madeSecrets: made }
}

/** Throws `invalid_request` for a secret that the kind doesn't have. */
export function checkSecrets(kind: SourceKindName, secrets: UpdateSourceRequest['secrets'] = {}): void {
  const known = Object.keys(kindOf({ kind }).secrets)
  const faults = Object.keys(secrets)
    .filter((name) => !known.includes(name))
    .map((name) => ({
      pointer: `/secrets/${name}`,
      code: 'unknown_secret',
      message:
        known.length > 0 ? `is unknown; ${kind} has ${known.join(', ')}` : `is unknown; ${kind} has none`,
    }))
  if (faults.length > 0) throw invalidRequest(faults)
}
