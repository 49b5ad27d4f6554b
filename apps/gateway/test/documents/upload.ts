import { UploadDocumentsAnswer } from '@intake/contracts/documents'
import { expect } from 'vitest'
import { z } from 'zod'
import { taken } from '../call.ts'
import type { TestGateway } from '../make-gateway.ts'
import { makeForm } from './make-form.ts'

/** Sends a form to `POST /api/v1/documents`. */
export async function upload(
  gateway: TestGateway,
  key: string,
  form: FormData,
  headers: Record<string, string> = {},
): Promise<Response> {
  return gateway.app.request('/api/v1/documents', {
    method: 'POST',
    headers: { 'x-api-key': key, ...headers },
    body: form,
  })
}

const Answer = UploadDocumentsAnswer.extend({ success: z.literal(true) })

/** The same for a form that must be taken; the answer has been held against the strict schema. */
export async function uploaded(
  gateway: TestGateway,
  key: string,
  fields: Parameters<typeof makeForm>[0],
): Promise<UploadDocumentsAnswer> {
  const answer = await taken(upload(gateway, key, makeForm(fields)))
  expect(Answer.parse(answer)).toEqual(answer)
  return Answer.parse(answer)
}
