import type { Queryable } from '@intake/database/named-statement'
import type { NewLead } from './new-lead.ts'

/** Keeps other answers than those that were written, for the written leads that have an idempotency key. */
export async function keepBodies(
  client: Queryable,
  batch: readonly NewLead[],
  bodies: readonly string[],
  written: ReadonlySet<number>,
): Promise<void> {
  const kept = batch.flatMap(({ idempotency, fields }, ord) =>
    idempotency && written.has(ord)
      ? [{ workspaceId: fields.workspace_id, ...idempotency, body: bodies[ord] }]
      : [],
  )
  if (kept.length === 0) return
  await client.query({
    name: 'keep-bodies',
    text: `update idempotency_keys k set body = b.body
      from unnest($1::uuid[], $2::text[], $3::text[], $4::text[]) as b (workspace_id, route, key, body)
      where k.workspace_id = b.workspace_id and k.route = b.route and k.key = b.key`,
    values: [
      kept.map((entry) => entry.workspaceId),
      kept.map((entry) => entry.route),
      kept.map((entry) => entry.key),
      kept.map((entry) => entry.body),
    ],
  })
}
