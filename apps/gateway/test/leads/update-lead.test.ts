import { makeWorkspace } from '@intake/testing/make-workspace'
import { describe, expect, test } from 'vitest'
import { call, taken, update } from '../call.ts'
import { countStored, storesNothing } from '../count-stored.ts'
import { create, itemOf, read } from '../create.ts'
import { expectInvalid, expectProblem } from '../expect-problem.ts'
import { useGateway } from '../use-gateway.ts'

const used = useGateway()
const full = {
  firstName: 'Ada',
  middleName: 'King',
  lastName: 'Lovelace',
  businessName: 'Engines',
  email: 'Ada@Example.com',
  phoneNumber: '6782319992',
  externalLeadId: 'crm-1',
  timezone: 'Europe/London',
  assigneeType: 'manual',
  emailVerified: true,
  tags: ['VIP', 'New'],
}
const make = (body: Record<string, unknown> = full) => create(used.gateway, used.workspace.key, body)
const put = (id: string, body: Record<string, unknown>) => update(used.gateway, used.workspace.key, id, body)
const send = (id: string, body: unknown, headers: Record<string, string> = {}) =>
  call(used.gateway, used.workspace.key, 'PUT', `/leads/${id}`, body, headers)

describe('fields', () => {
  test('what is given changes, the rest stays, and the answer is what a read finds', async () => {
    const { lead } = await make()
    const answer = await put(lead.id, { lastName: ' King ', email: 'new@example.com', unknown: 1 })
    expect(answer.lead).toEqual({
      ...lead,
      lastName: 'King',
      email: 'new@example.com',
      emailVerifiedAt: null,
      customFields: { unknown: 1 },
      updatedAt: answer.lead.updatedAt,
    })
    expect(answer.lead.updatedAt > lead.updatedAt).toBe(true)
    expect(await read(used.gateway, used.workspace.key, lead.id)).toEqual(answer)
  })

  test('null clears every optional field', async () => {
    const { lead } = await make()
    const names = [
      'middleName',
      'lastName',
      'businessName',
      'email',
      'phoneNumber',
      'externalLeadId',
      'timezone',
    ]
    const cleared = Object.fromEntries(
      [...names, 'assigneeType', 'emailVerified', 'tags'].map((name) => [name, null]),
    )
    const answer = await put(lead.id, cleared)
    for (const name of names) expect(Reflect.get(answer.lead, name), name).toBeNull()
    expect(answer.lead).toMatchObject({
      assigneeType: 'AI_AGENT',
      emailVerifiedAt: null,
      timezoneSource: null,
      tags: [],
      firstName: 'Ada',
    })
  })

  test('blank is absent, and an empty body changes nothing but says so', async () => {
    const { lead } = await make()
    for (const body of [{ lastName: ' ', email: '', timezone: '' }, {}]) {
      const answer = await put(lead.id, body)
      expect(answer.lead).toEqual({ ...lead, updatedAt: answer.lead.updatedAt })
      expect(answer.actionLogs[0]).toMatchObject({ summary: 'Lead updated', input: { lead: {} } })
    }
  })

  test('one entry groups what a call changed', async () => {
    const { lead } = await make()
    const answer = await put(lead.id, {
      firstName: 'Ada',
      lastName: null,
      phoneNumber: '(212) 736-5000',
      tags: ['new', 'Hot'],
      checklistItems: [{ code: 'tax_id', value: '12-3456789' }],
    })
    expect(answer.actionLogs.map((log) => log.summary)).toEqual(['Lead updated', 'Lead created'])
    expect(answer.actionLogs[0]).toMatchObject({
      type: 'API_ACTIVITY',
      status: 'COMPLETED',
      input: {
        lead: { lastName: null, phoneNumber: '+12127365000' },
        tags: ['new', 'Hot'],
        tagsBefore: ['VIP', 'New'],
        checklistItems: [{ code: 'tax_id', value: '12-3456789', status: 'COMPLETED' }],
      },
    })
    expect(answer.lead.tags).toEqual(['New', 'Hot'])
  })

  test('no tags removes all', async () => {
    const { lead } = await make()
    expect((await put(lead.id, { tags: [] })).lead.tags).toEqual([])
  })

  test('matches follow phone and e-mail', async () => {
    const workspace = await makeWorkspace(used.gateway.db)
    const one = await create(used.gateway, workspace.key, { email: 'one@example.com' })
    const two = await create(used.gateway, workspace.key, { phoneNumber: '6782319992' })
    const answer = await update(used.gateway, workspace.key, two.lead.id, { email: 'ONE@example.com' })
    expect(answer.matchingLeads).toMatchObject([{ id: one.lead.id, matchedOn: ['email'] }])
  })
})

