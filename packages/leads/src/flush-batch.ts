import type { Database, Db } from '@intake/database/create-database'
import { type Connection, inTransaction } from '@intake/database/in-transaction'
import { runNamed } from '@intake/database/named-statement'
import { onConnection } from '@intake/database/on-connection'
import { keepBodies } from './keep-bodies.ts'
import { type NewLead, type WrittenLead, writtenRow } from './new-lead.ts'
import { maxMatches, readLeads, type TaggedLead } from './read-leads.ts'
import type { Spellings, TagDirectory, WantedTag } from './tags.ts'
import { type LeadToWrite, type WrittenRow, writeLeads } from './write-leads.ts'

/** What became of one lead of a batch. */
export type FlushOutcome =
  | { kind: 'written'; body: string }
  /** Nothing was stored: its idempotency key is taken, or its template is no longer in force. */
  | { kind: 'refused' }

/**
 * Writes a batch in one transaction and answers each lead's outcome, in order. Throws when the batch as a whole failed;
 * then nothing of it is stored.
 */
export async function flushBatch(
  database: Database,
  tags: TagDirectory,
  batch: readonly NewLead[],
): Promise<FlushOutcome[]> {
  // Everything that can fail comes before the commit: what was answered with an error is not stored.
  const { outcomes, spellings } = await inTransaction(database.pool, (connection) =>
    writeBatch(connection, tags, batch),
  )
  spellings.remember()
  return outcomes
}

/** Writes a batch in the connection's transaction. What was learned of tags may be remembered once that is committed. */
export async function writeBatch(
  connection: Connection,
  tags: TagDirectory,
  batch: readonly NewLead[],
): Promise<{ outcomes: FlushOutcome[]; spellings: Spellings }> {
  const leads = batch.map((newLead) => ({
    newLead,
    tags: wantedTags(newLead).map((tag) => tags.toWrite(tag)),
  }))
  // Matches are read on the same connection: waiting for a second while holding one could last for ever.
  const db = onConnection(connection)
  const rows = await runNamed<WrittenRow>(connection, 'write-leads', writeLeads(db, leads))
  const written = rows.flatMap(({ ord }) => leads[ord]?.newLead ?? [])
  const spellings = await tags.learn(connection, written.flatMap(wantedTags))
  const outcomes = makeOutcomes(leads, await withMatches(db, leads, rows, spellings))
  await keepBodies(connection, batch, outcomes)
  return { outcomes, spellings }
}

function wantedTags({ fields, tags }: NewLead): WantedTag[] {
  return tags.map((name) => ({ workspaceId: fields.workspace_id, name }))
}

/** Pairs what was written with the leads it matches: those from before, and earlier ones of the same batch. */
async function withMatches(
  db: Db,
  leads: readonly LeadToWrite[],
  rows: readonly WrittenRow[],
  spellings: Spellings,
): Promise<Map<number, WrittenLead>> {
  const earlier = await readMatches(db, leads, rows)
  const written = new Map<number, WrittenLead>()
  for (const row of [...rows].sort((a, b) => a.ord - b.ord)) {
    const target = leads[row.ord]
    if (!target) continue
    const lead = writtenRow(target.newLead.fields, row.written_at)
    const siblings = [...written.values()].filter((other) => matches(other.lead, lead)).reverse()
    const before = row.match_ids.flatMap((id) => earlier.get(id) ?? [])
    written.set(row.ord, {
      lead,
      tags: wantedTags(target.newLead).map(spellings.of),
      matches: [...siblings, ...before].slice(0, maxMatches),
    })
  }
  return written
}

async function readMatches(db: Db, leads: readonly LeadToWrite[], rows: readonly WrittenRow[]) {
  const idsByWorkspace = new Map<string, Set<string>>()
  for (const row of rows) {
    const workspaceId = leads[row.ord]?.newLead.fields.workspace_id
    if (!workspaceId || row.match_ids.length === 0) continue
    const ids = idsByWorkspace.get(workspaceId) ?? new Set()
    for (const id of row.match_ids) ids.add(id)
    idsByWorkspace.set(workspaceId, ids)
  }
  const byId = new Map<string, TaggedLead>()
  for (const [workspaceId, ids] of idsByWorkspace)
    for (const found of await readLeads(db, workspaceId, [...ids])) byId.set(found.lead.id, found)
  return byId
}

function matches(a: WrittenLead['lead'], b: WrittenLead['lead']): boolean {
  if (a.workspace_id !== b.workspace_id || a.is_test || b.is_test) return false
  const phone = a.phone_e164 !== null && a.phone_e164 === b.phone_e164
  return phone || (a.email_key !== null && a.email_key === b.email_key)
}

function makeOutcomes(
  leads: readonly LeadToWrite[],
  written: ReadonlyMap<number, WrittenLead>,
): FlushOutcome[] {
  return leads.map(({ newLead }, ord) => {
    const lead = written.get(ord)
    return lead ? { kind: 'written', body: newLead.toBody(lead) } : { kind: 'refused' }
  })
}
