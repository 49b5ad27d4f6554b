import { type Stack, startStack } from '@intake/testing/start-stack'
import { waitFor } from '@intake/testing/wait-for'
import { afterAll, beforeAll, expect, expectTypeOf, test } from 'vitest'
import {
  createIntakeClient,
  type ImportResult,
  type IntakeClient,
  IntakeProblem,
  type Lead,
  type WebhookPayload,
} from '../src/client.ts'

let stack: Stack
let intake: IntakeClient
beforeAll(async () => {
  stack = await startStack({ workers: 0 })
  intake = createIntakeClient({ baseUrl: stack.apps.gateway[0]?.url ?? '', apiKey: stack.workspace.key })
}, 120_000)
afterAll(() => stack.close(), 60_000)

const refusal = async (call: Promise<unknown>): Promise<IntakeProblem> => {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(IntakeProblem)
  return error as IntakeProblem
}

test('what a receiver of webhooks gets is typed by its event, which the compiler holds', () => {
  const readZone = (payload: WebhookPayload) =>
    payload.event === 'lead.enriched' ? payload.data.timezone : undefined
  expectTypeOf(readZone).returns.toEqualTypeOf<string | null | undefined>()
})

test('every operation, typed', async () => {
  const { lead, checklistItems } = await intake.createLead({
    body: { firstName: 'Ada', email: 'ada@example.com', tags: ['VIP'] },
  })
  const typed: Lead = lead
  expect(typed.tags).toEqual(['VIP'])
  expect(checklistItems[0]?.items[0]?.checklistItem.code).toBe('business_name')
  const { id } = lead

  expect((await intake.updateLead({ id, body: { lastName: 'Lovelace' } })).lead.lastName).toBe('Lovelace')
  expect((await intake.updateLeadByBody({ body: { leadId: id, middleName: 'King' } })).lead.middleName).toBe(
    'King',
  )
  expect(
    (await intake.checkLead({ body: { email: 'ADA@example.com' } })).matchingLeads[0]?.matchedOn,
  ).toEqual(['email'])
  const { checklistItem } = await intake.addChecklistItem({
    id,
    body: { label: 'Utility bill', fieldType: 'FILE' },
  })
  expect((await intake.getChecklist({ id })).flatMap(({ items }) => items).map((item) => item.id)).toContain(
    checklistItem.id,
  )
  const { actionLog } = await intake.addActionLog({
    id,
    body: { type: 'MESSAGE', status: 'AWAITING_APPROVAL', messages: [{ channel: 'sms', body: 'Hello' }] },
  })
  expect(
    (await intake.updateActionLog({ id, logId: actionLog.id, body: { status: 'PENDING' } })).actionLog.status,
  ).toBe('PENDING')
  const { actionLogId } = await intake.addActivity({
    body: { leadId: id, eventType: 'call', title: 'Called' },
  })
  expect((await intake.listActionLogs({ id, limit: 1 }))[0]?.id).toBe(actionLogId)
  expect((await intake.getLead({ id })).callingWindow).toBeNull()
  expect((await intake.describePhone({ number: '+1 (602) 262-0000' })).timezone.zone).toBe('America/Phoenix')
  expect((await intake.deleteLead({ id })).lead.id).toBe(id)
  expect((await intake.listLeads()).leads).toEqual([])
})

test('all pages of a list, whichever way it is paged', async () => {
  const ids: string[] = []
  for (let number = 0; number < 5; number++)
    ids.unshift(
      (await intake.createLead({ body: { firstName: 'Ada', tags: ['paged'] } }, { prefer: 'minimal' })).lead
        .id,
    )
  const seen: string[] = []
  for await (const { id } of intake.each.listLeads({ tag: 'paged', limit: 2 })) seen.push(id)
  expect(seen).toEqual(ids)

  const [id = ''] = ids
  for (const title of ['One', 'Two'])
    await intake.addActivity({ body: { leadId: id, eventType: 'call', title } })
  const summaries: (string | null)[] = []
  for await (const { summary } of intake.each.listActionLogs({ id, limit: 1 })) summaries.push(summary)
  expect(summaries).toEqual(['Two', 'One', 'Lead created'])
})

test('a refusal is a typed problem', async () => {
  const problem = await refusal(intake.createLead({ body: { firstName: ' ', tags: ['', 'x'] } }))
  expect(problem).toMatchObject({
    status: 400,
    code: 'invalid_request',
    type: '/problems/invalid-request',
    retryable: false,
    attempts: 1,
  })
  expect(problem.errors.map(({ pointer }) => pointer)).toEqual(['/firstName', '/tags/0'])
  expect(problem.requestId).toMatch(/^[0-9a-f-]{36}$/)

  const { lead } = await intake.createLead({ body: { firstName: 'Ada', email: 'twice@example.com' } })
  const options = { headers: { 'Intake-Duplicate-Policy': 'reject', 'X-Request-Id': 'mine' } }
  const { document, requestId } = await refusal(
    intake.createLead({ body: { firstName: 'Ada', email: 'twice@example.com' } }, options),
  )
  expect(requestId).toBe('mine')
  if (document?.code !== 'duplicate_lead') throw new Error('is no duplicate')
  expect(document.existingLeadId).toBe(lead.id)

  const stranger = createIntakeClient({ baseUrl: stack.apps.gateway[0]?.url ?? '', apiKey: 'none' })
  expect(await refusal(stranger.listLeads())).toMatchObject({ status: 401, code: 'unauthorized' })
})

test('a call with the same key is the same call', async () => {
  const call = () => {
    const told: string[] = []
    const onAnswer = ({ headers }: { headers: Headers }) =>
      void told.push(headers.get('idempotent-replayed') ?? 'first')
    return intake
      .createLead({ body: { firstName: 'Ada' } }, { idempotencyKey: 'one', onAnswer })
      .then((answer) => ({ answer, told }))
  }
  const [first, second] = [await call(), await call()]
  expect(second.answer).toEqual(first.answer)
  expect([first.told, second.told]).toEqual([['first'], ['true']])
})

test('a file of leads: a Blob says whether it is CSV; results come as lines', async () => {
  const body = new Blob(['firstName,email\nAda,ada@example.com\n,x\n'], { type: 'text/csv' })
  const { import: sent } = await intake.createImport({ body, filename: 'leads.csv' })
  expect(sent.format).toBe('csv')
  const { id } = sent
  const done = await waitFor('the import to end', async () => {
    const { import: imported } = await intake.getImport({ id })
    return imported.completedAt !== null && imported
  })
  expect(done.rows).toEqual({ read: 2, created: 1, merged: 0, refused: 1, warned: 0 })
  const lines = (await intake.listImportResults({ id })).trimEnd().split('\n')
  expect(lines.map((line) => (JSON.parse(line) as ImportResult).outcome)).toEqual(['created', 'refused'])
  expect(await intake.listImportResults({ id, format: 'csv', outcome: 'refused' })).toMatch(
    /^row,line,outcome,.*\n2,3,refused,/,
  )
  expect((await intake.listImports()).imports.map((imported) => imported.id)).toEqual([id])
  expect((await intake.cancelImport({ id })).import.status).toBe('COMPLETED')
  const ndjson = await intake.createImport({ body: '{"firstName":"Grace"}' })
  expect(ndjson.import.format).toBe('ndjson')
})