test.each<[string, unknown, string[]]>([
  ['no first name', { firstName: null }, ['/firstName']],
  ['an empty first name', { firstName: ' ' }, ['/firstName']],
  ['a bad e-mail', { email: 'x' }, ['/email']],
  ['a bad zone', { timezone: 'Mars/Olympus' }, ['/timezone']],
  ['a status that only follows', { status: 'REVIEW' }, ['/status']],
  ['no status', { status: 'DONE' }, ['/status']],
  ['an unknown item', { checklistItems: [{ code: 'nothing' }] }, ['/checklistItems/0/code']],
  [
    'an override that is no object',
    { checklistItems: [{ code: 'tax_id', itemOverride: 1 }] },
    ['/checklistItems/0/itemOverride'],
  ],
  [
    'alternates that are no list',
    { checklistItems: [{ code: 'tax_id', alternateValues: {} }] },
    ['/checklistItems/0/alternateValues'],
  ],
  ['an empty tag', { tags: [''] }, ['/tags/0']],
  ['no object', [], ['']],
])('%s is refused, and nothing is stored', async (_name, body, pointers) => {
  const { lead } = await make()
  const before = await read(used.gateway, used.workspace.key, lead.id)
  await storesNothing(used.gateway.db, used.workspace.id, async () =>
    expectInvalid(await send(lead.id, body, { 'idempotency-key': `refused ${_name}` }), ...pointers),
  )
  expect(await read(used.gateway, used.workspace.key, lead.id)).toEqual(before)
})

describe('PUT /leads', () => {
  test('takes the id in the body', async () => {
    const { lead } = await make()
    const { gateway, workspace } = used
    const body = { leadId: lead.id.toUpperCase(), lastName: 'King' }
    const answer = await taken(call(gateway, workspace.key, 'PUT', '/leads', body))
    expect(answer).toMatchObject({ success: true, lead: { id: lead.id, lastName: 'King' } })
  })

  test('without a lead’s id it is invalid, with one of no lead not found', async () => {
    const { gateway, workspace } = used
    const attempt = (body: unknown) => call(gateway, workspace.key, 'PUT', '/leads', body)
    await expectInvalid(await attempt({ lastName: 'King' }), '/leadId')
    await expectInvalid(await attempt({ leadId: 'none' }), '/leadId')
    const leadId = '0198c0de-0000-7000-8000-000000000000'
    await expectProblem(await attempt({ leadId }), 404, 'not_found')
  })
})

describe('idempotency', () => {
  test('the same key and body: the first answer, byte for byte, and one entry', async () => {
    const { lead } = await make()
    const headers = { 'idempotency-key': 'update-1' }
    const first = await send(lead.id, { lastName: 'A' }, headers)
    await put(lead.id, { lastName: 'B' })
    const again = await send(lead.id, { lastName: 'A' }, headers)
    expect(first.headers.get('idempotent-replayed')).toBeNull()
    expect(again.headers.get('idempotent-replayed')).toBe('true')
    expect(await again.text()).toBe(await first.text())
    const now = await read(used.gateway, used.workspace.key, lead.id)
    expect(now.lead.lastName).toBe('B')
    expect(now.actionLogs).toHaveLength(3)
  })

  test('another body, and another lead, are a reuse of the key', async () => {
    const [one, two] = [await make(), await make()]
    const headers = { 'idempotency-key': 'update-2' }
    expect((await send(one.lead.id, { lastName: 'A' }, headers)).status).toBe(200)
    for (const [id, lastName] of [
      [one.lead.id, 'B'],
      [two.lead.id, 'A'],
    ] as const)
      await expectProblem(await send(id, { lastName }, headers), 422, 'idempotency_key_reused')
  })

  test('twenty at once with one key change the lead once', async () => {
    const { lead } = await make()
    const headers = { 'idempotency-key': 'update-3' }
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => send(lead.id, { lastName: 'Once' }, headers)),
    )
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200))
    expect(new Set(await Promise.all(answers.map((answer) => answer.text()))).size).toBe(1)
    expect((await read(used.gateway, used.workspace.key, lead.id)).actionLogs).toHaveLength(2)
  })

  test('a key whose call is still running is in use', async () => {
    const { lead } = await make()
    const { db } = used.gateway
    const headers = { 'idempotency-key': 'update-4' }
    const response = await db.transaction().execute(async (trx) => {
      await trx
        .insertInto('idempotency_keys')
        .values({
          workspace_id: used.workspace.id,
          route: 'PUT /api/v1/leads/{id}',
          key: 'update-4',
          fingerprint: Buffer.alloc(32),
          status: 200,
          body: '',
          expires_at: new Date(Date.now() + 60_000),
        })
        .execute()
      return send(lead.id, { lastName: 'Late' }, headers)
    })
    const problem = await expectProblem(response, 409, 'idempotency_key_in_use')
    expect(problem.retryable).toBe(true)
  })
})

