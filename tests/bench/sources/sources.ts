import { barChart } from '../harness/bar-chart.ts'
import { defineCommand } from '../harness/define-command.ts'
import { atMost, type Report, rounded } from '../harness/report.ts'
import { cpuCells, rangeOf } from '../harness/table-rows.ts'
import { measureSources, type SourcesResult } from './measure.ts'

/** `npm run bench:sources` */
export const sources = defineCommand({
  name: 'sources',
  script: 'bench:sources',
  about: 'Measures what a lead costs that Google Ads sends to a source, beside the same lead as a create.',
  quick: '--rounds 1',
  options: {
    clients: { default: 32 },
    rounds: { default: 9 },
    seconds: { default: 2, about: 'of each window' },
    warmSeconds: { default: 2, about: 'before each window' },
  },
  run: async (options, say) => reportSources(await measureSources(options, say)),
})

function reportSources({ measured, ratio, control }: SourcesResult): Report {
  const ratios = { 'submission ÷ create': ratio, 'create again ÷ create': control }
  return {
    tables: [
      {
        title: 'The same leads, by how they are sent',
        rows: measured.map(({ name, perSecond, refused, cpuMicros }) => ({
          sent: name,
          'leads/s': rounded(perSecond.median),
          spread: rangeOf(perSecond),
          refused,
          ...cpuCells(cpuMicros),
        })),
      },
      {
        title: 'CPU of the gateway a lead, round by round',
        rows: Object.entries(ratios).map(([what, { median, min, max }]) => ({
          ratio: what,
          median: rounded(median, 2),
          least: rounded(min, 2),
          most: rounded(max, 2),
        })),
      },
    ],
    figures: { measured, ratio, control },
    demands: atMost('CPU of the gateway: a submission ÷ a create', ratio.median, 1.3),
    svg: barChart(
      'CPU of the gateway for a submission, in hundredths of a create',
      Object.entries(ratios).map(([label, { median, min, max }], index) => ({
        label,
        isOurs: index === 0,
        median: median * 100,
        min: min * 100,
        max: max * 100,
      })),
    ),
  }
}
