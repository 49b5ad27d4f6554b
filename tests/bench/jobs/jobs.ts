import { barChart } from '../harness/bar-chart.ts'
import { defineCommand } from '../harness/define-command.ts'
import { atMost, type Demand, type Report, rounded } from '../harness/report.ts'
import { cpuCells, rangeOf } from '../harness/table-rows.ts'
import { measureJobs, nameOf, type VariantResult } from './measure.ts'

/** `npm run bench:jobs` */
export const jobs = defineCommand({
  name: 'jobs',
  script: 'bench:jobs',
  about:
    'Measures how fast workers enrich a backlog with no load beside them: by workers, and by leads a job.',
  quick: '--leads 2000 --warm-leads 500 --rounds 1',
  options: {
    workers: { default: [1, 2, 4] },
    perJob: { default: [1, 10, 200, 500], about: 'leads in one job, with the fewest workers' },
    leads: { default: 10_000, about: 'of each backlog' },
    warmLeads: { default: 3000, about: 'enriched by each worker before that' },
    rounds: { default: 3 },
  },
  run: async (options, say) => reportJobs(await measureJobs(options, say)),
})

function reportJobs(variants: VariantResult[]): Report {
  return {
    tables: [
      {
        title: 'Leads enriched from a backlog',
        rows: variants.map(({ workers, perJob, perSecond, cpuMicros }) => ({
          workers,
          'leads a job': perJob,
          'leads/s': rounded(perSecond.median),
          spread: rangeOf(perSecond),
          ...cpuCells(cpuMicros),
        })),
      },
    ],
    figures: { variants },
    demands: jobsDemands(variants),
    svg: barChart(
      'Leads enriched a second from a backlog: median, and from least to most',
      variants.map(({ perSecond, ...variant }) => ({ label: nameOf(variant), isOurs: true, ...perSecond })),
    ),
  }
}

/** What the project demands of itself, as far as this run has the figures for it. */
export function jobsDemands(variants: readonly VariantResult[]): Demand[] {
  const cpuOf = (workers: number) => {
    const usual = variants.find((each) => each.workers === workers)
    if (!usual) return Number.NaN
    const { worker = Number.NaN, postgres = Number.NaN, redis = Number.NaN } = usual.cpuMicros
    return worker + postgres + redis
  }
  return atMost('CPU a lead with two workers ÷ with one (worker, Postgres, Redis)', cpuOf(2) / cpuOf(1), 1.15)
}
