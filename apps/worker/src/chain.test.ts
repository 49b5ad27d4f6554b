import type { LeadsJob } from '@intake/contracts/jobs'
import type { NewJob } from '@intake/queue/create-queues'
import { createLogger } from '@intake/runtime/logger'
import { expect, test } from 'vitest'
import { type JobDeps, perLead } from './per-lead.ts'

const job: LeadsJob = { workspaceId: 'w', leadIds: ['a', 'poison', 'b'], requestIds: ['ra', 'rp', 'rb'] }
const context = { attempt: 1, jobId: '1', since: new Date(1000) }

function makeDeps() {
  const added: NewJob[] = []
  const names: string[] = []
  const deps = {
    queues: {
      add: async (name: string, jobs: readonly NewJob[]) => {
        names.push(name)
        added.push(...jobs)
      },
    },
    logger: createLogger({ name: 'test', level: 'silent' }),
  } as unknown as JobDeps
  return { deps, added, names }
}

test('a poison lead goes on alone; its neighbours are done', async () => {
  const { deps, added } = makeDeps()
  const done: string[] = []
  const handler = perLead(
    'timezone-inference',
    async (_deps, { leadIds }) => {
      if (leadIds.includes('poison')) throw new Error('poison')
      done.push(...leadIds)
    },
    deps,
  )
  await handler(job, context)
  expect(done).toEqual(['a', 'b'])
  expect(added).toEqual([
    { payload: { workspaceId: 'w', leadIds: ['poison'], requestIds: ['rp'] }, since: context.since },
  ])
  await expect(handler({ ...job, leadIds: ['poison'] }, context)).rejects.toThrow('poison')
})

test('with the database away the whole job is tried again', async () => {
  const { deps, added } = makeDeps()
  const gone = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })
  const handler = perLead('timezone-inference', () => Promise.reject(gone), deps)
  await expect(handler(job, context)).rejects.toBe(gone)
  expect(added).toEqual([])
})

test('a lead that fails goes on as the jobs that take over, also from a job of its own', async () => {
  for (const leadIds of [['a', 'poison'], ['poison']]) {
    const { deps, added, names } = makeDeps()
    const handler = perLead(
      'lead-enrichment',
      async (_deps, payload) => {
        if (payload.leadIds.includes('poison')) throw new Error('poison')
      },
      deps,
      ['timezone-inference', 'duplicate-matching'],
    )
    await handler({ workspaceId: 'w', leadIds, requestIds: leadIds.map((id) => `r${id}`) }, context)
    expect(names).toEqual(['timezone-inference', 'duplicate-matching'])
    const single = {
      payload: { workspaceId: 'w', leadIds: ['poison'], requestIds: ['rpoison'] },
      since: context.since,
    }
    expect(added).toEqual([single, single])
  }
})
