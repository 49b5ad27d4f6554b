import type { Connection } from '@intake/database/in-transaction'
import type { FlushOutcome } from './flush-batch.ts'
import type { NewLead } from './new-lead.ts'

/** Keeps each answer under the idempotency key that its write has claimed, in the same transaction. */
export async function keepBodies(
  connection: Connection,
  batch: readonly NewLead[],
  outcomes: readonly FlushOutcome[],
) {
  const kept = batch.flatMap(({ idempotency, fields }, ord) => {
    const outcome = outcomes[ord]
    return idempotency && outcome?.kind === 'written'
      ? [
          {
            workspaceId: fields.workspace_id,
            route: idempotency.route,
            key: idempotency.key,
            body: outcome.body,
          },
        ]
      : []
  })
  if (kept.length === 0) return
  await connection.query({
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
