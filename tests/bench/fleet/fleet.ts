import { barChart } from '../harness/bar-chart.ts'
import { defineCommand } from '../harness/define-command.ts'
import { rounded } from '../harness/report.ts'
import { rangeOf } from '../harness/table-rows.ts'
import { type FleetResult, measureFleet } from './measure.ts'

/** `npm run bench:fleet` */
export const fleet = defineCommand({
  name: 'fleet',
  script: 'bench:fleet',
  about:
    'Measures several gateways and workers beside one of each: leads a second, and CPU a lead from the call to its last job.',
  quick: '--rounds 1 --seconds 2',
  options: {
    gateways: { default: 2 },
    workers: { default: 4 },
    clients: { default: 64 },
    rounds: { default: 5 },
    seconds: { default: 4, about: 'of each window' },
    warmSeconds: { default: 1, about: 'before each window' },
  },
  run: async (options, say) => {
    const result = await measureFleet(options, say)
    return {
      tables: [{ title: 'From the call to the last job', rows: rowsOf(result) }],
      figures: result,
      demands: [],
      svg: barChart(
        'Leads a second, enriched',
        result.measured.map(({ name, enriched }) => ({ label: name, isOurs: true, ...enriched })),
      ),
    }
  },
})

function rowsOf({ measured }: FleetResult) {
  return measured.map(({ name, taken, enriched, cpuMicros }) => ({
    fleet: name,
    'taken in, leads/s': rounded(taken.median),
    spread: rangeOf(taken),
    'enriched, leads/s': rounded(enriched.median),
    ...Object.fromEntries(
      Object.entries(cpuMicros).map(([process, micros]) => [`${process} µs`, rounded(micros)]),
    ),
    'all µs': rounded(Object.values(cpuMicros).reduce((sum, micros) => sum + micros, 0)),
  }))
}
