import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { compare } from '../bench/compare/compare.ts'
import { fleet } from '../bench/fleet/fleet.ts'
import { growth } from '../bench/growth/growth.ts'
import type { Command } from '../bench/harness/define-command.ts'
import { jobs } from '../bench/jobs/jobs.ts'
import { soak } from '../bench/soak/soak.ts'
import { sources } from '../bench/sources/sources.ts'

let out = ''
beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), 'intake-bench-'))
})
afterAll(() => rm(out, { recursive: true, force: true }))

const quiet = { say: () => undefined, log: () => undefined, table: () => undefined }

/** Runs a command as from a shell. Answers what it wrote. */
async function run(command: Command, options: string) {
  const code = await command.start([...options.split(' '), '--out', out], quiet)
  expect(code).toBe(0)
  const svg = await readFile(join(out, `${command.name}.svg`), 'utf8')
  expect(svg).toMatch(/^<svg.*<\/svg>\n$/s)
  expect(svg).not.toMatch(/NaN|undefined|Infinity/)
  return { figures: JSON.parse(await readFile(join(out, `${command.name}.json`), 'utf8')), svg }
}

test('bench answers everything and has every figure', async () => {
  const { figures, svg } = await run(
    compare,
    '--clients 2 --rounds 1 --seconds 0.5 --warm-seconds 0.05 --sustained-seconds 0.6',
  )
  expect(figures.measured.map(({ contender }: { contender: string }) => contender)).toEqual([
    'Intake',
    'Intake, two gateways',
    'Fastify + one INSERT',
    'Hono + one CTE a request',
    'Hono, no database',
  ])
  for (const { refused, perSecond, p99Ms, cpuMicros } of figures.measured) {
    expect(refused).toBe(0)
    expect(Math.min(perSecond.min, p99Ms.min, cpuMicros.node, cpuMicros.load)).toBeGreaterThan(0)
  }
  // Before the figures of baselines: it says why one has none.
  expect(figures.failed).toEqual([])
  expect(figures.pgbench.median).toBeGreaterThan(0)
  expect(figures.pgbenchAllItems.median).toBeGreaterThan(0)
  expect(figures.drain.leads).toBeGreaterThan(0)
  expect(figures.drain.perSecond).toBeGreaterThan(0)
  expect(figures.sustained.pgbench.median).toBeGreaterThan(0)
  expect(figures.sustained.windows.length).toBeGreaterThan(1)
  for (const { accepted, enriched } of figures.sustained.windows) {
    expect(accepted).toBeGreaterThan(0)
    expect(enriched).toBeLessThanOrEqual(accepted)
  }
  expect(figures.disk.leads).toBeGreaterThan(0)
  expect(svg).toContain('pgbench, 16')
}, 240_000)

test('bench:jobs enriches a backlog with each number of workers and leads a job', async () => {
  const { figures } = await run(jobs, '--workers 1,2 --per-job 200 --leads 300 --warm-leads 50 --rounds 1')
  expect(figures.variants).toMatchObject([
    { workers: 1, perJob: 200 },
    { workers: 2, perJob: 200 },
  ])
  for (const { perSecond, cpuMicros } of figures.variants)
    expect(Math.min(perSecond.min, cpuMicros.worker, cpuMicros.postgres)).toBeGreaterThan(0)
  expect(figures.demands).toHaveLength(1)
}, 120_000)

test('bench:growth fills databases and measures a gateway on each', async () => {
  const { figures } = await run(
    growth,
    '--leads 0,3000 --clients 2 --rounds 1 --seconds 0.5 --warm-seconds 0.05',
  )
  expect(figures.filled.map(({ leads }: { leads: number }) => leads)).toEqual([0, 3000])
  expect(figures.filled[1].megabytes).toBeGreaterThan(figures.filled[0].megabytes)
  expect(figures.measured).toMatchObject([
    { contender: '0 leads before', refused: 0 },
    { contender: '3,000 leads before', refused: 0 },
  ])
}, 120_000)

test('bench:soak sees memory and ages over time', async () => {
  const { figures } = await run(soak, '--minutes 0.05 --sample-seconds 1 --peak-seconds 1 --clients 4')
  expect(figures.samples.length).toBeGreaterThan(1)
  for (const { refused, answersPerSecond, gatewayMegabytes, workerMegabytes } of figures.samples) {
    expect(refused).toBe(0)
    expect(answersPerSecond).toBeLessThan(figures.peakPerSecond)
    expect(Math.min(answersPerSecond, gatewayMegabytes, workerMegabytes)).toBeGreaterThan(0)
  }
  expect(figures.demands).toHaveLength(2)
}, 120_000)

test('bench:fleet loads one gateway and a fleet, and waits for their jobs', async () => {
  const { figures } = await run(fleet, '--workers 2 --clients 4 --rounds 1 --seconds 1 --warm-seconds 0.05')
  expect(figures.measured).toMatchObject([
    { name: 'gateways: 1, workers: 1' },
    { name: 'gateways: 2, workers: 2' },
  ])
  for (const { taken, enriched, cpuMicros } of figures.measured) {
    expect(enriched.median).toBeLessThan(taken.median)
    expect(Math.min(enriched.min, cpuMicros.gateway, cpuMicros.worker, cpuMicros.postgres)).toBeGreaterThan(0)
  }
}, 120_000)

test('bench:sources sends the same leads as submissions and as creates', async () => {
  const { figures } = await run(sources, '--clients 2 --rounds 1 --seconds 1 --warm-seconds 0.05')
  expect(figures.measured).toMatchObject([
    { name: 'create' },
    { name: 'submission' },
    { name: 'create again' },
  ])
  for (const { refused, perSecond, cpuMicros } of figures.measured) {
    expect(refused).toBe(0)
    expect(Math.min(perSecond.min, cpuMicros.node, cpuMicros.postgres)).toBeGreaterThan(0)
  }
  expect(figures.ratio.median).toBeGreaterThan(0)
  expect(figures.demands).toHaveLength(1)
}, 120_000)
