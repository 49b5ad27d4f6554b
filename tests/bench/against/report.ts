import { type Report, rounded } from '../harness/report.ts'
import type { Spread } from '../harness/spread.ts'
import { diskRows } from '../harness/table-rows.ts'
import { type Comparison, compareRounds } from './compare-rounds.ts'
import type { AgainstResult } from './measure.ts'

/** A table a scenario: medians of old and new, their ratio, that of the control, and whether the difference counts. */
export function reportAgainst(ref: string, result: AgainstResult): Report {
  const comparisons = compareRounds(result.rounds)
  const scenarios = [...new Set(comparisons.map(({ scenario }) => scenario))]
  const { old, new: now } = result.commits
  const title = `${now.slice(0, 10)} as it lies here ÷ ${ref} (${old.slice(0, 10)})`
  const isRefused = Object.values(result.refused).some((count) => count > 0)
  return {
    tables: [
      ...scenarios.map((scenario) => ({
        title: `${title}: ${scenario}`,
        rows: comparisons.filter((each) => each.scenario === scenario).map(rowOf),
      })),
      { title: 'Disk, bytes a lead, enriched and vacuumed', rows: diskRows(result.disk) },
      ...(isRefused ? [{ title: 'Requests that were refused', rows: [result.refused] }] : []),
    ],
    figures: { ...result, comparisons },
    demands: [],
  }
}

function rowOf({ figure, old, new: now, ratio, control, verdict }: Comparison) {
  return {
    figure,
    old: inTable(old),
    new: inTable(now),
    'new ÷ old': ratio ? ratio.median.toFixed(3) : '–',
    'control ÷ old': control ? rangeOf(control) : '–',
    verdict,
  }
}

function inTable(value: number): number {
  return rounded(value, value < 100 ? 1 : 0)
}

function rangeOf({ min, max }: Spread): string {
  return `${min.toFixed(3)}–${max.toFixed(3)}`
}
