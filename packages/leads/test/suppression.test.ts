import { UpdateLeadRequest } from '@intake/contracts/update-lead'
import {
  ActionLogAnswer,
  AddActionLogRequest,
  UpdateActionLogRequest,
} from '@intake/contracts/write-action-log'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { listLeads } from '../src/lead/list-leads.ts'
import { updateLead } from '../src/lead/update-lead.ts'
import { lockContacts } from '../src/matching/lock-contacts.ts'
import { enforceSuppressions } from '../src/suppression/enforce-suppressions.ts'
import { suppress } from '../src/suppression/suppress.ts'
import { addActionLog } from '../src/timeline/add-action-log.ts'
import { updateActionLog } from '../src/timeline/update-action-log.ts'
import type { Caller } from '../src/workspace/caller.ts'
import { makeProduct, type Product } from './make-product.ts'

let product: Product
let caller: Caller
beforeAll(async () => {
  product = await makeProduct()
})
afterAll(() => product.close())
beforeEach(async () => {
  caller = await product.makeCaller()
})

const phone = '2122310147'
const email = 'ada@example.com'
const create = (request: object, by = caller) => product.create(by, { firstName: 'Ada', ...request })
const update = (leadId: string, request: object) =>
  updateLead(product.call(caller), { leadId, request: UpdateLeadRequest.parse(request) })
const message = (channel: string) => ({
  type: 'FOLLOW_UP_MESSAGE',
  messages: [{ channel, body: 'Hello' }],
})
const plan = async (leadId: string, channel = 'sms', by = caller) => {
  const request = AddActionLogRequest.parse(message(channel))
  const { body } = await addActionLog(product.call(by), { leadId, request })
  return ActionLogAnswer.parse({ actionLog: JSON.parse(body).actionLog }).actionLog
}
const refused = { code: 'opted_out' }
const suppressions = () =>
  product.db
    .selectFrom('suppressions')
    .selectAll()
    .where('workspace_id', '=', caller.workspaceId)
    .orderBy('since')
    .orderBy('key')
    .execute()
const enforce = async () =>
  enforceSuppressions(product, {
    workspaceId: caller.workspaceId,
    ids: (await suppressions()).map(({ id }) => id),
  })

describe('an opt-out holds for the number and the address', () => {
  test('of leads that are there, and of those that come, in every answer', async () => {
    const before = await create({ phoneNumber: phone })
    const other = await create({ email })
    expect(before).toMatchObject({ suppressed: null, lead: { didOptOut: false, optOutReason: null } })
    const said = await create({ phoneNumber: phone, email, didOptOut: true })
    const held = {
      status: 'OPTED_OUT',
      suppressed: { channels: ['any'], reason: 'opt_out', since: said.lead.optOutAt },
      lead: { didOptOut: true, optOutAt: said.lead.optOutAt, optOutReason: 'opt_out' },
    }
    expect(said).toMatchObject(held)
    expect(said.matchingLeads.map((lead) => lead.didOptOut)).toEqual([true, true])
    for (const { lead } of [before, other]) expect(await product.read(caller, lead.id)).toMatchObject(held)
    expect(await create({ phoneNumber: `${phone} ext. 12` })).toMatchObject(held)
    const { leads } = await listLeads(product.call(caller), { status: 'OPTED_OUT' })
    expect(leads).toHaveLength(4)
    expect(leads.every((lead) => lead.didOptOut && lead.status === 'OPTED_OUT' && lead.suppressed)).toBe(true)
    expect((await listLeads(product.call(caller), { status: 'IN_PROGRESS' })).leads).toEqual([])
  })

  test('and is no other workspace’s, and no other number’s', async () => {
    await create({ phoneNumber: phone, didOptOut: true })
    expect(await create({ phoneNumber: phone }, await product.makeCaller())).toMatchObject({
      suppressed: null,
    })
    expect(await create({ phoneNumber: '2122310148' })).toMatchObject({ suppressed: null })
  })

  test('whoever says it by an update, or as a status', async () => {
    for (const [place, request] of [{ didOptOut: true }, { status: 'OPTED_OUT' }].entries()) {
      const number = `212231010${place}`
      const { lead } = await create({ phoneNumber: number })
      await update(lead.id, request)
      expect(await create({ phoneNumber: number })).toMatchObject({ lead: { didOptOut: true } })
    }
  })

  test('it closes the calling window', async () => {
    const { lead } = await create({ phoneNumber: phone, timezone: 'America/New_York' })
    await create({ phoneNumber: phone, consent: { channel: 'call', status: 'withdrawn' } })
    const read = await product.read(caller, lead.id)
    expect(read.callingWindow).toMatchObject({ open: false, opensAt: null })
    expect(read.suppressed?.channels).toEqual(['call'])
  })

  test('a test lead speaks for itself alone, and nobody speaks for it', async () => {
    const tester = { ...caller, isTest: true }
    const said = await create({ phoneNumber: phone, didOptOut: true }, tester)
    expect(said.lead.didOptOut).toBe(true)
    expect(await create({ phoneNumber: phone })).toMatchObject({ suppressed: null })
    await create({ phoneNumber: phone, didOptOut: true })
    expect(await create({ phoneNumber: phone }, tester)).toMatchObject({ suppressed: null })
  })

  test('somebody who only submits opts out the lead alone', async () => {
    const submitter = { ...caller, scopes: ['leads:submit'] }
    const request = { firstName: 'Ada', phoneNumber: phone, didOptOut: true }
    await product.submit(submitter, request)
    expect(await create({ phoneNumber: phone })).toMatchObject({ suppressed: null })
    const { leads } = await listLeads(product.call(caller), {})
    expect(leads.map((lead) => lead.didOptOut)).toEqual([false, true])
  })

  test('a placeholder is nobody’s number', async () => {
    await create({ phoneNumber: '000-000-0000', email: 'none@none.com', didOptOut: true })
    expect(await create({ phoneNumber: '000-000-0000', email: 'none@none.com' })).toMatchObject({
      suppressed: null,
    })
  })
})

