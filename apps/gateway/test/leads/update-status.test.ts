import { v7 as uuidV7 } from 'uuid'
import { describe, expect, test } from 'vitest'
import { call, update } from '../call.ts'
import { create, itemOf, read } from '../create.ts'
import { expectInvalid } from '../expect-problem.ts'
import { useGateway } from '../use-gateway.ts'

const used = useGateway()
const make = (body: Record<string, unknown> = {}) => create(used.gateway, used.workspace.key, body)
const put = (id: string, body: Record<string, unknown>) => update(used.gateway, used.workspace.key, id, body)
const send = (id: string, body: unknown) =>
  call(used.gateway, used.workspace.key, 'PUT', `/leads/${id}`, body)

async function addLog(
  leadId: string,
  type: 'MESSAGE' | 'FOLLOW_UP_MESSAGE',
  status: 'PENDING' | 'AWAITING_APPROVAL',
  direction: 'INBOUND' | 'OUTBOUND' = 'OUTBOUND',
) {
  const key = { workspace_id: used.workspace.id, lead_id: leadId }
  const id = uuidV7()
  await used.gateway.db
    .insertInto('action_logs')
    .values({
      ...key,
      id,
      type,
      status,
      summary: null,
      error: null,
      parent_action_id: null,
      tool_id: null,
      created_at: new Date(),
    })
    .execute()
  await used.gateway.db
    .insertInto('messages')
    .values({
      ...key,
      id: uuidV7(),
      action_log_id: id,
      channel: 'sms',
      direction,
      subject: null,
      body: 'Hello',
    })
    .execute()
  return id
}

async function statusOfLogs(leadId: string) {
  const { actionLogs } = await read(used.gateway, used.workspace.key, leadId)
  return new Map(actionLogs.map((log) => [log.id, log.status]))
}

describe('COMPLETED and IN_PROGRESS', () => {
  test('completing skips what is required and not done; reopening gives it back', async () => {
    const { lead } = await make({
      checklistItems: [
        { code: 'tax_id', value: 'nonsense' },
        { code: 'business_name', value: 'Acme Inc' },
        { code: 'owner_email', value: 'x' },
        { code: 'entity_type', value: 'LLC' },
      ],
    })
    const completed = await put(lead.id, { status: 'COMPLETED' })
    expect(completed.status).toBe('COMPLETED')
    const statuses = (answer: typeof completed) =>
      ['tax_id', 'business_name', 'bank_statements', 'operating_agreement', 'owner_email', 'legal_name'].map(
        (code) => itemOf(answer, code).status,
      )
    expect(statuses(completed)).toEqual(['SKIPPED', 'COMPLETED', 'SKIPPED', 'SKIPPED', 'INVALID', 'TODO'])
    expect(itemOf(completed, 'tax_id').value).toBe('nonsense')
    const reopened = await put(lead.id, { status: 'IN_PROGRESS' })
    expect(reopened.status).toBe('IN_PROGRESS')
    expect(statuses(reopened)).toEqual(['INVALID', 'COMPLETED', 'TODO', 'TODO', 'INVALID', 'TODO'])
    expect(itemOf(reopened, 'tax_id').validationError).toMatch(/EIN/)
  })

  test('what a client skipped itself stays skipped', async () => {
    const { lead } = await make({ checklistItems: [{ code: 'tax_id', status: 'SKIPPED' }] })
    await put(lead.id, { status: 'COMPLETED' })
    expect(itemOf(await put(lead.id, { status: 'IN_PROGRESS' }), 'tax_id').status).toBe('SKIPPED')
  })

  test('what was touched after an auto-skip stays as it was set', async () => {
    const { lead } = await make()
    await put(lead.id, { status: 'COMPLETED' })
    await put(lead.id, { checklistItems: [{ code: 'tax_id', value: '12-3456789' }] })
    expect(itemOf(await put(lead.id, { status: 'IN_PROGRESS' }), 'tax_id').status).toBe('COMPLETED')
  })

  test('items of the same call count: a condition that they make true, a review', async () => {
    const { lead } = await make()
    const answer = await put(lead.id, {
      status: 'COMPLETED',
      checklistItems: [
        { code: 'entity_type', value: 'LLC' },
        { code: 'tax_id', value: '12-3456789', status: 'NEEDS_REVIEW' },
      ],
    })
    expect(itemOf(answer, 'operating_agreement').status).toBe('SKIPPED')
    expect(answer.status).toBe('REVIEW')
  })

  test('completing takes NOT_INTERESTED back', async () => {
    const { lead } = await make()
    expect((await put(lead.id, { status: 'NOT_INTERESTED' })).status).toBe('NOT_INTERESTED')
    expect((await put(lead.id, { status: 'COMPLETED' })).status).toBe('COMPLETED')
  })
})

