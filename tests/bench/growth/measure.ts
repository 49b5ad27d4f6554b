import { tmpdir } from 'node:os'
import { type QueryExecutorProvider, sql } from 'kysely'
import { fillLeads } from '../harness/fill-leads.ts'
import { type Measured, measureInTurns } from '../harness/measure-in-turns.ts'
import { makeTags, type Service, serviceContender, startService } from '../harness/start-service.ts'
import { checkSpace } from './check-space.ts'

export interface GrowthOptions {
  leads: number[]
  clients: number
  rounds: number
  seconds: number
  warmSeconds: number
}

/** A database with so many leads in it. */
export interface Filled {
  leads: number
  /** How long filling took, with vacuum and analyze. */
  fillSeconds: number
  /** Size of the database before the windows. */
  megabytes: number
}

export interface GrowthResult {
  filled: Filled[]
  /** In the order of `filled`, after which contenders are named. */
  measured: Measured[]
}

const nameOf = (leads: number) => `${leads.toLocaleString('en-US')} leads before`

/**
 * Starts a service for each number of leads, each on a Postgres of its own, so that none writes to disk or reads back what
 * another's windows left; fills them, and measures them in turn. No worker runs.
 */
export async function measureGrowth(
  options: GrowthOptions,
  say: (line: string) => void,
): Promise<GrowthResult> {
  await checkSpace(
    tmpdir(),
    options.leads.reduce((sum, leads) => sum + leads, 0),
  )
  const services: Service[] = []
  try {
    const filled: Filled[] = []
    for (const leads of options.leads) {
      const service = await startService({ workers: 0 })
      services.push(service)
      filled.push(await fill(service, leads, say))
    }
    const contenders = services.map((service, index) =>
      serviceContender(service, nameOf(options.leads[index] ?? 0)),
    )
    const { measured } = await measureInTurns(contenders, { ...options, clients: [options.clients], say })
    return { filled, measured }
  } finally {
    await Promise.all(services.map((service) => service.close()))
  }
}

/** Makes the tags, and then the leads. */
async function fill(service: Service, leads: number, say: (line: string) => void): Promise<Filled> {
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
