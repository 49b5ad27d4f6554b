import type { Db } from '@intake/database/create-database'
import { type Sealer, UnknownSealError } from '../sealing/sealer.ts'
import { secretsContext } from '../sources/open-source.ts'
import { bodyContext } from '../sources/stored-submission.ts'
import { secretPlace } from '../webhooks/sign.ts'

/** How what is stored goes with the keys at hand. */
export interface CheckedSeals {
  looked: number
  /** Plain, or of an older key. */
  stale: number
  /** Those that no key opens. */
  unopened: number
}

/** Bodies of a workspace that are tried, the newest. */
const bodiesTried = 20

/** Tries the keys on the secrets of a workspace's webhook endpoints and sources, and on its newest submissions. */
export async function checkSeals(
  { db, sealer }: { db: Db; sealer: Sealer },
  workspaceId: string,
): Promise<CheckedSeals> {
  const sum: CheckedSeals = { looked: 0, stale: 0, unopened: 0 }
  const check = (isStale: boolean, open: () => unknown) => {
    sum.looked += 1
    if (isStale) sum.stale += 1
    try {
      open()
    } catch (error) {
      if (!(error instanceof UnknownSealError)) throw error
      sum.unopened += 1
    }
  }
  const endpoints = await db
    .selectFrom('webhook_endpoints')
    .select(['id', 'signing_secrets'])
    .where('workspace_id', '=', workspaceId)
    .where('deleted_at', 'is', null)
    .execute()
  for (const { id, signing_secrets } of endpoints)
    for (const secret of signing_secrets)
      check(sealer.isStale(secret), () => sealer.open(secret, secretPlace(id)))
  const sources = await db
    .selectFrom('sources')
    .select(['id', 'secrets'])
    .where('workspace_id', '=', workspaceId)
    .where('secrets', 'is not', null)
    .execute()
  for (const { id, secrets } of sources)
    check(sealer.isStale(secrets ?? ''), () => sealer.open(secrets ?? '', secretsContext(id)))
  const bodies = await db
    .selectFrom('submissions')
    .select('body')
    .where('workspace_id', '=', workspaceId)
    .where('body', 'is not', null)
    .orderBy('id', 'desc')
    .limit(bodiesTried)
    .execute()
  const place = bodyContext(workspaceId)
  for (const { body } of bodies)
    if (body) check(sealer.isStaleBytes(body), () => sealer.openBytes(body, place))
  return sum
}
