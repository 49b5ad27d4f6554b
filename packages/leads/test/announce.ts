import type { Db } from '@intake/database/create-database'

/** Writes this many events of a workspace to the outbox, of one lead each. */
export async function announce(db: Db, workspaceId: string, events: number): Promise<void> {
  const event = { workspace_id: workspaceId, topic: 'lead.written' as const, lead_ids: [workspaceId] }
  await db
    .insertInto('outbox')
    .values(Array.from({ length: events }, () => event))
    .execute()
}
