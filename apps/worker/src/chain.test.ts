import type { JobName, LeadsJob } from '@intake/contracts/jobs'
import type { StageResult } from '@intake/leads/enrichment/stage-result'
import type { NewJob } from '@intake/queue/create-queues'
import { createLogger } from '@intake/runtime/logger'
import { expect, test } from 'vitest'
import { chained, type JobDeps } from './chain.ts'

const job: LeadsJob = {
  workspaceId: 'w',
  leadIds: ['a', 'poison', 'b'],
  requestIds: ['ra', 'rp', 'rb'],
  traceparents: [null, 'tp', 'tb'],
}
const context = { attempt: 1, jobId: '1', since: new Date(1000) }

function makeDeps() {
  const added: [JobName, ...NewJob[]][] = []
  const add = async (name: JobName, jobs: readonly NewJob[]) => void added.push([name, ...jobs])
  const logger = createLogger({ name: 'test', level: 'silent' })
  return { deps: { queues: { add }, logger } as unknown as JobDeps, added }
}

/** A stage that has done each lead, in generation 7, but for the poison one. */
async function stage(_: unknown, leads: LeadsJob): Promise<StageResult> {
  if (leads.leadIds.includes('poison')) throw new Error('poison')
  const next = { ...leads, generations: leads.leadIds.map(() => 7) }
  return { next, counts: { leads: leads.leadIds.length } }
}

test('the next job is added for the leads that are done, as old as the first', async () => {
  const { deps, added } = makeDeps()
  const fine = { ...job, leadIds: ['a', 'c', 'b'] }
  const counts = await chained('timezone-inference', stage, deps)(fine, context)
  expect(counts).toEqual({ leads: 3 })
  expect(added).toEqual([
    ['duplicate-matching', { payload: { ...fine, generations: [7, 7, 7] }, since: context.since }],
  ])
  await chained('activity-enrichment', stage, deps)(fine, context)
  expect(added).toHaveLength(1)
})

test('a poison lead goes on alone, in its job; its neighbours go on together', async () => {
  const { deps, added } = makeDeps()
  const handler = chained('duplicate-matching', stage, deps)
  expect(await handler(job, context)).toEqual({ leads: 2, split: 1 })
  const neighbours = {
    workspaceId: 'w',
    leadIds: ['a', 'b'],
    requestIds: ['ra', 'rb'],
    traceparents: [null, 'tb'],
    generations: [7, 7],
  }
  const single = { workspaceId: 'w', leadIds: ['poison'], requestIds: ['rp'], traceparents: ['tp'] }
  expect(added).toEqual([
    ['activity-enrichment', { payload: neighbours, since: context.since }],
    ['duplicate-matching', { payload: single, since: context.since }],
  ])
  await expect(handler(single, context)).rejects.toThrow('poison')
})

test('with the database away the whole job is tried again', async () => {
  const { deps, added } = makeDeps()
  const gone = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })
  const handler = chained('timezone-inference', () => Promise.reject(gone), deps)
  await expect(handler(job, context)).rejects.toBe(gone)
  expect(added).toEqual([])
})

test('where the next job can’t be added this one fails, and is tried again', async () => {
  const { deps } = makeDeps()
  deps.queues.add = () => Promise.reject(new Error('READONLY'))
  const fine = { ...job, leadIds: ['a', 'c', 'b'] }
  await expect(chained('timezone-inference', stage, deps)(fine, context)).rejects.toThrow('READONLY')
})
