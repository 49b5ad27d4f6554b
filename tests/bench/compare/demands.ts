import type { Measured } from '../harness/measure-in-turns.ts'
import { atLeast, atMost, type Demand } from '../harness/report.ts'
import type { CompareResult } from './measure.ts'

/** What the project demands of itself, as far as this run has the figures for it. */
export function compareDemands({ measured, pgbench, drain, sustained }: CompareResult): Demand[] {
  const find = (contender: string, clients: number): Measured | undefined =>
    measured.find((each) => each.contender === contender && each.clients === clients)
  const one = find('Intake', 1)
  const burst = find('Intake', 64)
  const many = find('Intake', 256)
  const bare = find('Fastify + one INSERT', 64)
  const cte = find('Hono + one CTE a request', 1)
  return [
    ...atLeast(
      '64 clients ÷ pgbench, one transaction a lead',
      burst && pgbench && burst.perSecond.median / pgbench.median,
      2,
    ),
    ...atLeast(
      '256 clients ÷ pgbench, one transaction a lead',
      many && pgbench && many.perSecond.median / pgbench.median,
      2.4,
    ),
    ...atLeast(
      '64 clients ÷ Fastify + one INSERT',
      burst && bare && burst.perSecond.median / bare.perSecond.median,
      0.8,
    ),
    ...atMost(
      'p99 at 64 clients ÷ p99 of Fastify + one INSERT',
      burst && bare && burst.p99Ms.median / bare.p99Ms.median,
      1.5,
    ),
    ...atMost(
      'p50 of one client ÷ p50 of Hono + one CTE a request',
      one && cte && one.p50Ms.median / cte.p50Ms.median,
      1.1,
    ),
    ...atLeast(
      'sustained with one worker ÷ pgbench in the same minutes',
      sustained.perSecond && sustained.pgbench && sustained.perSecond.median / sustained.pgbench.median,
      1.2,
    ),
    ...atLeast('drain by one worker ÷ 64 clients', burst && drain.perSecond / burst.perSecond.median, 1),
  ]
}
