import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { explainRefusal } from './explain-refusal.ts'
import { createReconnection } from './reconnection.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const readonly = new Error("READONLY You can't write against a read only replica.")
const moved = new Error('MOVED 3999 127.0.0.1:6381')
const byScriptOfRedis6 = new Error(
  "ERR Error running script (call to f_1): @user_script:9: @user_script: 9: -READONLY You can't write",
)
const denied = new Error("NOPERM this user has no permissions to run the 'xadd' command")

const make = (options: Partial<Parameters<typeof createReconnection>[0]> = {}) =>
  createReconnection({ resend: false, isCluster: false, onRefusal: () => undefined, ...options })

test.each([
  ['a producer', {}, [1, 1, 1, false]],
  ['a worker sends again what another server may do', { resend: true }, [2, 2, 1, false]],
  ['a cluster follows MOVED by itself', { isCluster: true }, [1, 1, false, false]],
])('%s', (_, options, expected) => {
  const answers = [readonly, byScriptOfRedis6, moved, denied].map((error) =>
    make(options).reconnectOnError(error),
  )
  expect(answers).toEqual(expected)
})

test('a whole pipeline that is refused ends the connection once', () => {
  const onRefusal = vi.fn()
  const { reconnectOnError } = make({ onRefusal })
  expect([1, 2, 3].map(() => reconnectOnError(readonly))).toEqual([1, false, false])
  expect(onRefusal).toHaveBeenCalledOnce()
})

test('the more refusals in a row, the longer the pause, up to 2 s; after a while it is short again', () => {
  const { reconnectOnError, retryStrategy } = make()
  const pauses = Array.from({ length: 30 }, () => {
    reconnectOnError(readonly)
    vi.advanceTimersByTime(1000)
    return retryStrategy(1)
  })
  expect([pauses[0], pauses[1], pauses[29]]).toEqual([100, 200, 2000])
  vi.advanceTimersByTime(10_000)
  expect(retryStrategy(1)).toBe(100)
  expect(retryStrategy(7)).toBe(700)
})

test.each([
  [byScriptOfRedis6, 'Redis is a read-only replica: its address must lead to the primary'],
  [denied, 'the user of Redis may not run XADD (NOPERM)'],
  [
    new Error('failed to connect to sentinel a:1 because WRONGPASS invalid username-password pair'),
    'Redis refuses the user or the password',
  ],
  [
    Object.assign(new Error('ERR lead 42 is odd'), { name: 'ReplyError' }),
    'Redis answers with an error (ERR)',
  ],
  [new Error('Command timed out'), null],
  [new Error('connect ECONNREFUSED 127.0.0.1:6379'), null],
])('%s is explained as %s', (error, reason) => {
  expect(explainRefusal(error)).toBe(reason)
})
