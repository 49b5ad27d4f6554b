import type { Db } from '@intake/database/create-database'
import type { LeadRow } from '@intake/database/tables'
import { sql } from 'kysely'

const batch = 50
/** Fewer digits than these, the last ones of a number, may be anybody's. */
const tellingDigits = 9

/**
 * Takes a person out of the results of imports: of lines of the lead, and of refused rows that hold its number or its address, the place and the
 * outcome are left. Chunks are gone through some at a time.
 */
export async function eraseImportLines(db: Db, lead: LeadRow): Promise<void> {
  const { workspace_id: workspaceId, id } = lead
  const address = lead.email?.toLowerCase() ?? null
  const digits = (lead.phone_e164 ?? lead.phone_raw ?? '').replace(/\D/g, '').slice(-tellingDigits)
  const isOfPerson = (line: string) =>
    line.includes(id) ||
    (address !== null && line.toLowerCase().includes(address)) ||
    (digits.length === tellingDigits && line.replace(/\D/g, '').includes(digits))
  for (let after: Place | null = { import_id: nobody, number: -1 }; after; ) {
    const { rows } = await sql<Place & { results: string }>`
      select import_id, number, results from import_chunks
      where workspace_id = ${workspaceId} and (import_id, number) > (${after.import_id}, ${after.number})
      order by import_id, number limit ${batch}`.execute(db)
    for (const { import_id, number, results } of rows) {
      const lines = results.split('\n')
      if (!lines.some(isOfPerson)) continue
      await db
        .updateTable('import_chunks')
        .set({ results: lines.map((line) => (isOfPerson(line) ? withoutPerson(line) : line)).join('\n') })
        .where('workspace_id', '=', workspaceId)
        .where('import_id', '=', import_id)
        .where('number', '=', number)
        .execute()
    }
    after = rows.length === batch ? (rows.at(-1) ?? null) : null
  }
}

const nobody = '00000000-0000-0000-0000-000000000000'

interface Place {
  import_id: string
  number: number
}

const kept = ['row', 'line', 'outcome', 'result', 'leadId', 'code'] as const

function withoutPerson(line: string): string {
  const result = JSON.parse(line) as Record<string, unknown>
  const names = kept.filter((name) => result[name] !== undefined)
  return JSON.stringify({ ...Object.fromEntries(names.map((name) => [name, result[name]])), warnings: [] })
}