describe('what a lead takes back', () => {
  test('is what it said itself: whole records with didOptOut false lift nobody else’s opt-out', async () => {
    const { lead: first } = await create({ phoneNumber: phone, didOptOut: true })
    const { lead: second } = await create({ phoneNumber: phone, email })
    await update(second.id, { firstName: 'Ada', phoneNumber: phone, email, didOptOut: false })
    expect(await product.read(caller, second.id)).toMatchObject({ lead: { didOptOut: true } })
    await update(first.id, { didOptOut: false })
    for (const { id } of [first, second])
      expect(await product.read(caller, id)).toMatchObject({ suppressed: null, lead: { didOptOut: false } })
    expect((await suppressions()).every(({ lift_reason }) => lift_reason === 'taken_back')).toBe(true)
  })

  test('and two who said it take it back one by one', async () => {
    const leads = [
      await create({ phoneNumber: phone, didOptOut: true }),
      await create({ phoneNumber: phone, didOptOut: true }),
    ].map(({ lead }) => lead.id) as [string, string]
    await update(leads[0], { didOptOut: false })
    expect(await product.read(caller, leads[0])).toMatchObject({ lead: { didOptOut: true } })
    await update(leads[1], { didOptOut: false })
    expect(await product.read(caller, leads[0])).toMatchObject({ lead: { didOptOut: false } })
  })
})

