import { hash } from 'node:crypto'
import { invalidRequest } from '@intake/contracts/app-error'
import { apiSourceId } from '@intake/contracts/sources'
import type { Db } from '@intake/database/create-database'
import type { LeadRow } from '@intake/database/tables'
import { sql } from 'kysely'
import { claimKey, type IdempotencyClaim } from './stored-answer.ts'

/** As long as an id of a sender stands for its lead, seconds: the most that Postgres adds to a time as an integer. */
export const forEver = 2_147_483_647

/** Whatever else is sent with the id: it is the same lead. */
const noBody = Buffer.alloc(0)

/** The claim of a sender's own id, under which its lead is there once. Only a hash of the id is stored. */
export function naturalClaim(sourceId: string, id: string, keepSeconds = forEver): IdempotencyClaim {
  const key = hash('sha256', id, 'base64url')
  return { route: naturalRoute(sourceId), key, fingerprint: noBody, keepSeconds, isNatural: true }
}

export const naturalRoute = (sourceId: string) => `in/${sourceId}`

/** The claim of an external id in a workspace where that is one lead. */
export function externalIdClaim(externalLeadId: string): IdempotencyClaim {
  return naturalClaim(apiSourceId, externalLeadId)
}

/** The lead that a natural key names; null where it is free. */
export async function leadOfKey(
  db: Db,
  workspaceId: string,
  { route, key }: Pick<IdempotencyClaim, 'route' | 'key'>,
): Promise<string | null> {
  const row = await db
    .selectFrom('idempotency_keys')
    .select('lead_ids')
    .where('workspace_id', '=', workspaceId)
    .where('route', '=', route)
    .where('key', '=', key)
    .executeTakeFirst()
  return row?.lead_ids[0] ?? null
}

/** Lets a natural key name another lead, in the transaction that claimed it. */
export async function nameLead(
  trx: Db,
  workspaceId: string,
  { route, key }: Pick<IdempotencyClaim, 'route' | 'key'>,
  leadId: string,
): Promise<void> {
  await trx
    .updateTable('idempotency_keys')
    .set({ lead_ids: [leadId] })
    .where('workspace_id', '=', workspaceId)
    .where('route', '=', route)
    .where('key', '=', key)
    .execute()
}

type Named = Pick<LeadRow, 'workspace_id' | 'id' | 'external_lead_id'>

/** Frees the external id of a lead, if it is the lead's. */
export async function freeExternalId(trx: Db, { workspace_id, id, external_lead_id }: Named): Promise<void> {
  if (external_lead_id === null) return
  const { route, key } = externalIdClaim(external_lead_id)
  await trx
    .deleteFrom('idempotency_keys')
    .where('workspace_id', '=', workspace_id)
    .where('route', '=', route)
    .where('key', '=', key)
    .where('lead_ids', '=', sql<string[]>`array[${id}::uuid]`)
    .execute()
}

/** Moves a lead to another external id, in the transaction of the change. Throws `invalid_request` where that is another lead's. */
export async function moveExternalId(trx: Db, before: Named, after: Named): Promise<void> {
  if (before.external_lead_id === after.external_lead_id) return
  await freeExternalId(trx, before)
  if (after.external_lead_id === null) return
  if (await claimKey(trx, after.workspace_id, externalIdClaim(after.external_lead_id), [after.id])) return
  throw invalidRequest([
    {
      pointer: '/externalLeadId',
      code: 'taken',
      message: 'is the external id of another lead of this workspace',
    },
  ])
}
