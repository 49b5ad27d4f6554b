import { expect, test } from 'vitest'
import { chartOf } from './chart.ts'
import { makeBody } from './make-body.ts'
import { measure } from './measure.ts'
import { spreadOf } from './median.ts'
import { ratiosOf } from './ratios.ts'

test('a short run answers everything and has every figure', async () => {
  const result = await measure({
    clients: [2],
    rounds: 1,
    seconds: 1,
    warmSeconds: 0.3,
    say: () => undefined,
  })
  expect(result.measured.map(({ contender }) => contender)).toEqual([
    'Intake',
    'Fastify + one INSERT',
    'Hono, no database',
  ])
  for (const { refused, perSecond, p99Ms, cpuMicros } of result.measured) {
    expect(refused).toBe(0)
    expect(Math.min(perSecond.min, p99Ms.min, cpuMicros.load ?? 0)).toBeGreaterThan(0)
  }
  expect(result.pgbench.median).toBeGreaterThan(0)
  expect(result.drain.leads).toBeGreaterThan(39)
  expect(result.drain.perSecond).toBeGreaterThan(0)
  expect(ratiosOf(result)).toEqual([])
  expect(chartOf(result)).toContain('pgbench, 16')
}, 120_000)

test('bodies are the same for a seed and an index, and their own otherwise', () => {
  expect(makeBody(7, 3)).toBe(makeBody(7, 3))
  const bodies = Array.from({ length: 1000 }, (_, index) => makeBody(7, index))
  expect(new Set(bodies).size).toBe(1000)
  expect(bodies).not.toContain(makeBody(8, 3))
})

test('ratios say whether a demand is met, by medians', () => {
  const cpuMicros = {}
  const of = (contender: string, clients: number, rate: number, p99: number) => ({
    contender,
    clients,
    perSecond: spreadOf([rate]),
    p50Ms: spreadOf([1]),
    p99Ms: spreadOf([p99]),
    refused: 0,
    cpuMicros,
  })
  const ratios = ratiosOf({
    measured: [of('Intake', 64, 900, 30), of('Fastify + one INSERT', 64, 1000, 10)],
    pgbench: spreadOf([400, 500, 450]),
    drain: { leads: 10, perSecond: 450, workerMicros: 1, postgresMicros: 1 },
  })
  expect(ratios.map(({ value, met }) => [value, met])).toEqual([
    [2, true],
    [0.9, true],
    [3, false],
    [0.5, false],
  ])
})
