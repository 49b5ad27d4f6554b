import { sql } from 'kysely'
import { type Drained, measureDrain, waitUntilOwed } from '../harness/backlog.ts'
import { fillLeads } from '../harness/fill-leads.ts'
import { medians, type Spread, spreadOf } from '../harness/spread.ts'
import { makeTags, type Service, serviceContender, startService } from '../harness/start-service.ts'
import { createVariantRunner, type Variant, type VariantPids } from './variant-runner.ts'

export interface JobsOptions {
  workers: number[]
  perJob: number[]
  leads: number
  /** Enriched by each worker before it is measured. */
  warmLeads: number
  rounds: number
}

export interface VariantResult extends Variant {
  /** Leads enriched a second. */
  perSecond: Spread
  /** CPU for each lead by process, µs, medians; the gateway's is its relay's. */
  cpuMicros: Record<string, number>
}

const usualPerJob = 200
const leadsOfAnEvent = 64

/** Each number of workers with the usual leads a job, then each other number of leads a job with the fewest workers. */
export function variantsOf({ workers, perJob }: Pick<JobsOptions, 'workers' | 'perJob'>): Variant[] {
  const usual = perJob.includes(usualPerJob) ? usualPerJob : Math.max(...perJob)
  return [
    ...workers.map((count) => ({ workers: count, perJob: usual })),
    ...perJob.flatMap((each) => (each === usual ? [] : [{ workers: Math.min(...workers), perJob: each }])),
  ]
}

/** Measures each variant in turn within each round, on a backlog of its own, with no load beside it. */
export async function measureJobs(
  options: JobsOptions,
  say: (line: string) => void,
): Promise<VariantResult[]> {
  const service = await startService({ gateways: 0, workers: 0 })
  try {
    const run = createVariantRunner(service)
    const variants = variantsOf(options).map((variant) => ({ variant, drains: [] as Drained[] }))
    for (const { variant } of variants.slice(0, 1)) await run(variant)
    await makeTags(serviceContender(service))
    await waitUntilOwed(service.database.db, 0)
    let first = 1
    for (let round = 1; round <= options.rounds; round++)
      for (const { variant, drains } of variants) {
        const warmLeads = options.warmLeads * variant.workers
        const leads = warmLeads + options.leads
        const drained = await measureVariant(service, run, { ...variant, first, leads, warmLeads })
        first += leads
        drains.push(drained)
        say(`round ${round}, ${nameOf(variant)}: ${Math.round(drained.perSecond)}/s`)
      }
    return variants.map(({ variant, drains }) => ({
      ...variant,
      perSecond: spreadOf(drains.map(({ perSecond }) => perSecond)),
      cpuMicros: medians(drains.map(({ cpuMicros }) => cpuMicros)),
    }))
  } finally {
    await service.close()
  }
}

export function nameOf({ workers, perJob }: Variant): string {
  return `${workers} worker${workers === 1 ? '' : 's'}, ${perJob} lead${perJob === 1 ? '' : 's'} a job`
}

/** Once the tables are filled and the processes wait for work it is announced at once: what warms them up, then the rest. */
async function measureVariant(
  service: Service,
  run: (variant: Variant) => Promise<VariantPids>,
  order: Variant & { first: number; leads: number; warmLeads: number },
): Promise<Drained> {
  const { database, databaseUrl, workspace } = service
  const { first, leads, warmLeads } = order
  await fillLeads({ databaseUrl, workspaceId: workspace.id, leads, first, owed: true })
  const pids = { ...(await run(order)), postgres: service.postgres.pid(), redis: service.redis.pid() }
  const rest = leads - warmLeads
  await announce(service, warmLeads)
  await waitUntilOwed(database.db, rest)
  await announce(service, rest)
  return measureDrain(database.db, pids)
}

/** Events of the oldest leads that are owed their enrichment, as large as those of the write path under load. */
async function announce({ database, workspace }: Service, leads: number): Promise<void> {
  await sql`
    insert into outbox (workspace_id, topic, lead_ids, request_ids)
    select workspace_id, 'lead.written', array_agg(lead_id order by lead_id), array_agg('bench-' || number order by lead_id)
    from (select workspace_id, lead_id, row_number() over (order by lead_id) as number
      from owed_enrichments where workspace_id = ${workspace.id} order by lead_id limit ${leads}) o
    group by workspace_id, number / ${sql.lit(leadsOfAnEvent)}`.execute(database.db)
}
