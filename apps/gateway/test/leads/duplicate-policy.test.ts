import { CreateLeadAnswer } from '@intake/contracts/lead-answer'
import { makeWorkspace } from '@intake/testing/make-workspace'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { countStored, storesNothing } from '../count-stored.ts'
import { create } from '../create.ts'
import { expectProblem } from '../expect-problem.ts'
import { makeGateway } from '../make-gateway.ts'
import { useGateway } from '../use-gateway.ts'

const used = useGateway()
const phone = { phoneNumber: '678 231 9992' }
const rejecting = { 'intake-duplicate-policy': 'reject' }
const merging = { 'intake-duplicate-policy': 'merge' }

async function fresh() {
  const workspace = await makeWorkspace(used.gateway.db)
  const send = (body: Record<string, unknown>, headers: Record<string, string> = {}, key = workspace.key) =>
    used.gateway.post(key, { firstName: 'Ada', ...body }, headers)
  const merged = async (body: Record<string, unknown>, headers: Record<string, string> = merging) => {
    const response = await send(body, headers)
    expect(response.status).toBe(200)
    return CreateLeadAnswer.parse(await response.json())
  }
  return { workspace, send, merged }
}

test('flag is the default: a duplicate is stored and reported', async () => {
  const { workspace } = await fresh()
  const first = await create(used.gateway, workspace.key, phone)
  const second = await create(used.gateway, workspace.key, phone)
  expect(second.matchingLeads.map(({ id }) => id)).toEqual([first.lead.id])
  expect(second).not.toHaveProperty('result')
})

test('an unknown policy is refused and stores nothing', async () => {
  const { workspace, send } = await fresh()
  const response = await storesNothing(used.gateway.db, workspace.id, () =>
    Promise.resolve(send(phone, { 'intake-duplicate-policy': 'overwrite' })),
  )
  const problem = await expectProblem(response, 400, 'invalid_request')
  expect(problem.errors).toMatchObject([{ code: 'invalid_duplicate_policy' }])
})

test('reject: a new lead is created, a duplicate names the existing lead and what matched', async () => {
  const { workspace, send, merged } = await fresh()
  const first = await merged({ ...phone, email: 'ada@example.com' }, rejecting)
  expect(first.result).toBe('created')
  const byEmail = await storesNothing(used.gateway.db, workspace.id, () =>
    Promise.resolve(send({ email: 'ADA@example.com' }, rejecting)),
  )
  expect(await expectProblem(byEmail, 409, 'duplicate_lead')).toMatchObject({
    existingLeadId: first.lead.id,
    matchedOn: ['email'],
    matchingLeads: [{ id: first.lead.id, matchedOn: ['email'] }],
  })
  const byBoth = await send({ ...phone, email: 'ada@example.com' }, rejecting)
  expect(await expectProblem(byBoth, 409, 'duplicate_lead')).toMatchObject({ matchedOn: ['phone', 'email'] })
})

test('reject with a key: a retry gets its first answer, and a refusal leaves the key usable', async () => {
  const { send, merged } = await fresh()
  const headers = { ...rejecting, 'idempotency-key': 'once' }
  const first = await merged(phone, headers)
  const again = await send(phone, headers)
  expect(again.headers.get('idempotent-replayed')).toBe('true')
  expect(await again.json()).toMatchObject({ lead: { id: first.lead.id } })
  const other = { ...rejecting, 'idempotency-key': 'other' }
  await expectProblem(await send(phone, other), 409, 'duplicate_lead')
  expect((await send({ phoneNumber: '212 555 0100' }, other)).status).toBe(200)
  await expectProblem(await send({ phoneNumber: '305 231 9992' }, headers), 422, 'idempotency_key_reused')
})

test('merge fills what is empty, keeps what is filled, adds tags and checklist values', async () => {
  const { workspace, merged } = await fresh()
  const first = await create(used.gateway, workspace.key, {
    firstName: 'Ada',
    lastName: 'King',
    ...phone,
    tags: ['vip'],
    checklistItems: [{ code: 'business_name', value: 'Engines' }],
  })
  const second = await merged({
    firstName: 'Augusta',
    lastName: 'Lovelace',
    middleName: 'Byron',
    email: 'ada@example.com',
    emailVerified: true,
    timezone: 'Europe/London',
    didOptOut: true,
    ...phone,
    tags: ['VIP', 'solar'],
    checklistItems: [
      { code: 'business_name', value: 'Other' },
      { code: 'tax_id', value: '12-3456789' },
    ],
  })
  expect(second).toMatchObject({
    success: true,
    result: 'merged',
    status: 'OPTED_OUT',
    matchingLeads: [],
    lead: {
      id: first.lead.id,
      firstName: 'Ada',
      lastName: 'King',
      middleName: 'Byron',
      email: 'ada@example.com',
      emailVerifiedAt: expect.any(String),
      timezone: 'Europe/London',
      timezoneSource: 'provided',
      didOptOut: true,
      tags: ['vip', 'solar'],
    },
  })
  const items = second.checklistItems.flatMap(({ items }) => items)
  const storedValue = (code: string) => items.find(({ checklistItem }) => checklistItem.code === code)?.value
  expect([storedValue('business_name'), storedValue('tax_id')]).toEqual(['Engines', '12-3456789'])
  expect(second.actionLogs.map(({ type, summary }) => [type, summary])).toEqual([
    ['API_ACTIVITY', 'Lead merged'],
    ['API_ACTIVITY', 'Lead created'],
  ])
  const read = await (await used.gateway.get(workspace.key, first.lead.id)).json()
  expect(read).toMatchObject({ lead: second.lead, checklistItems: second.checklistItems })
  expect(await countStored(used.gateway.db, workspace.id)).toMatchObject({ leads: 1, owed_enrichments: 1 })
})

