import type { BreakableStack } from '@intake/testing/start-breakable-stack'
import { type Answer, postLead, type Target } from './client.ts'
import { makeLead, twinOf } from './make-lead.ts'

export interface Findings {
  /** Answered 2xx, but not stored, not enriched, or without an effect that is due. */
  lost: string[]
  /** Stored, noted or matched more than once, or replayed otherwise than first answered. */
  doubled: string[]
}

interface Stored {
  key: string
  id: string
  enriched: boolean
  logs: number
  notes: number
  matches: number
  owed: number
}

const replays = 20

/** Where leads are stored, and under which workspace. */
export type Store = Pick<BreakableStack, 'database' | 'workspace'>

/** Compares what was answered with what Postgres holds, and replays some calls. */
export async function verify(stack: Store, target: Target, answers: readonly Answer[]): Promise<Findings> {
  const found: Findings = { lost: [], doubled: [] }
  const stored = groupByKey(await readStored(stack))
  for (const answer of answers) judge(answer, stored, found)
  const step = Math.max(1, Math.floor(answers.length / replays))
  for (const answer of answers.filter((_, index) => index % step === 0)) {
    const response = await postLead(target, answer.key, JSON.stringify(makeLead(answer.number).lead))
    const same = (await response.text()) === answer.body
    if (!same || response.headers.get('idempotent-replayed') !== 'true')
      found.doubled.push(`${answer.key}: replayed with ${response.status}, not with the first answer`)
  }
  return found
}

function judge(answer: Answer, stored: Map<string, Stored[]>, { lost, doubled }: Findings): void {
  const { key } = answer
  const [row, ...more] = stored.get(key) ?? []
  if (!row) return void lost.push(`${key}: not stored`)
  if (more.length > 0) doubled.push(`${key}: ${more.length + 1} leads`)
  if (!row.enriched || row.owed > 0) lost.push(`${key}: not enriched`)
  if (row.logs !== 1) (row.logs > 1 ? doubled : lost).push(`${key}: ${row.logs} "Lead created" entries`)
  if (row.notes > 1 || row.matches > 1)
    doubled.push(`${key}: ${row.notes} match entries, ${row.matches} matches`)
  // Of two leads that match, the one whose job comes later finds the other; the earlier may find it too.
  const twin = twinOf(answer.number)
  const [other] = twin === null ? [] : (stored.get(makeLead(twin).key) ?? [])
  if (other && (row.notes + other.notes === 0 || row.matches + other.matches === 0))
    lost.push(`${key}: its match`)
  if (row.id !== answer.id) lost.push(`${key}: answered with another id`)
}

function groupByKey(rows: readonly Stored[]): Map<string, Stored[]> {
  const groups = new Map<string, Stored[]>()
  for (const row of rows) groups.set(row.key, [...(groups.get(row.key) ?? []), row])
  return groups
}

async function readStored({ database, workspace }: Store): Promise<Stored[]> {
  const ofLead = 'where x.workspace_id = l.workspace_id and x.lead_id = l.id'
  const { rows } = await database.pool.query<Stored>(
    `select external_lead_id as key, id, exists (select from activity_facts x ${ofLead}) as enriched,
      (select count(*)::int from action_logs x ${ofLead} and x.type = 'API_ACTIVITY') as logs,
      (select count(*)::int from action_logs x ${ofLead} and x.type = 'SYSTEM_NOTE') as notes,
      (select coalesce(sum(jsonb_array_length(found)), 0)::int from lead_matches x ${ofLead}) as matches,
      (select count(*)::int from owed_enrichments x ${ofLead}) as owed
    from leads l where l.workspace_id = $1`,
    [workspace.id],
  )
  return rows
}
