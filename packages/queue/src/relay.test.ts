import { createLogger } from '@intake/runtime/logger'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Queues } from './create-queues.ts'
import { type RelayEvent, startRelay, toJobs } from './relay.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

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
  expect(Object.fromEntries(jobs)).toEqual({ 'timezone-inference': expected })
})

test('each topic becomes its own jobs; without requests the ids are null', () => {
  const jobs = toJobs([{ ...event(1, ['a'], 'webhook.due'), request_ids: null }], 100)
  expect(Object.fromEntries(jobs)).toEqual({
    'webhook-delivery': [
      { payload: { workspaceId: workspace(1), leadIds: ['a'], requestIds: [null] }, since: new Date(1000) },
    ],
  })
})

test('traces go along where there are any', () => {
  const traced = { ...event(1, ['b', 'c']), traceparents: [null, 'trace c'] }
  const [first, second] = toJobs([event(1, ['a']), traced], 2).get('timezone-inference') ?? []
  expect(first?.payload).not.toHaveProperty('traceparents')
  expect(second?.payload).toMatchObject({ leadIds: ['c'], traceparents: ['trace c'] })
})

test('leads that were announced at different times keep their own', () => {
  const later = { ...event(1, ['b']), created_at: new Date(9000) }
  const [job] = toJobs([event(1, ['a']), later], 100).get('timezone-inference') ?? []
  expect(job).toMatchObject({
    payload: { leadIds: ['a', 'b'], announcedAt: [1000, 9000] },
    since: new Date(1000),
  })
})

/** A relay over these claims, the last one for ever, with when each was made, in ms. `behind` are those that leave some behind. */
function relayOver(
  claims: RelayEvent[][],
  countWaiting: () => Promise<number> = async () => 0,
  behind: RelayEvent[][] = [],
) {
  const start = Date.now()
  const claimedAt: number[] = []
  const rooms: unknown[] = []
  const relay = startRelay({
    source: {
      claim: async (dispatch, room) => {
        rooms.push(room)
        const events = claims[Math.min(claimedAt.length, claims.length - 1)] ?? []
        claimedAt.push(Date.now() - start)
        if (events.length > 0) await dispatch(events)
        return { leads: events.length, isMore: behind.includes(events) }
      },
    },
    queues: { add: async () => undefined, countWaiting } as unknown as Queues,
    logger: createLogger({ name: 'test', level: 'silent' }),
  })
  const close = async () => {
    const closed = relay.close()
    await vi.runAllTimersAsync()
    await closed
  }
  return { relay, claimedAt, rooms, close }
}

test('a lone event is handed over at once, what follows gathers, and a backlog does not wait', async () => {
  const backlog = Array.from({ length: 200 }, () => event(1, ['b']))
  const { relay, claimedAt, close } = relayOver([[], [event(1, ['a'])], backlog, [event(1, ['c'])], []])
  await vi.advanceTimersByTimeAsync(50)
  relay.wake()
  await vi.advanceTimersByTimeAsync(250)
  expect(claimedAt).toEqual([0, 50, 150, 160, 260])
  await close()
})

test('a relay that finds nothing for long looks once a second, and as often as before once something was there', async () => {
  const nothing = Array.from({ length: 200 }, (): RelayEvent[] => [])
  const { relay, claimedAt, close } = relayOver([...nothing, [event(1, ['a'])], []])
  const looksIn = async (ms: number) => {
    const before = claimedAt.length
    await vi.advanceTimersByTimeAsync(ms)
    return claimedAt.length - before
  }
  expect(await looksIn(3000)).toBe(16)
  while (claimedAt.length < 150) await vi.advanceTimersByTimeAsync(1000)
  expect(await looksIn(10_000)).toBe(10)
  // What this process commits waits for nothing.
  relay.wake()
  expect(await looksIn(100)).toBe(1)
  expect(await looksIn(2000)).toBe(10)
  await close()
})

test('a claim that left events behind is followed at once, however few it held', async () => {
  const few = [event(1, ['a']), event(2, ['b'])]
  const { claimedAt, close } = relayOver([few, few, [event(1, ['c'])], []], async () => 0, [few])
  await vi.advanceTimersByTimeAsync(110)
  expect(claimedAt).toEqual([0, 10, 20])
  await close()
})

test('a claim whose events another relay holds, with more behind them, is followed soon', async () => {
  const held: RelayEvent[] = []
  const { claimedAt, close } = relayOver([held, [event(1, ['a'])], []], async () => 0, [held])
  await vi.advanceTimersByTimeAsync(110)
  expect(claimedAt).toEqual([0, 10, 110])
  await close()
})

test.each([
  ['failed', () => Promise.reject(new Error('no connection'))],
  ['found enough waiting', () => Promise.resolve(32)],
])('a relay that is closed during a turn that %s does not rest first', async (_, countWaiting) => {
  const { relay } = relayOver([[]], countWaiting)
  const closed = relay.close()
  await vi.advanceTimersByTimeAsync(0)
  expect(vi.getTimerCount()).toBe(0)
  await closed
})

test('nothing is claimed while Redis gives no sign of life, or until half of what may wait there is gone', async () => {
  const answers = [Promise.reject(new Error('no connection')), Promise.resolve(32), Promise.resolve(17)]
  const { claimedAt, rooms, close } = relayOver([[]], () => answers.shift() ?? Promise.resolve(16))
  await vi.advanceTimersByTimeAsync(249)
  expect(claimedAt).toEqual([])
  await vi.advanceTimersByTimeAsync(1)
  expect(claimedAt).toEqual([250])
  expect(rooms).toEqual([{ jobs: 16, leadsPerJob: 200 }])
  await close()
})
