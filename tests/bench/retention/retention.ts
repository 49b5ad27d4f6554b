import { defineCommand } from '../harness/define-command.ts'
import { type Report, rounded } from '../harness/report.ts'
import { rangeOf } from '../harness/table-rows.ts'
import { measureRetention, type RetentionResult } from './measure.ts'

/** `npm run bench:retention` */
export const retention = defineCommand({
  name: 'retention',
  script: 'bench:retention',
  about: 'Measures what it costs to remove leads whose time is over while others are taken in.',
  quick: '--leads 20000 --rounds 1 --seconds 5',
  options: {
    leads: { default: 500_000, about: 'stored before, made evenly over a year' },
    clients: { default: 64 },
    rounds: { default: 5 },
    seconds: { default: 12, about: 'of each window' },
  },
  run: async (options, say) => reportRetention(await measureRetention(options, say)),
})

function reportRetention({ measured, ratio, control }: RetentionResult): Report {
  const ratioRow = (what: string, { perSecond, cpu }: RetentionResult['ratio']) => ({
    ratio: what,
    'leads/s': rounded(perSecond.median, 2),
    'leads/s spread': rangeOf(perSecond, 2),
    'CPU a lead': rounded(cpu.median, 2),
    'CPU spread': rangeOf(cpu, 2),
  })
  return {
    tables: [
      {
        title: 'Leads taken in, by what goes on beside',
        rows: measured.map(({ name, perSecond, p99, cpuMicros, removedPerSecond }) => ({
          beside: name,
          'leads/s': rounded(perSecond.median),
          spread: rangeOf(perSecond),
          'p99 ms': rounded(p99.median),
          'CPU a lead µs': rounded(cpuMicros.median),
          'removed/s': rounded(removedPerSecond),
        })),
      },
      {
        title: 'Round by round',
        rows: [ratioRow('pruning ÷ none', ratio), ratioRow('none again ÷ none', control)],
      },
    ],
    figures: { measured, ratio, control },
    demands: [],
  }
}
