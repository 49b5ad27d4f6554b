import { expect, test } from 'vitest'
import { makeScrape } from '../../test/make-scrape.ts'
import { reportProcesses } from './report-processes.ts'

const gateway = (leads: number) =>
  `intake_leads_total{result="created"} ${leads}\nprocess_resident_memory_bytes 5000000`
const worker = (leads: number) =>
  `intake_job_leads_total{queue="a"} ${leads}\nintake_job_leads_total{queue="b"} ${leads}`

test('tells of each process what it does, gateways before workers before those that are silent', () => {
  const before = makeScrape(0, { 'a:1': null, 'b:1': worker(0), 'c:1': gateway(10) })
  const after = makeScrape(2_000, { 'a:1': null, 'b:1': worker(30), 'c:1': gateway(20), 'd:1': gateway(900) })
  const silent = { address: 'a:1', isAnswering: false, kind: null, leadsPerSecond: null, memory: null }
  expect(reportProcesses(before, after)).toEqual([
    { address: 'c:1', isAnswering: true, kind: 'gateway', leadsPerSecond: 5, memory: 5_000_000 },
    // New: nothing to compare with.
    { address: 'd:1', isAnswering: true, kind: 'gateway', leadsPerSecond: null, memory: 5_000_000 },
    { address: 'b:1', isAnswering: true, kind: 'worker', leadsPerSecond: 30, memory: null },
    silent,
  ])
  expect(reportProcesses(undefined, before)[2]).toEqual(silent)
})
