import { LeadAnswer, LeadWarnings } from '@intake/contracts/lead-answer'
import { LeadMerge } from '@intake/contracts/merge-leads'
import { setUniqueExternalIds } from '@intake/leads/admin/set-unique-external-ids'
import { makeWorkspace, type TestWorkspace } from '@intake/testing/make-workspace'
import { waitFor } from '@intake/testing/wait-for'
import { sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { call, taken, update } from '../call.ts'
import { create, itemOf, read } from '../create.ts'
import { uploaded } from '../documents/upload.ts'
import { expectInvalid, expectProblem } from '../expect-problem.ts'
import { useGateway } from '../use-gateway.ts'

const used = useGateway()
let workspace: TestWorkspace
beforeEach(async () => {
  workspace = await makeWorkspace(used.gateway.db)
})
const Merged = LeadAnswer.extend({ success: z.literal(true), warnings: LeadWarnings, merge: LeadMerge })
const Unmerged = Merged.omit({ merge: true })
const send = (method: string, path: string, body?: unknown, headers = {}) =>
  call(used.gateway, workspace.key, method, path, body, headers)
const make = (body: Record<string, unknown> = {}) => create(used.gateway, workspace.key, body)
const get = (id: string) => read(used.gateway, workspace.key, id)
async function merge(id: string, into: string) {
  const answer = await taken(send('POST', `/leads/${id}/merge`, { into }))
  expect(Merged.parse(answer)).toEqual(answer)
  return Merged.parse(answer)
}
async function unmerge(id: string) {
  const answer = await taken(send('POST', `/leads/${id}/unmerge`, {}))
  expect(Unmerged.parse(answer)).toEqual(answer)
  return Unmerged.parse(answer)
}
const listed = async () =>
  ((await taken(send('GET', '/leads'))) as { leads: { id: string }[] }).leads.map(({ id }) => id)

const ada = {
  firstName: 'Ada',
  lastName: 'Lovelace',
  email: 'ada@example.com',
  phoneNumber: '6782319992',
  tags: ['VIP'],
  customFields: { budget: '50k', plan: 'gold' },
  attribution: { utm: { source: 'google' } },
  checklistItems: [{ code: 'tax_id', value: '12-3456789' }],
}

test('two leads become one: empty fields, tags, custom fields and checklist are filled, what is there stays', async () => {
  const from = await make(ada)
  const into = await make({
    firstName: 'A.',
    phoneNumber: '6782319992',
    tags: ['Web'],
    customFields: { plan: 'tin' },
    checklistItems: [{ code: 'business_name', value: 'Engines' }],
  })
  const answer = await merge(from.lead.id, into.lead.id)
  expect(answer.lead).toMatchObject({
    id: into.lead.id,
    firstName: 'A.',
    lastName: 'Lovelace',
    email: 'ada@example.com',
    tags: ['Web', 'VIP'],
    customFields: { budget: '50k', plan: 'tin' },
    attribution: { utm: { source: 'google' } },
    deletedAt: null,
  })
  expect(itemOf(answer, 'tax_id')).toMatchObject({ value: '12-3456789', status: 'COMPLETED' })
  expect(itemOf(answer, 'business_name')).toMatchObject({ value: 'Engines' })
  expect(answer.matchingLeads).toEqual([])
  expect(answer.merge).toMatchObject({ leadId: from.lead.id, into: into.lead.id })
  const days = Date.parse(answer.merge.undoUntil) - Date.parse(answer.merge.mergedAt)
  expect(days).toBe(30 * 24 * 3600_000)
  expect(await listed()).toEqual([into.lead.id])
  const gone = await get(from.lead.id)
  expect(gone.lead).toMatchObject({ mergedInto: into.lead.id, deletedAt: answer.merge.mergedAt })
  expect((await get(into.lead.id)).lead).not.toHaveProperty('mergedInto')
  await expectProblem(await send('PUT', `/leads/${from.lead.id}`, { lastName: 'X' }), 404, 'not_found')
})

test('timeline, messages and documents of both show together, and can be worked with', async () => {
  const [from, into] = [await make(), await make()]
  const logs = (id: string) => `/leads/${id}/action-logs`
  const draft = {
    type: 'MESSAGE',
    status: 'AWAITING_APPROVAL',
    messages: [{ channel: 'sms', body: 'Hello' }],
  }
  const { actionLog } = (await taken(send('POST', logs(from.lead.id), draft))) as {
    actionLog: { id: string }
  }
  const item = itemOf(from, 'bank_statements')
  const { documents } = await uploaded(used.gateway, workspace.key, {
    leadId: from.lead.id,
    leadChecklistItemId: item.id,
    files: ['October'],
  })
  const answer = await merge(from.lead.id, into.lead.id)
  const id = documents[0]?.id ?? ''
  expect(answer.documents.map((one) => one.id)).toEqual([id])
  const shown = itemOf(answer, 'bank_statements')
  expect(shown).toMatchObject({ status: 'COMPLETED', documents: [{ id }] })
  expect(answer.nextDraft).toMatchObject({ id: actionLog.id, messages: [{ body: 'Hello' }] })
  const summaries = answer.actionLogs.map(({ summary }) => summary)
  expect(summaries.filter((one) => one === 'Lead created')).toHaveLength(2)
  const list = (await taken(send('GET', logs(into.lead.id)))) as { summary: string }[]
  expect(list.map(({ summary }) => summary)).toEqual(summaries)
  expect(await taken(send('GET', `/leads/${into.lead.id}/documents`))).toMatchObject([
    { id, leadChecklistItemDocument: [{ leadChecklistItemId: shown.id }] },
  ])
  const { signedUrl, leadId } = (await taken(send('GET', `/documents/${id}`))) as Record<string, string>
  expect(leadId).toBe(into.lead.id)
  const { pathname, search } = new URL(signedUrl ?? '')
  expect(await (await used.gateway.app.request(pathname + search)).text()).toBe('October')
  await taken(send('POST', `/documents/${id}/extraction`, { status: 'completed', overallValid: true }))
  const changed = {
    status: 'PENDING',
    messages: [{ channel: 'sms', body: 'Good day' }],
  }
  await taken(send('PUT', `${logs(into.lead.id)}/${actionLog.id}`, changed))
  const now = await get(into.lead.id)
  expect(now.documents[0]).toMatchObject({ overallValid: true })
  expect(now.actionLogs.find((one) => one.id === actionLog.id)).toMatchObject({
    status: 'PENDING',
    messages: [{ body: 'Good day' }],
  })
  await update(used.gateway, workspace.key, into.lead.id, { didOptOut: true })
  expect((await get(into.lead.id)).actionLogs.find((one) => one.id === actionLog.id)?.status).toBe(
    'CANCELLED',
  )
  await taken(send('DELETE', `/leads/${into.lead.id}`))
  expect((await used.gateway.app.request(pathname + search)).status).toBe(404)
})

test('an opt-out of either is one of the lead that stays', async () => {
  const [from, into] = [await make({ didOptOut: true }), await make()]
  expect((await merge(from.lead.id, into.lead.id)).status).toBe('OPTED_OUT')
  await unmerge(from.lead.id)
  expect((await get(into.lead.id)).lead.didOptOut).toBe(false)
  expect((await get(from.lead.id)).lead.didOptOut).toBe(true)
})

test('what a merged lead opted out of holds for the numbers of the one that stays, until it is undone', async () => {
  const from = await make({ phoneNumber: '6782319992', didOptOut: true })
  const into = await make({ phoneNumber: '2137365000' })
  const draft = {
    type: 'MESSAGE',
    status: 'AWAITING_APPROVAL',
    messages: [{ channel: 'sms', body: 'Hello' }],
  }
  await taken(send('POST', `/leads/${into.lead.id}/action-logs`, draft))
  expect(await merge(from.lead.id, into.lead.id)).toMatchObject({ status: 'OPTED_OUT', nextDraft: null })
  const { lead: same } = await make({ phoneNumber: '2137365000' })
  expect((await get(same.id)).status).toBe('OPTED_OUT')
  await unmerge(from.lead.id)
  expect((await get(same.id)).status).toBe('IN_PROGRESS')
  expect((await get(from.lead.id)).status).toBe('OPTED_OUT')
})

test('drafts of a merged lead don’t go to a number that opted out', async () => {
  const [from, into] = [await make(), await make({ phoneNumber: '6782319992' })]
  await make({ phoneNumber: '6782319992', didOptOut: true })
  const draft = {
    type: 'MESSAGE',
    status: 'AWAITING_APPROVAL',
    messages: [{ channel: 'sms', body: 'Hello' }],
  }
  await taken(send('POST', `/leads/${from.lead.id}/action-logs`, draft))
  expect((await merge(from.lead.id, into.lead.id)).nextDraft).toBeNull()
})

test('items of one lead alone move; one whose code is taken gives its value', async () => {
  const [from, into] = [await make(), await make()]
  const add = (id: string, label: string) =>
    taken(send('POST', `/leads/${id}/checklist-items`, { label, fieldType: 'TEXT', isRequired: false }))
  await add(from.lead.id, 'Pet')
  await add(from.lead.id, 'Car')
  await add(into.lead.id, 'Car')
  const items = ['PET', 'CAR'].map((code) => ({ code, value: `${code} of Ada` }))
  await update(used.gateway, workspace.key, from.lead.id, { checklistItems: items })
  const before = [await get(from.lead.id), await get(into.lead.id)]
  const answer = await merge(from.lead.id, into.lead.id)
  expect(itemOf(answer, 'PET').value).toBe('PET of Ada')
  expect(itemOf(answer, 'CAR').value).toBe('CAR of Ada')
  const back = await unmerge(from.lead.id)
  expect(back.checklistItems).toEqual(before[0]?.checklistItems)
  expect((await get(into.lead.id)).checklistItems).toEqual(before[1]?.checklistItems)
})

describe('an undo', () => {
  test('gives both leads back as they were', async () => {
    const from = await make({ ...ada, externalLeadId: 'crm-1', timezone: 'America/Denver' })
    const into = await make({ firstName: 'A.', customFields: { plan: 'tin' }, tags: ['Web'] })
    await merge(from.lead.id, into.lead.id)
    expect((await get(into.lead.id)).lead).toMatchObject({ externalLeadId: 'crm-1', lastName: 'Lovelace' })
    const back = await unmerge(from.lead.id)
    const same = ({ lead }: LeadAnswer) => ({ ...lead, updatedAt: null })
    expect(same(back)).toEqual(same(from))
    const other = await get(into.lead.id)
    expect(same(other)).toEqual(same(into))
    expect(other.checklistItems).toEqual(into.checklistItems)
    expect((await listed()).sort()).toEqual([from.lead.id, into.lead.id].sort())
    await expectInvalid(await send('POST', `/leads/${from.lead.id}/unmerge`, {}), '')
    expect((await merge(from.lead.id, into.lead.id)).lead.lastName).toBe('Lovelace')
  })

  test('leaves what was changed since', async () => {
    const [from, into] = [await make(ada), await make()]
    await merge(from.lead.id, into.lead.id)
    await update(used.gateway, workspace.key, into.lead.id, {
      lastName: 'King',
      tags: ['VIP', 'New'],
      customFields: { budget: '60k' },
      checklistItems: [{ code: 'tax_id', value: '98-7654321' }],
    })
    await unmerge(from.lead.id)
    const now = await get(into.lead.id)
    expect(now.lead).toMatchObject({
      lastName: 'King',
      email: null,
      phoneNumber: null,
      tags: ['New'],
      customFields: { budget: '60k' },
    })
    expect(itemOf(now, 'tax_id').value).toBe('98-7654321')
  })

  test('comes too late after 30 days, and waits for one of the other lead', async () => {
    const [a, b, c] = [await make(), await make(), await make()]
    await merge(a.lead.id, b.lead.id)
    await merge(b.lead.id, c.lead.id)
    expect(
      (await get(c.lead.id)).actionLogs.filter(({ summary }) => summary === 'Lead created'),
    ).toHaveLength(3)
    await expectInvalid(await send('POST', `/leads/${a.lead.id}/unmerge`, {}), '')
    await unmerge(b.lead.id)
    await sql`update lead_merges set merged_at = now() - interval '31 days' where lead_id = ${a.lead.id}`.execute(
      used.gateway.db,
    )
    const late = await send('POST', `/leads/${a.lead.id}/unmerge`, {})
    expect(await late.clone().json()).toMatchObject({ errors: [{ code: 'too_late' }] })
    await expectInvalid(late, '')
  })
})

test('the same merge again changes nothing; another one of the same lead is refused', async () => {
  const [a, b, c] = [await make(), await make(), await make()]
  const first = await merge(a.lead.id, b.lead.id)
  const logs = (await get(b.lead.id)).actionLogs.length
  expect((await merge(a.lead.id, b.lead.id)).merge).toEqual(first.merge)
  expect((await get(b.lead.id)).actionLogs).toHaveLength(logs)
  await expectInvalid(await send('POST', `/leads/${a.lead.id}/merge`, { into: c.lead.id }), '')
  await expectInvalid(await send('POST', `/leads/${c.lead.id}/merge`, { into: a.lead.id }), '/into')
  await expectInvalid(await send('POST', `/leads/${c.lead.id}/merge`, { into: c.lead.id }), '/into')
  const key = { 'idempotency-key': 'one' }
  const [one, two] = await Promise.all(
    [1, 2].map(() => taken(send('POST', `/leads/${c.lead.id}/merge`, { into: b.lead.id }, key))),
  )
  expect(one).toEqual(two)
})

test('many merges at once, each way, leave every lead in one place', async () => {
  const ids = await Promise.all(Array.from({ length: 6 }, async () => (await make()).lead.id))
  const pairs = ids.flatMap((from) => ids.filter((into) => into !== from).map((into) => ({ from, into })))
  const answers = await Promise.all(
    pairs.map(({ from, into }) => send('POST', `/leads/${from}/merge`, { into })),
  )
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 400]))
  const [last, ...others] = await listed()
  expect(others).toEqual([])
  const whole = await get(last ?? '')
  expect(whole.actionLogs.filter(({ summary }) => summary === 'Lead created')).toHaveLength(6)
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from lead_merges where workspace_id = ${workspace.id}`.execute(
    used.gateway.db,
  )
  expect(rows[0]?.count).toBe(5)
})

test('test leads and live ones, deleted leads and those of others are not merged', async () => {
  const { lead } = await make()
  const test = (await create(used.gateway, workspace.testKey)).lead.id
  const other = await makeWorkspace(used.gateway.db)
  const foreign = (await create(used.gateway, other.key)).lead.id
  const gone = (await make()).lead.id
  await taken(send('DELETE', `/leads/${gone}`))
  for (const into of [test, foreign, gone])
    await expectInvalid(await send('POST', `/leads/${lead.id}/merge`, { into }), '/into')
  for (const id of [foreign, gone])
    await expectProblem(await send('POST', `/leads/${id}/merge`, { into: lead.id }), 404, 'not_found')
  await expectInvalid(await send('POST', `/leads/${test}/merge`, { into: lead.id }), '/into')
  await expectInvalid(await send('POST', `/leads/${lead.id}/merge`, { into: 'x' }), '/into')
})

test('both are told: what was merged, what changed, what was undone', async () => {
  await taken(send('POST', '/webhook-endpoints', { url: 'https://example.com/h' }))
  const from = await make({ lastName: 'Lovelace', externalLeadId: 'crm-1' })
  const into = await make({ externalLeadId: 'crm-2' })
  await merge(from.lead.id, into.lead.id)
  await unmerge(from.lead.id)
  const rows = await used.gateway.db
    .selectFrom('webhook_deliveries')
    .select(['event', 'payload'])
    .where('workspace_id', '=', workspace.id)
    .where('event', 'in', ['lead.merged', 'lead.updated', 'lead.unmerged'])
    .orderBy('ord')
    .execute()
  const ids = { leadId: from.lead.id, externalId: 'crm-1' }
  const other = { leadId: into.lead.id, externalId: 'crm-2' }
  expect(rows.map(({ event, payload }) => [event, (payload as { data: unknown }).data])).toEqual([
    ['lead.merged', { ...ids, into: into.lead.id, intoExternalId: 'crm-2' }],
    ['lead.updated', { ...other, lastName: 'Lovelace' }],
    ['lead.unmerged', { ...ids, from: into.lead.id }],
    ['lead.updated', { ...other, lastName: null }],
  ])
})

test('where external ids are unique, that of a merged lead answers the lead that stays', async () => {
  await setUniqueExternalIds({ db: used.gateway.db }, { workspaceId: workspace.id, isOn: true })
  await waitFor(
    'the setting to be seen',
    async () => (await make({ externalLeadId: 'probe' })).result === 'existing',
  )
  const from = await make({ externalLeadId: 'crm-1' })
  const into = await make({ externalLeadId: 'crm-2' })
  await merge(from.lead.id, into.lead.id)
  const again = await make({ externalLeadId: 'crm-1' })
  expect(again).toMatchObject({ result: 'existing', lead: { id: into.lead.id } })
})
