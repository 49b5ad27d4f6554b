import { expect, test } from 'vitest'
import { spreadOf } from '../harness/spread.ts'
import { compareDemands } from './demands.ts'

const of = (contender: string, clients: number, rate: number, p50: number, p99: number) => ({
  contender,
  clients,
  perSecond: spreadOf([rate]),
  p50Ms: spreadOf([p50]),
  p99Ms: spreadOf([p99]),
  refused: 0,
  cpuMicros: {},
})
const result = {
  measured: [of('Intake', 64, 900, 9, 30), of('Fastify + one INSERT', 64, 1000, 5, 10)],
  pgbench: spreadOf([400, 500, 450]),
  pgbenchAllItems: spreadOf([300]),
  drain: { leads: 10, perSecond: 450, cpuMicros: {} },
  sustained: { perSecond: spreadOf([600]), pgbench: spreadOf([500]), windows: [] },
  disk: {},
  failed: [],
}

test('demands say whether they are met, by medians, as far as there are figures', () => {
  expect(compareDemands(result).map(({ value, met }) => [value, met])).toEqual([
    [2, true],
    [0.9, true],
    [3, false],
    [1.2, true],
    [0.5, false],
  ])
  const measured = [of('Intake', 1, 400, 2.1, 3), of('Hono + one CTE a request', 1, 500, 2, 3)]
  const sustained = { ...result.sustained, perSecond: null }
  expect(compareDemands({ ...result, measured, sustained })).toMatchObject([{ value: 1.05, met: true }])
})

test('there is no demand against a baseline that failed', () => {
  const withoutPgbench = { ...result, pgbench: null, sustained: { ...result.sustained, pgbench: null } }
  expect(compareDemands(withoutPgbench).map(({ value }) => value)).toEqual([0.9, 3, 0.5])
})