describe('items', () => {
  test('value, status, override and alternates each stay unless given', async () => {
    const { lead } = await make({ checklistItems: [{ code: 'tax_id', value: '12-3456789' }] })
    const touch = async (item: Record<string, unknown>) => {
      const answer = await put(lead.id, { checklistItems: [{ code: 'tax_id', ...item }] })
      const { value, status, itemOverride, alternateValues } = itemOf(answer, 'tax_id')
      return [value, status, itemOverride, alternateValues]
    }
    const override = { label: 'EIN of the parent' }
    expect(await touch({ itemOverride: override })).toEqual(['12-3456789', 'COMPLETED', override, null])
    expect(await touch({ alternateValues: ['98-7654321'] })).toEqual([
      '12-3456789',
      'COMPLETED',
      override,
      ['98-7654321'],
    ])
    expect(await touch({ status: 'NEEDS_REVIEW' })).toEqual([
      '12-3456789',
      'NEEDS_REVIEW',
      override,
      ['98-7654321'],
    ])
    expect(await touch({ itemOverride: null })).toEqual(['12-3456789', 'NEEDS_REVIEW', null, ['98-7654321']])
    expect(await touch({ value: null, alternateValues: null })).toEqual([null, 'TODO', null, null])
    expect(await touch({ value: 'bad' })).toEqual(['bad', 'INVALID', null, null])
  })
})

describe('NOT_INTERESTED', () => {
  test('cancels pending follow-ups, and only those', async () => {
    const { lead } = await make()
    const followUp = await addLog(lead.id, 'FOLLOW_UP_MESSAGE', 'PENDING')
    const message = await addLog(lead.id, 'MESSAGE', 'PENDING')
    const answer = await put(lead.id, { status: 'NOT_INTERESTED' })
    expect(answer).toMatchObject({ status: 'NOT_INTERESTED', nextFollowUp: null })
    const logs = await statusOfLogs(lead.id)
    expect([logs.get(followUp), logs.get(message)]).toEqual(['CANCELLED', 'PENDING'])
  })
})

describe('OPTED_OUT', () => {
  test.each([{ status: 'OPTED_OUT' }, { didOptOut: true }, { status: 'OPTED_OUT', didOptOut: true }])(
    '%j opts out and cancels all outbound that is in flight',
    async (body) => {
      const { lead } = await make()
      const outbound = [
        await addLog(lead.id, 'FOLLOW_UP_MESSAGE', 'PENDING'),
        await addLog(lead.id, 'FOLLOW_UP_MESSAGE', 'AWAITING_APPROVAL'),
        await addLog(lead.id, 'MESSAGE', 'PENDING'),
        await addLog(lead.id, 'MESSAGE', 'AWAITING_APPROVAL'),
      ]
      const inbound = await addLog(lead.id, 'MESSAGE', 'PENDING', 'INBOUND')
      const answer = await put(lead.id, body)
      expect(answer).toMatchObject({
        status: 'OPTED_OUT',
        lead: { didOptOut: true },
        nextDraft: null,
        nextFollowUp: null,
      })
      const logs = await statusOfLogs(lead.id)
      expect(outbound.map((id) => logs.get(id))).toEqual(Array(4).fill('CANCELLED'))
      expect(logs.get(inbound)).toBe('PENDING')
      const again = await put(lead.id, body)
      expect(again.lead.optOutAt).toBe(answer.lead.optOutAt)
    },
  )

  test('false, or null, clears it', async () => {
    for (const didOptOut of [false, null]) {
      const { lead } = await make({ didOptOut: true })
      const answer = await put(lead.id, { didOptOut })
      expect(answer).toMatchObject({ status: 'IN_PROGRESS', lead: { didOptOut: false, optOutAt: null } })
    }
  })

  test('status and didOptOut must agree', async () => {
    const { lead } = await make()
    await expectInvalid(await send(lead.id, { status: 'OPTED_OUT', didOptOut: false }), '/didOptOut')
    for (const status of ['COMPLETED', 'IN_PROGRESS', 'NOT_INTERESTED'])
      await expectInvalid(await send(lead.id, { status, didOptOut: true }), '/didOptOut')
    await put(lead.id, { didOptOut: true })
    await expectInvalid(await send(lead.id, { status: 'IN_PROGRESS' }), '/status')
    expect((await put(lead.id, { status: 'NOT_INTERESTED', didOptOut: false })).status).toBe('NOT_INTERESTED')
  })
})
