import { expect, test } from 'vitest'
import { AppError, invalidRequest } from './app-error.ts'

const fault = (pointer: string) => ({ pointer, code: 'required', message: 'is required' })

test.each([
  ['one fault', [fault('/firstName')], '/firstName: is required'],
  ['several', [fault('/a'), fault('/b'), fault('/c')], '/a: is required (and 2 more)'],
  ['one of the whole body', [fault('')], 'is required'],
  ['none', [], 'The request is invalid.'],
])('a refusal of %s says so', (_name, faults, detail) => {
  const error = invalidRequest(faults)
  expect(error).toMatchObject({ code: 'invalid_request', message: detail, errors: faults })
})

test('an error keeps its cause to itself', () => {
  const cause = new Error('secret')
  const error = new AppError('unavailable', 'Try again.', { cause, retryAfter: 1 })
  expect(error).toMatchObject({ message: 'Try again.', retryAfter: 1, cause, errors: [] })
  expect(new AppError('not_found', 'None.')).not.toHaveProperty('cause', expect.anything())
})
