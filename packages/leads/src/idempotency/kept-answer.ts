import { AppError } from '@intake/contracts/app-error'
import type { Db } from '@intake/database/create-database'
import { sql } from 'kysely'
import type { IdempotencyClaim } from '../create/new-lead.ts'
import { fillFrame } from './answer-frame.ts'

/**
 * The answer kept under an idempotency key, or null when there is none in force. Throws `idempotency_key_reused` when
 * the key was used for another body.
 */
export async function readKeptAnswer(
  db: Db,
  workspaceId: string,
  claim: IdempotencyClaim,
): Promise<{ status: number; body: string } | null> {
  const kept = await db
    .selectFrom('idempotency_keys')
    .leftJoin('answer_frames', (join) =>
      join
        .onRef('answer_frames.workspace_id', '=', 'idempotency_keys.workspace_id')
        .onRef('answer_frames.id', '=', 'idempotency_keys.frame_id'),
    )
    .select(['fingerprint', 'status', 'body', 'frame_id', 'pieces'])
    .where('idempotency_keys.workspace_id', '=', workspaceId)
    .where('route', '=', claim.route)
    .where('key', '=', claim.key)
    .where('expires_at', '>', sql<Date>`now()`)
    .executeTakeFirst()
  if (!kept) return null
  if (!kept.fingerprint.equals(claim.fingerprint))
    throw new AppError(
      'idempotency_key_reused',
      'This Idempotency-Key was used for a request with another body.',
    )
  const { status, body, frame_id, pieces } = kept
  if (frame_id && !pieces) throw new Error(`the frame ${frame_id} of a kept answer is gone`)
  return { status, body: pieces ? fillFrame(body, pieces) : body }
}
