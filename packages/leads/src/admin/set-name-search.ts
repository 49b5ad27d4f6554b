import type { Db } from '@intake/database/create-database'
import { sql } from 'kysely'
import type { Acting } from '../audit/actor.ts'
import { recordWorkspaceChange } from '../audit/record-workspace-change.ts'
import { namedColumns, wordRows } from '../searching/lead-words.ts'
import { raiseRevision } from '../workspace/raise-revision.ts'
import { olderWritesEnd } from './older-writes-end.ts'

const batchSize = 1000

/**
 * Says whether leads of a workspace are found by the words of their names, e-mails and phones. Switched on, jobs index each lead that is written from now
 * on, and this indexes those that are there, 1,000 at a time; searches use the index when all are in. Switched off, it goes. Safe to repeat, and beside
 * traffic. `onBatch` hears how many leads were looked at.
 */
export async function setNameSearch(
  ctx: { db: Db } & Acting,
  { workspaceId, isOn, onBatch }: { workspaceId: string; isOn: boolean; onBatch?: (looked: number) => void },
): Promise<void> {
  const { db } = ctx
  await db.transaction().execute(async (trx) => {
    await trx
      .updateTable('workspaces')
      .set({ name_search: isOn ? 'filling' : 'off' })
      .where('id', '=', workspaceId)
      .execute()
    await recordWorkspaceChange({ ...ctx, db: trx }, workspaceId, { nameSearch: isOn })
  })
  // A job that read that it was on may write yet.
  if (!isOn) {
    await olderWritesEnd(db)
    return clear(db, workspaceId)
  }
  // A job that read that it was off has read a lead that is there by now.
  let after = '00000000-0000-0000-0000-000000000000'
  for (let looked = 0; ; ) {
    const { leads, last } = await fillBatch(db, workspaceId, after)
    looked += leads
    onBatch?.(looked)
    if (leads < batchSize || last === undefined) break
    after = last
  }
  await db.transaction().execute(async (trx) => {
    await trx
      .updateTable('workspaces')
      .set({ name_search: 'on' })
      .where('id', '=', workspaceId)
      .where('name_search', '=', 'filling')
      .execute()
    await raiseRevision(trx)
  })
}

/** The leads don't change, and none is erased, until their words are in. */
async function fillBatch(db: Db, workspaceId: string, after: string) {
  return db.transaction().execute(async (trx) => {
    const leads = await trx
      .selectFrom('leads')
      .select(['id', ...namedColumns])
      .where('workspace_id', '=', workspaceId)
      .where('id', '>', after)
      .orderBy('id')
      .limit(batchSize)
      .forShare()
      .execute()
    await sql`
      insert into lead_words (workspace_id, word, lead_id)
      select ${workspaceId}::uuid, word, lead_id from jsonb_to_recordset(${JSON.stringify(wordRows(leads))}::jsonb) as w (lead_id uuid, word text)
      order by lead_id, word collate "C" on conflict do nothing`.execute(trx)
    return { leads: leads.length, last: leads.at(-1)?.id }
  })
}

async function clear(db: Db, workspaceId: string): Promise<void> {
  for (;;) {
    const { numAffectedRows } = await sql`
      delete from lead_words w using (
        select word, lead_id from lead_words where workspace_id = ${workspaceId} limit ${sql.lit(batchSize * 5)}) gone
      where w.workspace_id = ${workspaceId} and w.word = gone.word and w.lead_id = gone.lead_id`.execute(db)
    if (Number(numAffectedRows ?? 0) < batchSize * 5) return
  }
}
