import { expect, test } from 'vitest'
import { spreadOf } from '../harness/spread.ts'
import { jobsDemands } from './jobs.ts'
import { variantsOf } from './measure.ts'

test('workers are varied with the usual leads a job, and leads a job with the fewest workers', () => {
  expect(variantsOf({ workers: [1, 2], perJob: [1, 200, 500] })).toEqual([
    { workers: 1, perJob: 200 },
    { workers: 2, perJob: 200 },
    { workers: 1, perJob: 1 },
    { workers: 1, perJob: 500 },
  ])
})

test('the second worker may cost a little more CPU a lead, the relay left out', () => {
  const of = (workers: number, perJob: number, worker: number) => ({
    workers,
    perJob,
    perSecond: spreadOf([1000]),
    cpuMicros: { worker, postgres: 180, redis: 20, gateway: workers * 1000 },
  })
  expect(jobsDemands([of(1, 200, 200), of(2, 200, 220), of(1, 1, 900)])).toMatchObject([
    { value: 1.05, met: true },
  ])
  expect(jobsDemands([of(1, 200, 200)])).toEqual([])
})
