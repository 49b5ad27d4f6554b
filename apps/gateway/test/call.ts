import { LeadAnswer, LeadWarnings } from '@intake/contracts/lead-answer'
import { expect } from 'vitest'
import { z } from 'zod'
import type { TestGateway } from './make-gateway.ts'

/** Sends any call below `/api/v1`; a body other than undefined goes as JSON. */
export async function call(
  gateway: TestGateway,
  key: string | null,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Response> {
  return gateway.app.request(`/api/v1${path}`, {
    method,
    headers: {
      ...(key === null ? {} : { 'x-api-key': key }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
}

/** The JSON of a call that must be taken. */
export async function taken(response: Response | Promise<Response>): Promise<unknown> {
  const answer = await response
  const text = await answer.text()
  expect(answer.status, text).toBe(200)
  return JSON.parse(text)
}

const UpdateAnswer = LeadAnswer.extend({ success: z.literal(true), warnings: LeadWarnings })

/** Updates a lead, which must be taken; the answer has been held against the strict schema. */
export async function update(
  gateway: TestGateway,
  key: string,
  id: string,
  body: Record<string, unknown>,
): Promise<LeadAnswer> {
  const answer = await taken(call(gateway, key, 'PUT', `/leads/${id}`, body))
  expect(UpdateAnswer.parse(answer)).toEqual(answer)
  const { success: _, warnings: __, ...rest } = UpdateAnswer.parse(answer)
  return rest
}
