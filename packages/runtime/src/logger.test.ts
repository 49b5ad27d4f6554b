import { expect, test } from 'vitest'
import { createLogger } from './logger.ts'

function loggerWithLines(level: 'info' | 'debug' = 'info') {
  const lines: Record<string, unknown>[] = []
  const destination = { write: (line: string) => void lines.push(JSON.parse(line)) }
  return { logger: createLogger({ name: 'test', level, destination }), lines }
}

function postgresError() {
  return Object.assign(new Error('duplicate key value violates unique constraint "leads_pkey"'), {
    severity: 'ERROR',
    code: '23505',
    constraint: 'leads_pkey',
    detail: 'Key (email)=(ada@example.com) already exists.',
    where: 'COPY leads, line 1: "Ada"',
    parameters: ['Ada'],
  })
}

test('a line has an ISO time, a level in words, the name and the message', () => {
  const { logger, lines } = loggerWithLines()
  logger.info({ leadId: 'lead-1' }, 'lead stored')
  expect(lines[0]).toMatchObject({ level: 'info', name: 'test', leadId: 'lead-1', msg: 'lead stored' })
  expect(lines[0]?.time).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
})

test('lines under the level are left out', () => {
  const { logger, lines } = loggerWithLines()
  logger.debug('not now')
  expect(lines).toEqual([])
})

test('personal and secret keys are hidden at any depth, in any spelling, in children too', () => {
  const { logger, lines } = loggerWithLines()
  const child = logger.child({ requestId: 'r-1', email: 'ada@example.com' })
  child.info({
    leads: [{ id: 'lead-1', firstName: 'Ada', phone_e164: '+12125550100' }],
    headers: { 'X-API-Key': 'sk_1', Authorization: 'Bearer x', accept: '*/*' },
    lastName: null,
  })
  expect(lines[0]).toMatchObject({
    requestId: 'r-1',
    email: '[redacted]',
    leads: [{ id: 'lead-1', firstName: '[redacted]', phone_e164: '[redacted]' }],
    headers: { 'X-API-Key': '[redacted]', Authorization: '[redacted]', accept: '*/*' },
    lastName: null,
  })
})

test('an error keeps name, message, stack, code and cause', () => {
  const { logger, lines } = loggerWithLines()
  const cause = Object.assign(new Error('connect refused'), { code: 'ECONNREFUSED' })
  logger.error({ err: new TypeError('cannot store', { cause }) }, 'storing failed')
  expect(lines[0]).toMatchObject({
    msg: 'storing failed',
    err: {
      type: 'TypeError',
      message: 'cannot store',
      stack: expect.stringContaining('logger.test.ts'),
      cause: { type: 'Error', message: 'connect refused', code: 'ECONNREFUSED' },
    },
  })
})

test.each(['err', 'reason'])(
  'a Postgres error under "%s" keeps names and drops the values of the row',
  (key) => {
    const { logger, lines } = loggerWithLines()
    logger.error({ [key]: postgresError() }, 'query failed')
    expect(lines[0]?.[key]).toMatchObject({ code: '23505', constraint: 'leads_pkey' })
    expect(JSON.stringify(lines)).not.toMatch(/ada|COPY/i)
  },
)

test('a data exception that quotes its input is cut before it, in message, stack and msg', () => {
  const { logger, lines } = loggerWithLines()
  const error = Object.assign(new Error('invalid input syntax for type uuid: "Ada Lovelace"'), {
    severity: 'ERROR',
    code: '22P02',
  })
  logger.error(error)
  logger.error({ err: error })
  logger.error({ err: new AggregateError([error], 'all failed') }, 'retries used up')
  expect(lines).toHaveLength(3)
  expect(lines[0]?.msg).toBe('invalid input syntax for type uuid: "[redacted]"')
  expect(JSON.stringify(lines)).not.toContain('Ada')
})

test('a circular object is logged, not followed for ever', () => {
  const { logger, lines } = loggerWithLines()
  const loop: Record<string, unknown> = { id: 1 }
  loop.self = loop
  logger.info({ loop }, 'round')
  expect(JSON.stringify(lines[0])).toContain('[too deep]')
})
