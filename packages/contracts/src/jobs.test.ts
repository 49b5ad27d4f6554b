import { expect, test } from 'vitest'
import { enrichmentJobNames, jobCatalogue, jobNames, jobOfTopic, nextJob } from './jobs.ts'

const workspaceId = '0198c0de-0000-7000-8000-000000000001'
const leadIds = ['0198c0de-0000-7000-8000-000000000002']

test.each(jobNames)('%s takes the payloads of every version so far', (name) => {
  for (const payload of [
    { workspaceId, leadIds },
    { workspaceId, leadIds, requestIds: ['request-1'] },
    { workspaceId, leadIds, requestIds: [null] },
    { workspaceId, leadIds, requestIds: ['request-1'], traceparents: [null] },
    { workspaceId, leadIds, generations: [7] },
  ])
    expect(jobCatalogue[name].payload.parse(payload)).toEqual(payload)
})

test.each(jobNames)('%s carries nothing but ids', (name) => {
  const { payload } = jobCatalogue[name]
  const withMore = { workspaceId, leadIds, email: 'ada@example.com' }
  expect(payload.parse(withMore)).not.toHaveProperty('email')
  for (const wrong of [
    {},
    { workspaceId, leadIds: [] },
    { workspaceId, leadIds: ['1'] },
    { workspaceId: '1', leadIds },
  ])
    expect(payload.safeParse(wrong).success).toBe(false)
})

test('every job is announced by a topic, goes on from another or is given by a scheduler, and the jobs of a lead are one chain', () => {
  const next = jobNames.flatMap((name) => nextJob(name) ?? [])
  const scheduled = ['source-reconcile'] as const
  expect([...Object.values(jobOfTopic), ...next, ...scheduled].sort()).toEqual([...jobNames].sort())
  for (const name of scheduled) expect(jobCatalogue[name].isHint).toBe(true)
  const chain = ['timezone-inference', 'duplicate-matching', 'activity-enrichment'] as const
  expect(enrichmentJobNames).toEqual(chain)
  expect(chain.map(nextJob)).toEqual([chain[1], chain[2], null])
})
