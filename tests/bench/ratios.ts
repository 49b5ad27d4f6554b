import type { BenchResult, Measured } from './measure.ts'

export interface Ratio {
  what: string
  value: number
  demand: string
  met: boolean
}

/** The ratios that the project sets itself, as far as this run has the figures for them. */
export function ratiosOf({ measured, pgbench, drain }: BenchResult): Ratio[] {
  const find = (contender: string, clients: number): Measured | undefined =>
    measured.find((each) => each.contender === contender && each.clients === clients)
  const ratios: Ratio[] = []
  const add = (what: string, value: number | undefined, demand: number, atLeast = true) => {
    if (value === undefined || Number.isNaN(value)) return
    const met = atLeast ? value >= demand : value <= demand
    ratios.push({ what, value, demand: `${atLeast ? '≥' : '≤'} ${demand}`, met })
  }
  const burst = find('Intake', 64)
  const many = find('Intake', 256)
  const bare = find('Fastify + one INSERT', 64)
  add('64 clients ÷ pgbench, one transaction a lead', burst && burst.perSecond.median / pgbench.median, 2)
  add('256 clients ÷ pgbench, one transaction a lead', many && many.perSecond.median / pgbench.median, 2.4)
  add(
    '64 clients ÷ Fastify + one INSERT',
    burst && bare && burst.perSecond.median / bare.perSecond.median,
    0.8,
  )
  add(
    'p99 at 64 clients ÷ p99 of Fastify + one INSERT',
    burst && bare && burst.p99Ms.median / bare.p99Ms.median,
    1.5,
    false,
  )
  add('drain by one worker ÷ 64 clients', burst && drain.perSecond / burst.perSecond.median, 1)
  return ratios
}