test('merge takes the newest matching lead and leaves another workspace, test and deleted leads alone', async () => {
  const { workspace, send, merged } = await fresh()
  const other = await fresh()
  await create(used.gateway, other.workspace.key, phone)
  await send(phone, {}, workspace.testKey)
  await create(used.gateway, workspace.key, phone)
  const newest = await create(used.gateway, workspace.key, phone)
  const deleted = await create(used.gateway, workspace.key, phone)
  await sql`update leads set deleted_at = now() where id = ${deleted.lead.id}`.execute(used.gateway.db)
  expect((await merged(phone)).lead.id).toBe(newest.lead.id)
  expect((await other.merged({ phoneNumber: '678 231 0000' })).result).toBe('created')
  const asTest = await send(phone, merging, workspace.testKey)
  expect(await asTest.json()).toMatchObject({ lead: { isTest: true }, matchingLeads: [] })
})

test('merge owes the enrichment anew and announces it', async () => {
  const { workspace, merged } = await fresh()
  const { lead } = await merged({ email: 'ada@example.com' })
  await merged({ email: 'ada@example.com', ...phone })
  const owed = await used.gateway.db
    .selectFrom('owed_enrichments')
    .select(['lead_id', 'generation'])
    .where('workspace_id', '=', workspace.id)
    .execute()
  expect(owed).toEqual([{ lead_id: lead.id, generation: 2 }])
  expect(await countStored(used.gateway.db, workspace.id)).toMatchObject({ outbox: 2 })
})

test('merge with a key replays the first answer byte for byte', async () => {
  const { workspace, send } = await fresh()
  await create(used.gateway, workspace.key, phone)
  const headers = { ...merging, 'idempotency-key': 'merge once' }
  const first = await (await send(phone, headers)).text()
  const again = await send(phone, headers)
  expect(again.headers.get('idempotent-replayed')).toBe('true')
  expect(await again.text()).toBe(first)
  expect((await countStored(used.gateway.db, workspace.id)).action_logs).toBe(2)
})

test('an opt-out that a merge brings cancels what is still to be sent', async () => {
  const { workspace, merged } = await fresh()
  const { lead } = await create(used.gateway, workspace.key, phone)
  const log = await used.gateway.app.request(`/api/v1/leads/${lead.id}/action-logs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': workspace.key },
    body: JSON.stringify({
      type: 'FOLLOW_UP_MESSAGE',
      status: 'PENDING',
      scheduledAt: '2030-01-01T00:00:00.000Z',
      messages: [{ channel: 'sms', direction: 'OUTBOUND', body: 'Still interested?' }],
    }),
  })
  expect({ status: log.status, text: await log.text() }).toMatchObject({ status: 200 })
  const answer = await merged({ ...phone, didOptOut: true })
  expect(answer.nextFollowUp).toBeNull()
  expect(answer.actionLogs.find(({ type }) => type === 'FOLLOW_UP_MESSAGE')?.status).toBe('CANCELLED')
})

test('tags beyond the limit of a lead are not added by a merge', async () => {
  const { workspace, merged } = await fresh()
  const tags = Array.from({ length: 49 }, (_, index) => `tag ${index}`)
  await create(used.gateway, workspace.key, { ...phone, tags })
  const { lead } = await merged({ ...phone, tags: ['one more', 'too many'] })
  expect(lead.tags).toEqual([...tags, 'one more'])
})

test("the workspace's policy holds where the request names none", async () => {
  const { workspace, send } = await fresh()
  await sql`update workspaces set duplicate_policy = 'reject' where id = ${workspace.id}`.execute(
    used.gateway.db,
  )
  const statuses: number[] = []
  for (let call = 0; call < 20 && !statuses.includes(409); call++) statuses.push((await send(phone)).status)
  expect(statuses.at(-1)).toBe(409)
  expect((await send(phone, { 'intake-duplicate-policy': 'flag' })).status).toBe(200)
})

test.each(['reject', 'merge'])(
  '60 parallel calls over two gateways under %s make one lead',
  async (policy) => {
    const { workspace } = await fresh()
    const second = await makeGateway({ sharing: used.gateway })
    const headers = { 'intake-duplicate-policy': policy }
    try {
      const responses = await Promise.all(
        Array.from({ length: 60 }, (_, index) =>
          [used.gateway, second][index % 2]?.post(
            workspace.key,
            // Some share the phone, some the e-mail, some both, in either order.
            {
              firstName: `Ada ${index}`,
              ...(index % 3 ? phone : {}),
              ...(index % 3 === 1 ? {} : { email: 'a@b.co' }),
            },
            headers,
          ),
        ),
      )
      const statuses = responses.map((response) => response?.status)
      const leads = (await countStored(used.gateway.db, workspace.id)).leads
      // The phone's and the e-mail's leads are two until a call with both has made or met one.
      expect(leads).toBeLessThanOrEqual(2)
      expect(statuses.filter((status) => status !== 200 && status !== 409)).toEqual([])
      expect(statuses.filter((status) => status === 200)).toHaveLength(policy === 'reject' ? leads : 60)
    } finally {
      await second.close()
    }
  },
)

test.each(['reject', 'merge'])('parallel calls with one phone under %s make one lead', async (policy) => {
  const { workspace } = await fresh()
  const second = await makeGateway({ sharing: used.gateway })
  try {
    for (let round = 0; round < 5; round++) {
      const body = { firstName: 'Ada', phoneNumber: `678 231 000${round}` }
      await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          [used.gateway, second][index % 2]?.post(workspace.key, body, { 'intake-duplicate-policy': policy }),
        ),
      )
      expect((await countStored(used.gateway.db, workspace.id)).leads).toBe(round + 1)
    }
  } finally {
    await second.close()
  }
})
