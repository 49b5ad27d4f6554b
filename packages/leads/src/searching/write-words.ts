import type { Db } from '@intake/database/create-database'
import { type RawBuilder, sql } from 'kysely'
import { type NamedLead, wordRows } from './lead-words.ts'

/**
 * Parts of a statement that make the words of leads agree with what the leads are called: those that `done` has, an earlier part of it with the
 * columns workspace_id and lead_id. Rows go in one order, so that two writers wait for each other and never in a circle.
 */
export function wordsText(leads: readonly (NamedLead & { id: string })[]): RawBuilder<unknown> {
  return sql`words as (
      select done.workspace_id, w.lead_id, w.word from jsonb_to_recordset(${JSON.stringify(wordRows(leads))}::jsonb) as w (lead_id uuid, word text)
      join done using (lead_id) order by w.lead_id, w.word collate "C"
    ), words_gone as (
      delete from lead_words w using done where w.workspace_id = done.workspace_id and w.lead_id = done.lead_id
        and not exists (select from words fresh where fresh.lead_id = w.lead_id and fresh.word = w.word)
    ), words_come as (
      insert into lead_words (workspace_id, word, lead_id) select workspace_id, word, lead_id from words on conflict do nothing
    )`
}

/** Removes the words of leads, by the index that begins with the lead. */
export async function deleteWords(trx: Db, workspaceId: string, leadIds: readonly string[]): Promise<void> {
  await sql`
    delete from lead_words w using unnest(array_fill(${workspaceId}::uuid, array[${leadIds.length}::int]), ${leadIds}::uuid[]) as gone (workspace_id, lead_id)
    where w.workspace_id = gone.workspace_id and w.lead_id = gone.lead_id`.execute(trx)
}
