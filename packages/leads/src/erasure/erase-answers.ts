import type { Db } from '@intake/database/create-database'
import type { LeadRow } from '@intake/database/tables'
import { sql } from 'kysely'
import { inForm } from '../workspace/sight.ts'

const batch = 100

/** Makes stored answers that show a lead minimal. Their keys stay: whoever repeats a call is told of its lead's id, and makes no second one. */
export async function eraseAnswers(db: Db, { workspace_id: workspaceId, id }: LeadRow): Promise<void> {
  for (let more = true; more; ) {
    const { rows } = await sql<{ route: string; key: string; body: string }>`
      select route, key, body from idempotency_keys
      where workspace_id = ${workspaceId} and lead_ids @> array[${id}::uuid] and body is not null and body not like ${`${mark}%`}
      limit ${batch}`.execute(db)
    for (const { route, key, body } of rows)
      await db
        .updateTable('idempotency_keys')
        .set({ body: minimal(body) })
        .where('workspace_id', '=', workspaceId)
        .where('route', '=', route)
        .where('key', '=', key)
        .execute()
    more = rows.length === batch
  }
}

/** A blank before an answer that was made minimal, so that it isn't looked at again. */
const mark = ' '

function minimal(body: string): string {
  const { warnings, ...answer } = inForm(JSON.parse(body), { form: 'minimal' }) as Record<string, unknown>
  const json = JSON.stringify({
    success: true,
    ...answer,
    ...(warnings === undefined ? {} : { warnings: [] }),
  })
  return mark + json
}
