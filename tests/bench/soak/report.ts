import { lineChart } from '../harness/line-chart.ts'
import { atMost, type Report, rounded } from '../harness/report.ts'
import type { SoakResult, SoakSample } from './measure.ts'
import { mostRisePercent, type Trend, trendOf } from './trend.ts'

type Figure = Exclude<keyof SoakSample, 'seconds' | 'refused'>

const watched: { figure: Figure; name: string }[] = [
  { figure: 'gatewayMegabytes', name: 'gateway memory, MB' },
  { figure: 'workerMegabytes', name: 'worker memory, MB' },
  { figure: 'outboxSeconds', name: 'age of the outbox, s' },
  { figure: 'owedSeconds', name: 'age of the oldest owed enrichment, s' },
  { figure: 'p99Ms', name: 'p99, ms' },
]
const mostMegabytes = 250

export function reportSoak(result: SoakResult): Report {
  const { samples, peakPerSecond, duePerSecond } = result
  const trends = watched.map(({ figure, name }) => ({ figure, name, ...trendFor(samples, figure) }))
  const memory = trends.find(({ figure }) => figure === 'gatewayMegabytes')
  return {
    tables: [
      { title: 'Over time', rows: samples.map(sampleRow) },
      {
        title: `Peak ${rounded(peakPerSecond)}/s, due ${rounded(duePerSecond)}/s, refused ${samples.reduce((sum, each) => sum + each.refused, 0)}`,
        rows: trends.map(({ name, median, max, risePercent, isFlat }) => ({
          figure: name,
          median: rounded(median, 2),
          max: rounded(max, 2),
          'rise %': rounded(risePercent, 1),
          flat: isFlat ? 'yes' : 'no',
        })),
      },
    ],
    figures: { ...result, trends },
    demands: [
      ...atMost('gateway memory, MB', memory?.max, mostMegabytes),
      ...atMost('rise of gateway memory after the warm-up, %', memory?.risePercent, mostRisePercent),
    ],
    svg: chartOf(samples),
  }
}

function trendFor(samples: readonly SoakSample[], figure: Figure): Trend {
  return trendOf(samples.map((sample) => ({ seconds: sample.seconds, value: sample[figure] })))
}

function sampleRow(sample: SoakSample): Record<string, number> {
  return {
    s: sample.seconds,
    'leads/s': rounded(sample.answersPerSecond),
    refused: sample.refused,
    'p50 ms': rounded(sample.p50Ms, 1),
    'p99 ms': rounded(sample.p99Ms, 1),
    'gateway MB': rounded(sample.gatewayMegabytes),
    'worker MB': rounded(sample.workerMegabytes),
    'outbox s': rounded(sample.outboxSeconds, 2),
    owed: sample.owed,
    'owed s': rounded(sample.owedSeconds, 2),
  }
}

function chartOf(samples: readonly SoakSample[]): string {
  const line = (name: string, figure: Figure) => ({ name, values: samples.map((sample) => sample[figure]) })
  return lineChart(
    'A gateway and a worker under even load',
    samples.map(({ seconds }) => seconds),
    [
      {
        title: 'Memory, MB',
        lines: [line('gateway', 'gatewayMegabytes'), line('worker', 'workerMegabytes')],
      },
      {
        title: 'Age of what waits, s',
        lines: [line('owed enrichment', 'owedSeconds'), line('outbox', 'outboxSeconds')],
      },
      { title: 'Answer times, ms', lines: [line('p99', 'p99Ms'), line('p50', 'p50Ms')] },
      { title: 'Leads a second', lines: [line('accepted', 'answersPerSecond')] },
    ],
  )
}
