import { CreateLeadAnswer, GetLeadAnswer, type LeadAnswer } from '@intake/contracts/lead-answer'
import { expect } from 'vitest'
import type { TestGateway } from './make-gateway.ts'

/** Creates a lead that must be taken; the answer has been held against the strict schema. `firstName` defaults to Ada. */
export async function create(
  gateway: TestGateway,
  key: string,
  body: Record<string, unknown> = {},
  headers: Record<string, string> = {},
): Promise<CreateLeadAnswer> {
  const response = await gateway.post(key, { firstName: 'Ada', ...body }, headers)
  const text = await response.text()
  expect(response.status, text).toBe(200)
  const answer: unknown = JSON.parse(text)
  expect(CreateLeadAnswer.parse(answer)).toEqual(answer)
  return CreateLeadAnswer.parse(answer)
}

/** Reads a lead that must be there, less `callingWindow`; the answer has been held against the strict schema. */
export async function read(gateway: TestGateway, key: string, id: string): Promise<LeadAnswer> {
  const response = await gateway.get(key, id)
  const text = await response.text()
  expect(response.status, text).toBe(200)
  const body: unknown = JSON.parse(text)
  expect(GetLeadAnswer.parse(body)).toEqual(body)
  const { callingWindow: _, ...answer } = GetLeadAnswer.parse(body)
  return answer
}

/** The checklist item with this code, wherever it stands. */
export function itemOf(answer: LeadAnswer, code: string) {
  const item = answer.checklistItems
    .flatMap((group) => group.items)
    .find((candidate) => candidate.checklistItem.code === code)
  if (!item) throw new Error(`the answer has no checklist item ${code}`)
  return item
}
