import { makeDatabaseBeside } from '@intake/testing/make-database-beside'
import { type QueryExecutorProvider, sql } from 'kysely'
import { fillLeads } from '../harness/fill-leads.ts'
import { type Contender, type Measured, measureInTurns } from '../harness/measure-in-turns.ts'
import { makeTags, pidOf, type Service, startService } from '../harness/start-service.ts'
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

export const nameOf = (leads: number) => `${leads.toLocaleString('en-US')} leads before`

/** Fills a database for each number of leads on one server, and measures a gateway on each in turn. No worker runs. */
export async function measureGrowth(
  options: GrowthOptions,
  say: (line: string) => void,
): Promise<GrowthResult> {
  const service = await startService({ gateways: 0, workers: 0 })
  try {
    await checkSpace(
      service.directory,
      options.leads.reduce((sum, leads) => sum + leads, 0),
    )
    const filled: Filled[] = []
    const contenders: Contender[] = []
    for (const leads of options.leads) {
      const { contender, ...figures } = await prepare(service, leads, say)
      filled.push(figures)
      contenders.push(contender)
    }
    const measured = await measureInTurns(contenders, { ...options, clients: [options.clients], say })
    return { filled, measured }
  } finally {
    await service.close()
  }
}

/** A database, its gateway, the tags, and then the leads. The queue has a prefix of its own, as it would have in a Redis of its own. */
async function prepare(service: Service, leads: number, say: (line: string) => void) {
  const { db, url, workspace, close } = await makeDatabaseBeside(service.databaseUrl, `leads_${leads}`)
  try {
    const gateway = await service.add('gateway', { DATABASE_URL: url, QUEUE_PREFIX: `{leads-${leads}}` })
    const contender = {
      name: nameOf(leads),
      url: `${gateway.url}/api/v1/leads`,
      headers: { 'x-api-key': workspace.key },
      pids: { node: pidOf(gateway), postgres: service.postgres.pid(), redis: service.redis.pid() },
    }
    await makeTags(contender)
    if (leads > 0) await forgetLeads(db)
    const start = performance.now()
    const seconds = () => Math.round((performance.now() - start) / 1000)
    const filled = (count: number) => {
      if (count % 500_000 === 0) say(`${count} of ${leads} leads filled in, ${seconds()} s`)
    }
    if (leads > 0) {
      await fillLeads({ databaseUrl: url, workspaceId: workspace.id, leads, owed: false, filled })
      // What it has left to be written to disk is no cost of a window.
      await sql`checkpoint`.execute(db)
    }
    const { rows } = await sql<{ size: string }>`select pg_database_size(current_database()) as size`.execute(
      db,
    )
    const megabytes = Math.round(Number(rows[0]?.size) / 2 ** 20)
    say(`${nameOf(leads)}: ${megabytes} MB, ${seconds()} s`)
    return { contender, leads, fillSeconds: seconds(), megabytes }
  } finally {
    await close()
  }
}

/** The leads that made the tags are younger than those that are filled in, which would split every page of the indexes in half. */
async function forgetLeads(db: QueryExecutorProvider): Promise<void> {
  const tables = ['owed_enrichments', 'action_logs', 'lead_tags', 'lead_checklist_values', 'leads']
  for (const table of tables) await sql`delete from ${sql.id(table)}`.execute(db)
  for (const table of tables) await sql`vacuum ${sql.id(table)}`.execute(db)
}
