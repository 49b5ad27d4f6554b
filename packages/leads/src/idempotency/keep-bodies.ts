import { planName } from '@intake/database/prepared'
import type { Queryable } from '@intake/database/queryable'
import type { NewLead } from '../create/new-lead.ts'

/** A body as it is stored: whole, or with places for the pieces of a frame. */
export interface KeptBody {
  text: string
  frameId: string | null
}

/** Keeps other answers than those that were written, for the written leads that have an idempotency key. */
export async function keepBodies(
  client: Queryable,
  batch: readonly NewLead[],
  bodies: readonly (KeptBody | undefined)[],
  written: ReadonlySet<number>,
): Promise<void> {
  const kept = batch.flatMap(({ idempotency, fields }, ord) =>
    idempotency && written.has(ord)
      ? [{ workspaceId: fields.workspace_id, ...idempotency, ...bodies[ord] }]
      : [],
  )
  if (kept.length === 0) return
  await client.query({
    // It is seldom run, and a plan from when the table was small would read all of it.
    name: planName('keep-bodies'),
    text: `update idempotency_keys k set body = b.body, frame_id = b.frame_id
      from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::uuid[])
        as b (workspace_id, route, key, body, frame_id)
      where k.workspace_id = b.workspace_id and k.route = b.route and k.key = b.key`,
    values: [
      kept.map((entry) => entry.workspaceId),
      kept.map((entry) => entry.route),
      kept.map((entry) => entry.key),
      kept.map((entry) => entry.text),
      kept.map((entry) => entry.frameId),
    ],
  })
}
