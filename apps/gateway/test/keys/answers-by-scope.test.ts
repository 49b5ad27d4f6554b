import { CreateLeadAnswer } from '@intake/contracts/lead-answer'
import { makeWorkspace } from '@intake/testing/make-workspace'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { call, taken } from '../call.ts'
import { create, read } from '../create.ts'
import { makeForm } from '../documents/make-form.ts'
import { expectProblem } from '../expect-problem.ts'
import { useGateway } from '../use-gateway.ts'
import { keyWith } from './key-with.ts'

const used = useGateway()
const contact = { email: 'ada@example.com', phoneNumber: '678 231 9992' }
const id = expect.any(String)

/** A workspace with a full key, and with one that may write only. */
async function fresh() {
  const { db } = used.gateway
  const workspace = await makeWorkspace(db)
  const writer = await keyWith(db, workspace.id, ['leads:write'])
  const send = (key: string, method: string, path: string, body?: unknown, headers = {}) =>
    call(used.gateway, key, method, path, body, headers)
  const victim = (await create(used.gateway, workspace.key, { ...contact, lastName: 'Secret' })).lead
  return { ...workspace, writer, victim, send, lead: { id: victim.id } }
}

describe('a key that may write only is told', () => {
  test('of a create: its id, what became of it and how many match', async () => {
    const { writer, send } = await fresh()
    const post = (body: object, headers = {}) =>
      taken(send(writer, 'POST', '/leads', { firstName: 'A', ...body }, headers))
    expect(await post(contact)).toEqual({
      success: true,
      result: 'created',
      matches: 1,
      warnings: [],
      lead: { id },
    })
    expect(await post(contact)).toEqual({
      success: true,
      result: 'created',
      matches: 2,
      warnings: [],
      lead: { id },
    })
    expect(await post({})).toEqual({
      success: true,
      result: 'created',
      matches: 0,
      warnings: [],
      lead: { id },
    })
    const minimal = await send(writer, 'POST', '/leads', { firstName: 'A' }, { prefer: 'return=minimal' })
    expect(minimal.headers.get('preference-applied')).toBe('return=minimal')
    expect(await minimal.json()).toEqual({
      success: true,
      result: 'created',
      matches: 0,
      warnings: [],
      lead: { id },
    })
  })

  test('of a batch: the same of each lead, those that match in the batch included', async () => {
    const { writer, send } = await fresh()
    const leads = [{ firstName: 'A', ...contact }, { firstName: 'B', ...contact }, { firstName: '' }]
    const { results } = (await taken(send(writer, 'POST', '/leads/batch', { leads }))) as {
      results: { answer?: unknown; status: number }[]
    }
    expect(results.map(({ answer }) => answer)).toEqual([
      { success: true, result: 'created', matches: 1, warnings: [], lead: { id } },
      { success: true, result: 'created', matches: 2, warnings: [], lead: { id } },
      undefined,
    ])
    expect(results.map(({ status }) => status)).toEqual([200, 200, 400])
  })

  test('of a merge: the id of what it was merged into, and no more', async () => {
    const { writer, send, victim } = await fresh()
    const headers = { 'intake-duplicate-policy': 'merge' }
    const answer = await taken(send(writer, 'POST', '/leads', { firstName: 'A', ...contact }, headers))
    expect(answer).toEqual({
      success: true,
      result: 'merged',
      matches: 0,
      warnings: [],
      lead: { id: victim.id },
    })
  })

  test('of a duplicate that is refused: how many there are, and of none which', async () => {
    const { writer, key, send, victim } = await fresh()
    const post = (by: string) =>
      send(by, 'POST', '/leads', { firstName: 'A', ...contact }, { 'intake-duplicate-policy': 'reject' })
    const problem = await expectProblem(await post(writer), 409, 'duplicate_lead')
    expect(problem).toMatchObject({ matches: 1, detail: 'The workspace has this lead already.' })
    for (const member of ['existingLeadId', 'matchedOn', 'matchingLeads'])
      expect(problem).not.toHaveProperty(member)
    expect(await expectProblem(await post(key), 409, 'duplicate_lead')).toMatchObject({
      existingLeadId: victim.id,
    })
    const batch = { leads: [{ firstName: 'A', ...contact }] }
    const refused = await send(writer, 'POST', '/leads/batch', batch, { 'intake-duplicate-policy': 'reject' })
    expect(await refused.text()).not.toContain(victim.id)
  })

  test('of an update, by path and by body, with nothing in it: the id', async () => {
    const { writer, send, victim, lead, key } = await fresh()
    await create(used.gateway, key, contact)
    const expected = { success: true, matches: 1, warnings: [], lead }
    expect(await taken(send(writer, 'PUT', `/leads/${victim.id}`, {}))).toEqual(expected)
    expect(await taken(send(writer, 'PUT', '/leads', { leadId: victim.id }))).toEqual(expected)
  })

  test('of a deletion: the id', async () => {
    const { writer, send, victim, lead, key } = await fresh()
    expect(await taken(send(writer, 'DELETE', `/leads/${victim.id}`))).toEqual({ success: true, lead })
    expect(await taken(send(writer, 'DELETE', `/leads/${victim.id}`))).toEqual({ success: true, lead })
    const told = await taken(send(key, 'DELETE', `/leads/${victim.id}`))
    expect(told).toEqual({ success: true, lead: { ...lead, deletedAt: id } })
  })

  test('of items, entries and activities: the id', async () => {
    const { writer, send, victim, key } = await fresh()
    const base = `/leads/${victim.id}`
    const item = await taken(
      send(writer, 'POST', `${base}/checklist-items`, { label: 'X', fieldType: 'TEXT' }),
    )
    expect(item).toEqual({ success: true, checklistItem: { id } })
    const draft = {
      type: 'MESSAGE',
      status: 'AWAITING_APPROVAL',
      messages: [{ channel: 'sms', body: 'Secret' }],
    }
    expect(await taken(send(writer, 'POST', `${base}/action-logs`, draft))).toEqual({
      success: true,
      actionLog: { id },
    })
    const theirs = (await taken(send(key, 'POST', `${base}/action-logs`, draft))) as {
      actionLog: { id: string }
    }
    const logPath = `${base}/action-logs/${theirs.actionLog.id}`
    const actionLog = { id: theirs.actionLog.id }
    for (const status of ['AWAITING_APPROVAL', 'PENDING', 'COMPLETED', 'COMPLETED'])
      expect(await taken(send(writer, 'PUT', logPath, { status }))).toEqual({ success: true, actionLog })
    const activity = { leadId: victim.id, eventType: 'call', title: 'X' }
    expect(await taken(send(writer, 'POST', '/activity', activity))).toEqual({
      success: true,
      actionLogId: id,
    })
  })

  test('of documents: ids, and no address to download them from', async () => {
    const { writer, victim } = await fresh()
    const answer = await taken(
      used.gateway.app.request('/api/v1/documents', {
        method: 'POST',
        headers: { 'x-api-key': writer },
        body: makeForm({ leadId: victim.id, files: ['a statement'] }),
      }),
    )
    expect(answer).toEqual({ success: true, documents: [{ id }], actionLogId: id })
  })

  test('of imports: the id', async () => {
    const { writer, key, send } = await fresh()
    const headers = { 'content-type': 'text/csv' }
    const mine = (await taken(
      send(writer, 'POST', '/imports?filename=mine.csv', 'firstName\nA\n', headers),
    )) as {
      import: { id: string }
    }
    expect(mine).toEqual({ success: true, import: { id } })
    const theirs = (await taken(
      send(key, 'POST', '/imports?filename=secret.csv', 'firstName\nA\n', headers),
    )) as {
      import: { id: string; filename: string }
    }
    expect(theirs.import.filename).toBe('secret.csv')
    const stopped = await taken(send(writer, 'DELETE', `/imports/${theirs.import.id}`))
    expect(stopped).toEqual({ success: true, import: { id: theirs.import.id } })
  })
})

