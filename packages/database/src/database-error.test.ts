import pg from 'pg'
import { expect, test } from 'vitest'
import { isItemError, isOutOfTime, isPassing, isUnavailable, sqlState } from './database-error.ts'

function reported(code: string): pg.DatabaseError {
  const error = new pg.DatabaseError('reported by Postgres', 1, 'error')
  error.code = code
  return error
}

function ofSocket(code: string): Error {
  return Object.assign(new Error(`write ${code}`), { code })
}

test.each(['EPIPE', 'ECONNRESET', 'ECONNREFUSED'])('%s of a socket is no SQLSTATE', (code) => {
  expect(sqlState(ofSocket(code))).toBeNull()
  expect(isUnavailable(ofSocket(code))).toBe(true)
})

test.each(['08006', '53300', '57P01', '57014', '55P03', '25006'])('%s means unavailable', (code) => {
  expect(isUnavailable(reported(code))).toBe(true)
  expect(isItemError(reported(code))).toBe(false)
})

test.each(['22P05', '23505', '23514', '54000', 'P0001'])('%s may lie in a single lead', (code) => {
  expect(isItemError(reported(code))).toBe(true)
  expect(isUnavailable(reported(code))).toBe(false)
})

test('a statement that was cancelled ran out of time, one that waited for a lock did not', () => {
  expect(isOutOfTime(reported('57014'))).toBe(true)
  expect(isOutOfTime(reported('55P03'))).toBe(false)
})

test('a deadlock passes', () => {
  expect(isPassing(reported('40P01'))).toBe(true)
  expect(isPassing(reported('23505'))).toBe(false)
})

test.each([
  'Connection terminated unexpectedly',
  'Client was closed and is not queryable',
  'Client has encountered a connection error and is not queryable',
  'timeout exceeded when trying to connect',
  'Query read timeout',
])('the driver: %s', (message) => {
  expect(isUnavailable(new Error(message))).toBe(true)
})

test('a defect of ours is none of these', () => {
  const defect = new TypeError('x is not a function')
  expect([isUnavailable(defect), isItemError(defect), isPassing(defect)]).toEqual([false, false, false])
})
