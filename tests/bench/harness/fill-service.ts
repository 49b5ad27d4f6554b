import { type QueryExecutorProvider, sql } from 'kysely'
import { fillLeads } from './fill-leads.ts'
import { makeTags, type Service, serviceContender } from './start-service.ts'

/** A database with so many leads in it. */
export interface Filled {
  leads: number
  /** How long filling took, with vacuum and analyze. */
  fillSeconds: number
  /** Size of the database before the windows. */
  megabytes: number
}

export const nameOf = (leads: number) => `${leads.toLocaleString('en-US')} leads before`

/** Makes the tags of a service that has no lead yet, and then so many leads. */
export async function fillService(
  service: Service,
  leads: number,
  say: (line: string) => void,
): Promise<Filled> {
  const { db } = service.database
  await makeTags(serviceContender(service))
  const start = performance.now()
  const seconds = () => Math.round((performance.now() - start) / 1000)
  if (leads > 0) {
    await forgetLeads(db)
    await fillLeads({
      databaseUrl: service.databaseUrl,
      workspaceId: service.workspace.id,
      leads,
      owed: false,
      filled: (count) => {
        if (count % 500_000 === 0) say(`${count} of ${leads} leads filled in, ${seconds()} s`)
      },
    })
  }
  const { rows } = await sql<{ size: string }>`select pg_database_size(current_database()) as size`.execute(
    db,
  )
  const megabytes = Math.round(Number(rows[0]?.size) / 2 ** 20)
  say(`${nameOf(leads)}: ${megabytes} MB, ${seconds()} s`)
  return { leads, fillSeconds: seconds(), megabytes }
}

/** The leads that made the tags are younger than those that are filled in, which would split every page of the indexes in half. */
async function forgetLeads(db: QueryExecutorProvider): Promise<void> {
  const tables = ['owed_enrichments', 'action_logs', 'lead_tags', 'leads']
  for (const table of tables) await sql`delete from ${sql.id(table)}`.execute(db)
  for (const table of tables) await sql`vacuum ${sql.id(table)}`.execute(db)
}