describe('a stored answer', () => {
  const calls: [
    string,
    (leadId: string) => [method: string, path: string, body: object, headers?: object],
  ][] = [
    ['a create', () => ['POST', '/leads', { firstName: 'A', ...contact }]],
    [
      'a merge',
      () => ['POST', '/leads', { firstName: 'A', ...contact }, { 'intake-duplicate-policy': 'merge' }],
    ],
    ['an update', (leadId) => ['PUT', `/leads/${leadId}`, { middleName: 'M' }]],
    [
      'an entry',
      (leadId) => ['POST', `/leads/${leadId}/action-logs`, { type: 'SYSTEM_NOTE', summary: 'Secret' }],
    ],
    ['an activity', (leadId) => ['POST', '/activity', { leadId, eventType: 'call', title: 'Secret' }]],
    [
      'an item',
      (leadId) => ['POST', `/leads/${leadId}/checklist-items`, { label: 'Secret', fieldType: 'TEXT' }],
    ],
  ]

  test.each(calls)('of %s is told in the short form to a key that may not read', async (_, of) => {
    const { key, writer, send, victim } = await fresh()
    const [method, path, body, more = {}] = of(victim.id)
    const headers = { 'idempotency-key': 'shared', ...more }
    const first = await (await send(key, method, path, body, headers)).text()
    const replays = [await send(writer, method, path, body, headers)]
    replays.push(await send(writer, method, path, body, headers))
    const texts = await Promise.all(replays.map((response) => response.text()))
    for (const { headers } of replays) expect(headers.get('idempotent-replayed')).toBe('true')
    expect(texts[0]).toBe(texts[1])
    expect(texts[0]).not.toContain('Secret')
    expect(texts[0]?.length).toBeLessThan(150)
    const again = await send(key, method, path, body, headers)
    expect(await again.text()).toBe(first)
    const fromScratch = await send(writer, method, path, body, { ...more, 'idempotency-key': 'own' })
    if (method === 'PUT' || path === '/activity')
      expect(Object.keys(JSON.parse(texts[0] ?? ''))).toEqual(
        Object.keys((await fromScratch.json()) as object),
      )
  })

  test('of a create says to such a key what a first answer says', async () => {
    const { key, writer, send } = await fresh()
    const headers = { 'idempotency-key': 'create' }
    const body = { firstName: 'A', ...contact }
    const { lead } = (await taken(send(key, 'POST', '/leads', body, headers))) as { lead: { id: string } }
    const replay = await taken(send(writer, 'POST', '/leads', body, headers))
    expect(replay).toEqual({
      success: true,
      result: 'created',
      matches: 1,
      warnings: [],
      lead: { id: lead.id },
    })
    const batch = { leads: [body] }
    await taken(send(key, 'POST', '/leads/batch', batch, headers))
    expect(await taken(send(writer, 'POST', '/leads/batch', batch, headers))).toMatchObject({
      results: [
        {
          replayed: true,
          answer: { success: true, result: 'created', matches: 2, warnings: [], lead: { id } },
        },
      ],
    })
  })

  test('of a key that may not read stays as it is for one that may', async () => {
    const { key, writer, send } = await fresh()
    const headers = { 'idempotency-key': 'short' }
    const body = { firstName: 'A', ...contact }
    const first = await (await send(writer, 'POST', '/leads', body, headers)).text()
    expect(await (await send(key, 'POST', '/leads', body, headers)).text()).toBe(first)
  })

  test.each(['leads:write', 'both'])(
    'that a process died over is made as a key for %s may see it',
    async (kind) => {
      const workspace = await fresh()
      const by = kind === 'both' ? workspace.key : workspace.writer
      const headers = { 'idempotency-key': 'died' }
      const body = { firstName: 'A', ...contact }
      const { lead } = (await taken(workspace.send(workspace.key, 'POST', '/leads', body, headers))) as {
        lead: { id: string }
      }
      await sql`update idempotency_keys set body = null, lead_ids = array[${lead.id}::uuid]
      where workspace_id = ${workspace.id}`.execute(used.gateway.db)
      const answer = await taken(workspace.send(by, 'POST', '/leads', body, headers))
      if (kind === 'both') expect(CreateLeadAnswer.parse(answer).matchingLeads).toHaveLength(1)
      else
        expect(answer).toEqual({
          success: true,
          result: 'created',
          matches: 1,
          warnings: [],
          lead: { id: lead.id },
        })
    },
  )

  test('names the leads that it shows, its own first', async () => {
    const { id: workspaceId, key, writer, send, victim } = await fresh()
    const body = { firstName: 'A', ...contact }
    const shown = async (by: string, method: string, path: string, sent: object, more = {}) => {
      await sql`delete from idempotency_keys where workspace_id = ${workspaceId}`.execute(used.gateway.db)
      const answer = await taken(send(by, method, path, sent, { 'idempotency-key': 'k', ...more }))
      const stored = await used.gateway.db
        .selectFrom('idempotency_keys')
        .select('lead_ids')
        .where('workspace_id', '=', workspaceId)
        .orderBy('route')
        .execute()
      return { answer: answer as { lead: { id: string } }, ids: stored.map(({ lead_ids }) => lead_ids) }
    }
    const one = await shown(key, 'POST', '/leads', body)
    const first = one.answer.lead.id
    expect(one.ids).toEqual([[first, victim.id]])
    const two = await shown(writer, 'POST', '/leads', body)
    const second = two.answer.lead.id
    expect(two.ids).toEqual([[second]])
    expect((await shown(key, 'PUT', `/leads/${first}`, {})).ids).toEqual([[first, second, victim.id]])
    expect((await shown(writer, 'PUT', `/leads/${first}`, {})).ids).toEqual([[first]])
    const merging = { 'intake-duplicate-policy': 'merge' }
    expect((await shown(key, 'POST', '/leads', body, merging)).ids).toEqual([[second, first, victim.id]])
    const note = { type: 'SYSTEM_NOTE', summary: 'x' }
    expect((await shown(key, 'POST', `/leads/${first}/action-logs`, note)).ids).toEqual([[first]])
    const { ids } = await shown(key, 'POST', '/leads/batch', { leads: [body, body] })
    const [third = [], fourth = []] = ids
    expect(third.slice(1)).toEqual([second, first, victim.id])
    // One of the same batch is shown, too.
    expect(fourth.slice(1)).toEqual([third[0], second, first, victim.id])
  })
})

