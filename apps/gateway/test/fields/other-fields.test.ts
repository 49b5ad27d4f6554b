import { describe, expect, test } from 'vitest'
import { storesNothing } from '../count-stored.ts'
import { create, read } from '../create.ts'
import { expectInvalid } from '../expect-problem.ts'
import { useGateway } from '../use-gateway.ts'

const used = useGateway()

async function refuses(field: string, value: unknown) {
  const { gateway, workspace } = used
  const response = await storesNothing(gateway.db, workspace.id, async () =>
    gateway.post(workspace.key, { firstName: 'Ada', [field]: value }),
  )
  return expectInvalid(response, `/${field}`)
}

describe('timezone', () => {
  test.each(['America/New_York', 'Europe/Berlin', 'Asia/Kolkata', 'America/Argentina/Buenos_Aires', 'UTC'])(
    '%s is kept',
    async (timezone) => {
      const { lead } = await create(used.gateway, used.workspace.key, { timezone, phoneNumber: '6782319992' })
      expect(lead).toMatchObject({ timezone, timezoneSource: 'provided' })
    },
  )

  test.each([[''], ['  '], [null], [undefined]])('%j means absent', async (timezone) => {
    const { lead } = await create(used.gateway, used.workspace.key, { timezone })
    expect(lead).toMatchObject({ timezone: null, timezoneSource: null, timezoneConfidence: null })
  })

  test.each(['Mars/Olympus_Mons', 'New York', '+05:00', '-08', 'GMT+25', '../etc/passwd', 'a'.repeat(1000)])(
    '%j is refused',
    async (timezone) => {
      await refuses('timezone', timezone)
    },
  )
})

describe('assigneeType', () => {
  test.each([
    ['agent', 'AI_AGENT'],
    ['AI_AGENT', 'AI_AGENT'],
    ['manual', 'HUMAN_AGENT'],
    ['HUMAN_AGENT', 'HUMAN_AGENT'],
    [null, 'AI_AGENT'],
    [undefined, 'AI_AGENT'],
  ])('%j is answered as %s', async (assigneeType, answered) => {
    const { lead } = await create(used.gateway, used.workspace.key, { assigneeType })
    expect(lead.assigneeType).toBe(answered)
  })

  test.each(['human', 'robot', 'AGENT!', 'toString', '__proto__'])('%j is refused', async (assigneeType) => {
    await refuses('assigneeType', assigneeType)
  })
})

describe.each([
  ['didOptOut', 'optOutAt'],
  ['emailVerified', 'emailVerifiedAt'],
] as const)('%s', (field, time) => {
  test('true sets the time to now', async () => {
    // A gateway's idea of the database's time may be less than a second behind, never ahead.
    const before = Date.now() - 1000
    const answer = await create(used.gateway, used.workspace.key, { [field]: true, email: 'ada@example.com' })
    const at = Date.parse(answer.lead[time] ?? '')
    expect(at).toBeGreaterThanOrEqual(before)
    expect(at).toBeLessThanOrEqual(Date.now())
    expect((await read(used.gateway, used.workspace.key, answer.lead.id)).lead[time]).toBe(answer.lead[time])
  })

  test.each([[false], [null], [undefined]])('%j leaves the time null', async (value) => {
    const { lead, status } = await create(used.gateway, used.workspace.key, { [field]: value })
    expect(lead).toMatchObject({ didOptOut: false, optOutAt: null, emailVerifiedAt: null })
    expect(status).toBe('IN_PROGRESS')
  })

  test.each([['true'], [''], [1], [0], [[]], [{}]])('%j is refused', async (value) => {
    await refuses(field, value)
  })
})

test('opting out is answered as such', async () => {
  const answer = await create(used.gateway, used.workspace.key, { didOptOut: true })
  expect(answer).toMatchObject({ status: 'OPTED_OUT', lead: { didOptOut: true, emailVerifiedAt: null } })
})

test('two leads may share an externalLeadId', async () => {
  const first = await create(used.gateway, used.workspace.key, { externalLeadId: 'crm-1' })
  const second = await create(used.gateway, used.workspace.key, { externalLeadId: 'crm-1' })
  expect(second.lead.externalLeadId).toBe(first.lead.externalLeadId)
  expect(second.lead.id).not.toBe(first.lead.id)
  expect(second.matchingLeads).toEqual([])
})

test('members that only an answer has are ignored', async () => {
  const { lead, status } = await create(used.gateway, used.workspace.key, {
    id: '00000000-0000-7000-8000-000000000000',
    workspaceId: '00000000-0000-7000-8000-000000000000',
    status: 'COMPLETED',
    isTest: true,
    createdAt: '2001-01-01T00:00:00.000Z',
    emailVerifiedAt: '2001-01-01T00:00:00.000Z',
  })
  expect(lead).toMatchObject({
    workspaceId: used.workspace.id,
    firstName: 'Ada',
    source: 'api',
    customFields: {},
    isTest: false,
    emailVerifiedAt: null,
  })
  expect(lead.id).not.toBe('00000000-0000-7000-8000-000000000000')
  expect(lead.createdAt > '2020').toBe(true)
  expect(status).toBe('IN_PROGRESS')
})