describe('messages', () => {
  const told = {
    kind: 'phone',
    key: '+12122310147',
    channels: ['any'],
    reason: 'told',
    leadId: null,
  } as const

  test('are refused for every lead of the number, by the channels that are suppressed', async () => {
    const { lead } = await create({ phoneNumber: phone, email })
    await create({ phoneNumber: phone, email, consent: { channel: 'sms', status: 'withdrawn' } })
    for (const channel of ['sms', 'SMS', 'whatsapp'])
      await expect(plan(lead.id, channel)).rejects.toMatchObject(refused)
    await plan(lead.id, 'email')
    await create({ email, didOptOut: true })
    for (const channel of ['email', 'pigeon'])
      await expect(plan(lead.id, channel)).rejects.toMatchObject(refused)
  })

  test('what is still to be sent is cancelled, on the lead at once and on the others by the job', async () => {
    const { lead: first } = await create({ phoneNumber: phone, email })
    const { lead: second } = await create({ phoneNumber: phone, email })
    const { lead: other } = await create({ email: 'grace@example.com' })
    for (const { id } of [first, second, other]) await plan(id, 'sms')
    await plan(second.id, 'email')
    await update(first.id, { consent: { channel: 'sms', status: 'withdrawn' } })
    expect((await product.read(caller, first.id)).nextFollowUp).toBeNull()
    expect((await product.read(caller, second.id)).nextFollowUp).not.toBeNull()
    await enforce()
    const statuses = async (id: string) =>
      (await product.read(caller, id)).actionLogs
        .filter(({ type }) => type === 'FOLLOW_UP_MESSAGE')
        .map(({ status, messages }) => [messages[0]?.channel, status])
    expect(await statuses(second.id)).toEqual([
      ['email', 'PENDING'],
      ['sms', 'CANCELLED'],
    ])
    expect(await statuses(other.id)).toEqual([['sms', 'PENDING']])
    expect(await enforce()).toBe(0)
  })

  test('one that comes while an opt-out is under way waits for it, and is refused', async () => {
    const { lead } = await create({ phoneNumber: phone })
    const { workspaceId } = caller
    let outcome: Promise<unknown> | undefined
    await product.db.transaction().execute(async (trx) => {
      await lockContacts(trx, workspaceId, { exclusive: [told.key] })
      outcome = plan(lead.id).catch((error: unknown) => error)
      await vi.waitFor(async () => {
        const { rows } = await sql`
          select 1 from pg_locks where locktype = 'advisory' and not granted
            and database = (select oid from pg_database where datname = current_database())`.execute(trx)
        expect(rows).toHaveLength(1)
      }, 10_000)
      await suppress(trx, workspaceId, [told], { at: new Date(), requestId: null })
    })
    expect(await outcome).toMatchObject(refused)
  })

  test('a lead that is given a suppressed number by a merge loses what was still to be sent', async () => {
    const { lead } = await create({ email, consent: { channel: 'email', status: 'withdrawn' } })
    await plan(lead.id, 'sms')
    await suppress(product.db, caller.workspaceId, [told], { at: new Date(), requestId: null })
    const merged = { firstName: 'Ada', email, phoneNumber: phone }
    expect(await product.createUnder('merge', caller, merged)).toMatchObject({ lead: { id: lead.id } })
    expect((await product.read(caller, lead.id)).nextFollowUp).toBeNull()
  })

  test('a draft can’t be approved once somebody else has opted out', async () => {
    const { lead } = await create({ phoneNumber: phone })
    const request = AddActionLogRequest.parse({ ...message('sms'), status: 'AWAITING_APPROVAL' })
    const { body } = await addActionLog(product.call(caller), { leadId: lead.id, request })
    await create({ phoneNumber: phone, didOptOut: true })
    const logId = JSON.parse(body).actionLog.id
    const settle = (status: string) => UpdateActionLogRequest.parse({ status })
    const approve = () =>
      updateActionLog(product.call(caller), { leadId: lead.id, logId, request: settle('PENDING') })
    await expect(approve()).rejects.toMatchObject(refused)
    await updateActionLog(product.call(caller), { leadId: lead.id, logId, request: settle('CANCELLED') })
  })

  test('a lead that is given a suppressed number loses what was still to be sent', async () => {
    await create({ phoneNumber: phone, didOptOut: true })
    const { lead } = await create({ phoneNumber: '2122310148' })
    await plan(lead.id)
    await update(lead.id, { phoneNumber: phone })
    expect(await product.read(caller, lead.id)).toMatchObject({
      nextFollowUp: null,
      lead: { didOptOut: true },
    })
  })
})

describe('merging', () => {
  const merge = async (request: object) => {
    const body = await product.createUnder('merge', caller, { firstName: 'Grace', ...request })
    return body as { lead: { id: string; didOptOut: boolean } }
  }

  test('puts what came for a suppressed number into no lead that may be contacted', async () => {
    const { lead } = await create({ email })
    await create({ phoneNumber: phone, didOptOut: true })
    const made = await merge({ phoneNumber: phone, email })
    expect(made.lead.id).not.toBe(lead.id)
    expect(made.lead.didOptOut).toBe(true)
    expect(await product.read(caller, lead.id)).toMatchObject({ lead: { didOptOut: false } })
  })

  test('puts it into one that is suppressed, too', async () => {
    const { lead } = await create({ phoneNumber: phone, didOptOut: true })
    expect((await merge({ phoneNumber: phone })).lead).toMatchObject({ id: lead.id, didOptOut: true })
  })

  test('an opt-out that comes in holds for all contacts of the lead that it is merged into', async () => {
    const { lead } = await create({ phoneNumber: phone, email })
    expect((await merge({ phoneNumber: phone, didOptOut: true })).lead.id).toBe(lead.id)
    expect(await create({ email })).toMatchObject({ lead: { didOptOut: true } })
  })
})

test('the proof of a consent is kept word for word, and what was said last counts', async () => {
  const proof = {
    channel: 'sms',
    purpose: 'marketing',
    text: 'I agree to receive texts.',
    seller: 'Ada’s',
    capturedAt: '2026-11-01T10:00:00.000Z',
    ip: '203.0.113.7',
    userAgent: 'Browser/1',
    pageUrl: 'https://ada.example/',
    certificateUrl: 'https://cert.example/1',
    evidence: { box: 'ticked' },
  }
  const { lead } = await create({ phoneNumber: phone, consent: [proof, { channel: 'email' }] })
  expect(lead.consent).toMatchObject({
    sms: { status: 'granted', at: proof.capturedAt },
    email: { status: 'granted' },
  })
  await update(lead.id, { consent: { channel: 'sms', status: 'withdrawn' } })
  const read = await product.read(caller, lead.id)
  expect(read.lead.consent.sms?.status).toBe('withdrawn')
  expect(read.suppressed).toMatchObject({ channels: ['sms'], reason: 'consent_withdrawn' })
  await update(lead.id, { consent: { channel: 'sms' } })
  expect(await product.read(caller, lead.id)).toMatchObject({ suppressed: null })
})
