import { barChart } from '../harness/bar-chart.ts'
import { defineCommand } from '../harness/define-command.ts'
import type { Measured } from '../harness/measure-in-turns.ts'
import { atMost, type Demand, type Report } from '../harness/report.ts'
import { spreadOf } from '../harness/spread.ts'
import { measuredRows } from '../harness/table-rows.ts'
import { measureSources, names } from './measure.ts'

/** `npm run bench:sources` */
export const sources = defineCommand({
  name: 'sources',
  script: 'bench:sources',
  about: 'Measures what a lead costs that Google Ads sends to a source, beside the same lead as a create.',
  quick: '--rounds 1',
  options: {
    clients: { default: 32 },
    rounds: { default: 5 },
    seconds: { default: 3, about: 'of each window' },
    warmSeconds: { default: 1, about: 'before each window' },
  },
  run: async (options, say) => reportSources(await measureSources(options, say)),
})

function reportSources(measured: Measured[]): Report {
  return {
    tables: [{ title: 'The same leads, by how they are sent', rows: measuredRows(measured) }],
    figures: { measured },
    demands: sourcesDemands(measured),
    svg: barChart(
      'CPU a lead of the gateway, µs: medians',
      measured.map(({ contender, cpuMicros }) => ({
        label: contender,
        isOurs: contender === names.submission,
        ...spreadOf([cpuMicros.node ?? 0]),
      })),
    ),
  }
}

/** What the project demands of itself. */
function sourcesDemands(measured: readonly Measured[]): Demand[] {
  const cpuOf = (name: string) => measured.find(({ contender }) => contender === name)?.cpuMicros.node ?? NaN
  const minimal = (cpuOf(names.minimal) + cpuOf(names.again)) / 2
  return [
    ...atMost(
      'gateway CPU of a submission ÷ of a create with a short answer',
      cpuOf(names.submission) / minimal,
      1.3,
    ),
    ...atMost(
      'gateway CPU of a submission ÷ of a create',
      cpuOf(names.submission) / cpuOf(names.create),
      1.3,
    ),
  ]
}