test('the answer that two calls of one key race for is told to each as it may see it', async () => {
  const { key, writer, send } = await fresh()
  const headers = { 'idempotency-key': 'race' }
  const body = { firstName: 'A', ...contact }
  const answers = await Promise.all(
    Array.from({ length: 20 }, async (_, index) => {
      const by = index % 2 ? key : writer
      return { by, text: await (await send(by, 'POST', '/leads', body, headers)).text() }
    }),
  )
  for (const { by, text } of answers) if (by === writer) expect(text).not.toContain('Secret')
  expect(new Set(answers.filter(({ by }) => by === writer).map(({ text }) => text)).size).toBe(1)
})

describe('webhooks', () => {
  const url = 'https://example.com/hooks'

  test('who may not read leads says neither where events go nor which', async () => {
    const { db } = used.gateway
    const workspace = await fresh()
    const manager = await keyWith(db, workspace.id, ['webhooks:manage'])
    const asManager = (method: string, path: string, body?: object, headers = {}) =>
      workspace.send(manager, method, path, body, headers)
    const headers = { 'idempotency-key': 'endpoint' }
    const { webhookEndpoint, secret } = (await taken(
      workspace.send(workspace.key, 'POST', '/webhook-endpoints', { url }, headers),
    )) as { webhookEndpoint: { id: string }; secret: string }
    const path = `/webhook-endpoints/${webhookEndpoint.id}`
    const replayed = await asManager('POST', '/webhook-endpoints', { url }, headers)
    expect(await replayed.clone().text()).not.toContain(secret)
    await expectProblem(replayed, 403, 'forbidden')
    for (const body of [{ url: 'https://example.org' }, { events: ['lead.created'] }])
      await expectProblem(await asManager('PUT', path, body), 403, 'forbidden')
    const short = { success: true, webhookEndpoint: { id: webhookEndpoint.id } }
    expect(await taken(asManager('PUT', path, { enabled: false }))).toEqual(short)
    expect(await taken(asManager('PUT', path, { description: 'Ours' }))).toEqual(short)
    expect(await taken(asManager('POST', `${path}/rotate-secret`, {}))).toEqual({ ...short, secret: id })
    expect(await taken(asManager('GET', path))).toMatchObject({
      webhookEndpoint: { url, description: 'Ours' },
    })
  })

  test('what a receiver answered is shown to who may read leads', async () => {
    const { db } = used.gateway
    const workspace = await fresh()
    const manager = await keyWith(db, workspace.id, ['webhooks:manage'])
    const { webhookEndpoint } = (await taken(
      workspace.send(workspace.key, 'POST', '/webhook-endpoints', { url }),
    )) as { webhookEndpoint: { id: string } }
    await create(used.gateway, workspace.key, { lastName: 'Secret' })
    await sql`update webhook_deliveries set response_excerpt = payload::text where workspace_id = ${workspace.id}`.execute(
      db,
    )
    const list = async (key: string) => {
      const path = `/webhook-endpoints/${webhookEndpoint.id}/deliveries`
      const { webhookDeliveries } = (await taken(workspace.send(key, 'GET', path))) as {
        webhookDeliveries: { leadId: string | null; responseExcerpt: string | null }[]
      }
      return webhookDeliveries
    }
    expect(await list(workspace.key)).toMatchObject([
      { leadId: id, responseExcerpt: expect.stringContaining('Secret') },
    ])
    expect(await list(manager)).toMatchObject([{ leadId: id, responseExcerpt: null }])
    expect(await list(workspace.testKey)).toMatchObject([{ leadId: null, responseExcerpt: null }])
  })
})

test('a note that a client wrote like one of the jobs names no live lead to a test key', async () => {
  const { testKey, send, victim, key } = await fresh()
  const trial = await create(used.gateway, testKey)
  const found = (leadId: unknown) => ({ matchingLeads: [{ leadId, on: ['phone'] }] })
  for (const output of [found(victim.id), found('none'), { matchingLeads: 'x' }, { matchingLeads: [null] }])
    await taken(send(testKey, 'POST', `/leads/${trial.lead.id}/action-logs`, { type: 'SYSTEM_NOTE', output }))
  const { actionLogs } = await read(used.gateway, testKey, trial.lead.id)
  expect(actionLogs).toHaveLength(5)
  expect(JSON.stringify(actionLogs)).not.toContain('Secret')
  await taken(send(key, 'PUT', `/leads/${trial.lead.id}`, {}))
})
