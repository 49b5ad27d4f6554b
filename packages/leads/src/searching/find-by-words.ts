import type { Db } from '@intake/database/create-database'
import { sql } from 'kysely'
import { hasTerms, namedColumns, termsOf, wordsOf } from './lead-words.ts'

/** Rows of the index that one word of a search looks at. */
const maxRows = 50_000
/** Leads that are read at a time, and in all. */
const pageSize = 500
const maxLeads = 2000
const lastCharacter = '\u{10ffff}'

export interface FoundByWords {
  /** Newest first. */
  ids: string[]
  /** So many have these words that not all were looked at. */
  isPartial: boolean
}

/**
 * Leads of a workspace whose names, business, e-mail or phone have a word that begins with each word of the text; digits alone find the end of a
 * phone number. Deleted leads are left out. Each word looks at 50,000 rows of the index at most.
 */
export async function findByWords(
  { db }: { db: Db },
  { workspaceId, text, limit }: { workspaceId: string; text: string; limit: number },
): Promise<FoundByWords> {
  const terms = termsOf(text)
  if (terms.length === 0) return { ids: [], isPartial: false }
  const { ids: candidates, isCut } = await findCandidates(db, workspaceId, terms)
  const ids: string[] = []
  let looked = 0
  for (; looked < candidates.length && ids.length < limit; looked += pageSize) {
    const page = candidates.slice(looked, looked + pageSize)
    const leads = await db
      .selectFrom('leads')
      .select(['id', ...namedColumns])
      .where('workspace_id', '=', workspaceId)
      .where('id', 'in', page)
      .where('deleted_at', 'is', null)
      .execute()
    // A row of the index may be older than its lead's name.
    const right = new Set(leads.flatMap((lead) => (hasTerms(wordsOf(lead), terms) ? [lead.id] : [])))
    ids.push(...page.filter((id) => right.has(id)))
  }
  const isPartial = isCut || (ids.length < limit && candidates.length === maxLeads)
  return { ids: ids.slice(0, limit), isPartial }
}

/** Leads that have a word for each term. A term that too many begin with is left to who reads the leads, unless there is no other. */
async function findCandidates(db: Db, workspaceId: string, terms: readonly string[]) {
  const name = (n: number) => sql.ref(`term_${n}`)
  const isMany = (n: number) => sql.ref(`sizes.many_${n}`)
  const rowsOf = (term: string) => sql`
    select lead_id from lead_words where workspace_id = ${workspaceId} and word >= ${term} and word < ${term + lastCharacter}
    limit ${sql.lit(maxRows)}`
  const each = terms.map((term, n) => sql`${name(n)} as materialized (${rowsOf(term)})`)
  const sizes = terms.map(
    (_, n) => sql`(select count(*) from ${name(n)}) = ${sql.lit(maxRows)} as ${sql.ref(`many_${n}`)}`,
  )
  const all = sql`(${sql.join(
    terms.map((_, n) => isMany(n)),
    sql` and `,
  )})`
  const few = sql`(${sql.join(
    terms.map((_, n) => sql`(not ${isMany(n)})::int`),
    sql` + `,
  )})`
  const found = terms.map(
    (_, n) => sql`
      select distinct ${sql.lit(n)} as term, lead_id from ${name(n)}, sizes where not ${isMany(n)}${n === 0 ? sql` or ${all}` : sql``}`,
  )
  const { rows } = await sql<{ ids: string[]; cut: boolean }>`
    with ${sql.join(each)}, sizes as (select ${sql.join(sizes)}), found as (
      select lead_id from (${sql.join(found, sql` union all `)}) as each_term
      group by lead_id having count(*) = (select greatest(1, ${few}) from sizes)
    )
    select array(select lead_id from found order by lead_id desc limit ${sql.lit(maxLeads)}) as ids, ${all} as cut from sizes`.execute(
    db,
  )
  return { ids: rows[0]?.ids ?? [], isCut: rows[0]?.cut ?? false }
}