test('the client may prefer the id only', async () => {
  const { lead } = await make()
  const response = await send(lead.id, { lastName: 'X' }, { prefer: 'return=minimal' })
  expect(response.headers.get('preference-applied')).toBe('return=minimal')
  expect(await response.json()).toEqual({ success: true, warnings: [], lead: { id: lead.id } })
})

test('changes at once lose nothing', async () => {
  const { lead } = await make({ firstName: 'Ada' })
  const bodies = [
    { lastName: 'Lovelace' },
    { middleName: 'King' },
    { businessName: 'Engines' },
    { email: 'ada@example.com' },
    { phoneNumber: '6782319992' },
    { externalLeadId: 'crm-9' },
    { tags: ['VIP'] },
    { checklistItems: [{ code: 'tax_id', value: '12-3456789' }] },
    { checklistItems: [{ code: 'business_name', value: 'Engines' }] },
    { didOptOut: true },
  ]
  await Promise.all(bodies.map((body) => put(lead.id, body)))
  const answer = await read(used.gateway, used.workspace.key, lead.id)
  expect(answer.lead).toMatchObject({
    lastName: 'Lovelace',
    middleName: 'King',
    businessName: 'Engines',
    email: 'ada@example.com',
    phoneNumber: '+16782319992',
    externalLeadId: 'crm-9',
    tags: ['VIP'],
    didOptOut: true,
  })
  expect(itemOf(answer, 'tax_id').value).toBe('12-3456789')
  expect(itemOf(answer, 'business_name').value).toBe('Engines')
  expect(answer.actionLogs).toHaveLength(11)
  const times = answer.actionLogs.map((log) => log.createdAt)
  expect(times).toEqual([...times].sort().reverse())
})

test('an update is announced once, and owes the lead its enrichment anew', async () => {
  const workspace = await makeWorkspace(used.gateway.db)
  const { lead } = await create(used.gateway, workspace.key)
  const before = await countStored(used.gateway.db, workspace.id)
  const { actionLogs } = await update(used.gateway, workspace.key, lead.id, { lastName: 'X' })
  const after = await countStored(used.gateway.db, workspace.id)
  expect(after).toEqual({ ...before, action_logs: 2, outbox: before.outbox + 1 })
  const [owed] = await used.gateway.db
    .selectFrom('owed_enrichments')
    .selectAll()
    .where('workspace_id', '=', workspace.id)
    .execute()
  expect(owed).toMatchObject({
    action_log_id: actionLogs[0]?.id,
    earlier_log_ids: [actionLogs[1]?.id],
  })
})

test('a test key changes test leads only', async () => {
  const { gateway, workspace } = used
  const live = await make()
  const body = { lastName: 'X' }
  await expectProblem(
    await call(gateway, workspace.testKey, 'PUT', `/leads/${live.lead.id}`, body),
    404,
    'not_found',
  )
  const trial = await create(gateway, workspace.testKey)
  expect((await update(gateway, workspace.testKey, trial.lead.id, body)).lead.lastName).toBe('X')
})
