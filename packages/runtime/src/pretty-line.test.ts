import { expect, test } from 'vitest'
import { createLogger } from './logger.ts'

function prettyLogger() {
  const lines: string[] = []
  const destination = { write: (line: string) => void lines.push(line) }
  return { logger: createLogger({ name: 'worker', level: 'info', format: 'pretty', destination }), lines }
}

test('a request is one line: time, process, method, path, status, ms and request id', () => {
  const { logger, lines } = prettyLogger()
  const request = { requestId: 'r-1', method: 'POST', route: '/api/v1/leads', path: '/api/v1/leads' }
  logger.info({ ...request, status: 200, bytes: 900, ms: 3.2, keyId: 'key-1' }, 'request')
  expect(lines).toEqual([
    expect.stringMatching(
      /^\d\d:\d\d:\d\d\.\d{3} {2}worker {3}POST \/api\/v1\/leads {2}200 {2}3\.2 ms {2}r-1\n$/,
    ),
  ])
})

test('a job is one line with what it did', () => {
  const { logger, lines } = prettyLogger()
  const job = { job: 'timezone-inference', jobId: '7', attempt: 1, leads: 2, zones: 1, ms: 4 }
  logger.info({ ...job, requestIds: ['r-1'], traceId: undefined }, 'job done')
  logger.info({ ...job, attempt: 2, requestIds: ['r-1', 'r-2'] }, 'job done')
  expect(lines.map((line) => line.slice(14))).toEqual([
    'worker   timezone-inference  done  4 ms  r-1  leads=2  zones=1\n',
    'worker   timezone-inference  done  4 ms  2 requests  leads=2  zones=1  attempt=2\n',
  ])
})

test('warnings say so, errors show where they come from, and what is personal is hidden here, too', () => {
  const { logger, lines } = prettyLogger()
  logger.warn({ endpoints: 2, email: 'ada@example.com' }, 'slow')
  logger.error({ err: new TypeError('cannot store') }, 'storing failed')
  expect(lines[0]?.slice(14)).toBe('worker   WARN  slow  endpoints=2  email=[redacted]\n')
  expect(lines[1]).toMatch(
    /ERROR {2}storing failed\n {4}TypeError: cannot store\n {8}at .*pretty-line\.test\.ts/,
  )
})
