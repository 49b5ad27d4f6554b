import { barChart } from '../harness/bar-chart.ts'
import type { Report } from '../harness/report.ts'
import { rounded } from '../harness/report.ts'
import type { Spread } from '../harness/spread.ts'
import { cpuCells, diskRows, measuredRows, rangeOf } from '../harness/table-rows.ts'
import { compareDemands } from './demands.ts'
import type { CompareResult } from './measure.ts'

export function reportCompare(result: CompareResult): Report {
  const { measured, pgbench, pgbenchAllItems, drain, sustained, disk, failed } = result
  const ofAll = (what: string, perSecond: Spread | null) =>
    perSecond ? [{ what, 'leads/s': rounded(perSecond.median), spread: rangeOf(perSecond) }] : []
  const others = [
    ...ofAll('pgbench, one transaction a lead, 16 clients', pgbench),
    ...ofAll('pgbench with a row for each item of the checklist', pgbenchAllItems),
    {
      what: `drain by one worker, ${drain.leads} leads`,
      'leads/s': rounded(drain.perSecond),
      ...cpuCells(drain.cpuMicros),
    },
    ...ofAll('sustained with one worker', sustained.perSecond),
    ...ofAll('pgbench in the same minutes', sustained.pgbench),
  ]
  return {
    tables: [
      { title: 'Answers, by clients', rows: measuredRows(measured) },
      { title: 'Beside it, drained and sustained', rows: others },
      { title: 'Looking for the rate that is held', rows: windowRows(sustained.windows) },
      { title: 'Disk a lead, enriched and vacuumed', rows: diskRows({ 'bytes a lead': disk }) },
      ...(failed.length > 0
        ? [{ title: 'Baselines that failed', rows: failed.map((each) => ({ ...each })) }]
        : []),
    ],
    figures: result,
    demands: compareDemands(result),
    svg: chartOf(result),
  }
}

function windowRows(windows: CompareResult['sustained']['windows']) {
  return windows.map(({ due, accepted, enriched, isHeld, p99Ms, owedSeconds, cpuMicros }) => ({
    'due/s': due === null ? '–' : rounded(due),
    'accepted/s': rounded(accepted),
    'enriched/s': rounded(enriched),
    held: isHeld ? 'yes' : 'no',
    'p99 ms': rounded(p99Ms, 1),
    'owed for s': `${rounded(owedSeconds.median, 2)}, ${rounded(owedSeconds.max, 2)} at most`,
    ...cpuCells(cpuMicros),
  }))
}

function chartOf({ measured, pgbench, sustained }: CompareResult): string {
  const bars = measured
    .filter(({ contender }) => contender !== 'Hono, no database')
    .map(({ contender, clients, perSecond }) => ({
      label: `${contender}, ${clients}`,
      isOurs: contender.startsWith('Intake'),
      ...perSecond,
    }))
  const { perSecond } = sustained
  return barChart('Leads a second, by clients: median, and from least to most', [
    ...bars,
    ...(perSecond ? [{ label: 'Intake, sustained with a worker', isOurs: true, ...perSecond }] : []),
    ...(pgbench ? [{ label: 'pgbench, 16', isOurs: false, ...pgbench }] : []),
  ])
}
