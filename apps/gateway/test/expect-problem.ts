import type { ErrorCode } from '@intake/contracts/app-error'
import { DuplicateLeadProblem, Problem } from '@intake/contracts/problem'
import { expect } from 'vitest'
import { z } from 'zod'

const StrictProblem = z.strictObject(Problem.shape)
const StrictDuplicate = z.strictObject(DuplicateLeadProblem.shape)

/** Holds a refusal against the problem contract: type, headers, every member. Answers the document. */
export async function expectProblem(response: Response, status: number, code: ErrorCode): Promise<Problem> {
  const text = await response.text()
  expect({ status: response.status, text }).toMatchObject({ status })
  expect(response.headers.get('content-type')).toBe('application/problem+json')
  const problem = (code === 'duplicate_lead' ? StrictDuplicate : StrictProblem).parse(JSON.parse(text))
  expect(problem).toMatchObject({ status, code, success: false, error: problem.detail })
  expect(problem.requestId).toBe(response.headers.get('x-request-id'))
  expect(problem.title).not.toBe('')
  expect(problem.detail).not.toBe('')
  return problem
}

/** A 400 that blames exactly these members of the body. */
export async function expectInvalid(response: Response, ...pointers: string[]): Promise<Problem> {
  const problem = await expectProblem(response, 400, 'invalid_request')
  expect(problem.errors.map((error) => error.pointer)).toEqual(pointers)
  return problem
}
