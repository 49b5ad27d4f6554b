import { expect, test } from 'vitest'
import { type RelayEvent, toJobs } from './relay.ts'

const workspace = (n: number) => `00000000-0000-7000-8000-00000000000${n}`

function event(n: number, leads: string[], topic: RelayEvent['topic'] = 'lead.written'): RelayEvent {
  return {
    workspace_id: workspace(n),
    topic,
    lead_ids: leads,
    request_ids: leads.map((lead) => `request ${lead}`),
    traceparents: null,
    created_at: new Date(n * 1000),
  }
}

test('leads of one workspace share jobs, up to the bound, each with its request', () => {
  const later = { ...event(1, ['c']), created_at: new Date(9000) }
  const jobs = toJobs([event(1, ['a', 'b']), event(2, ['x']), later], 2)
  const payloads = [
    { workspaceId: workspace(1), leadIds: ['a', 'b'], requestIds: ['request a', 'request b'] },
    { workspaceId: workspace(1), leadIds: ['c'], requestIds: ['request c'] },
    { workspaceId: workspace(2), leadIds: ['x'], requestIds: ['request x'] },
  ]
  const since = [1000, 9000, 2000].map((time) => new Date(time))
  const expected = payloads.map((payload, index) => ({ payload, since: since[index] }))
  expect(Object.fromEntries(jobs)).toEqual({ 'lead-enrichment': expected })
})

test('each topic becomes its own jobs; without requests the ids are null', () => {
  const jobs = toJobs([{ ...event(1, ['a'], 'lead.inferred-and-matched'), request_ids: null }], 100)
  expect(Object.fromEntries(jobs)).toEqual({
    'activity-enrichment': [
      { payload: { workspaceId: workspace(1), leadIds: ['a'], requestIds: [null] }, since: new Date(1000) },
    ],
  })
})

test('traces go along where there are any', () => {
  const traced = { ...event(1, ['b', 'c']), traceparents: [null, 'trace c'] }
  const [first, second] = toJobs([event(1, ['a']), traced], 2).get('lead-enrichment') ?? []
  expect(first?.payload).not.toHaveProperty('traceparents')
  expect(second?.payload).toMatchObject({ leadIds: ['c'], traceparents: ['trace c'] })
})

test('leads that were announced at different times keep their own', () => {
  const later = { ...event(1, ['b']), created_at: new Date(9000) }
  const [job] = toJobs([event(1, ['a']), later], 100).get('lead-enrichment') ?? []
  expect(job).toMatchObject({
    payload: { leadIds: ['a', 'b'], announcedAt: [1000, 9000] },
    since: new Date(1000),
  })
})
