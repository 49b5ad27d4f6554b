import type { WarningKind } from '@intake/contracts/warnings'
import type { Db } from '@intake/database/create-database'
import { sql } from 'kysely'

/** How often something was seen in a workspace on a day. */
export interface WarningCount {
  workspaceId: string
  /** UTC, `YYYY-MM-DD`. */
  day: string
  kind: WarningKind
  subject: string
  count: number
  firstSeen: Date
  lastSeen: Date
  /** Request ids, newest first. */
  examples: string[]
}

/** Adds counts to those that are there. In order, so that processes which add the same wait for one another. */
export async function addWarnings(db: Db, counts: readonly WarningCount[]): Promise<void> {
  const rows = counts.map(({ workspaceId, firstSeen, lastSeen, ...rest }) => ({
    ...rest,
    workspace_id: workspaceId,
    first_seen: firstSeen,
    last_seen: lastSeen,
  }))
  await sql`
    insert into ingestion_warnings as w (workspace_id, day, kind, subject, count, first_seen, last_seen, examples)
    select g.* from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as g (workspace_id uuid, day date, kind text,
      subject text, count bigint, first_seen timestamptz, last_seen timestamptz, examples jsonb)
    order by workspace_id, day, kind, subject
    on conflict (workspace_id, day, kind, subject) do update set
      count = w.count + excluded.count,
      first_seen = least(w.first_seen, excluded.first_seen),
      last_seen = greatest(w.last_seen, excluded.last_seen),
      examples = (select jsonb_agg(id order by place) from jsonb_array_elements(excluded.examples || w.examples)
        with ordinality as newest (id, place) where place <= 5)`.execute(db)
}
