import { barChart } from '../harness/bar-chart.ts'
import { defineCommand } from '../harness/define-command.ts'
import type { Measured } from '../harness/measure-in-turns.ts'
import { atMost, type Demand, type Report } from '../harness/report.ts'
import { spreadOf } from '../harness/spread.ts'
import { measuredRows } from '../harness/table-rows.ts'
import { type GrowthResult, measureGrowth } from './measure.ts'

/** `npm run bench:growth` */
export const growth = defineCommand({
  name: 'growth',
  script: 'bench:growth',
  about:
    'Measures what a lead costs where millions are stored already: a database for each number, filled first, then measured in turns.',
  quick: '--leads 0,20000 --rounds 1',
  options: {
    leads: { default: [0, 1_000_000, 5_000_000], orZero: true, about: 'stored before' },
    clients: { default: 64 },
    rounds: { default: 5 },
    seconds: { default: 4, about: 'of each window' },
    warmSeconds: { default: 1, about: 'before each window' },
  },
  run: async (options, say) => reportGrowth(await measureGrowth(options, say)),
})

const cpuOf = (measured: Measured | undefined) =>
  (measured?.cpuMicros.node ?? Number.NaN) + (measured?.cpuMicros.postgres ?? Number.NaN)

function reportGrowth({ filled, measured }: GrowthResult): Report {
  return {
    tables: [
      {
        title: 'Filled',
        rows: filled.map(({ leads, fillSeconds, megabytes }) => ({
          leads,
          'fill s': fillSeconds,
          'size MB': megabytes,
        })),
      },
      { title: 'Answers, by leads stored before', rows: measuredRows(measured) },
    ],
    figures: { filled, measured },
    demands: growthDemands({ filled, measured }),
    svg: barChart(
      'CPU a lead of gateway and Postgres, µs, by leads stored before: medians',
      measured.map((each) => ({ label: each.contender, isOurs: true, ...spreadOf([cpuOf(each)]) })),
    ),
  }
}

/** What the project demands of itself, as far as this run has the figures for it. */
export function growthDemands({ filled, measured }: GrowthResult): Demand[] {
  const at = (leads: number) => measured[filled.findIndex((each) => each.leads === leads)]
  return atMost(
    'CPU a lead with 5 million leads ÷ with none (gateway, Postgres)',
    cpuOf(at(5_000_000)) / cpuOf(at(0)),
    1.25,
  )
}
