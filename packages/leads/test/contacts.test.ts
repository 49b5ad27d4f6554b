import { CheckLeadRequest } from '@intake/contracts/check-lead'
import { CreateLeadRequest } from '@intake/contracts/create-lead'
import { UpdateLeadRequest } from '@intake/contracts/update-lead'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rekeyLeads } from '../src/admin/rekey-leads.ts'
import { setPlaceholders } from '../src/admin/set-placeholders.ts'
import { createLead } from '../src/create/create-lead.ts'
import { listLeads } from '../src/lead/list-leads.ts'
import { updateLead } from '../src/lead/update-lead.ts'
import { checkLead } from '../src/matching/check-lead.ts'
import type { Caller } from '../src/workspace/caller.ts'
import { makeProduct, type Product } from './make-product.ts'

let product: Product
beforeAll(async () => {
  product = await makeProduct()
})
afterAll(() => product.close())

type Given = Record<string, unknown>

async function make(caller: Caller, given: Given, duplicatePolicy: 'flag' | 'merge' | 'reject' = 'flag') {
  const { body } = await createLead(product.call(caller), {
    request: CreateLeadRequest.parse({ firstName: 'Ada', ...given }),
    duplicatePolicy,
  })
  return JSON.parse(body)
}

const check = (caller: Caller, given: Given) => checkLead(product.call(caller), CheckLeadRequest.parse(given))

const idsOf = (leads: readonly { id: string }[]) => leads.map(({ id }) => id)

async function rowOf(id: string) {
  return product.db.selectFrom('leads').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
}

/** What an earlier version stored of a lead. */
async function store(id: string, columns: Given): Promise<void> {
  await product.db.updateTable('leads').set(columns).where('id', '=', id).execute()
}

async function rekey(caller: Caller) {
  const { defaultRegion, placeholders } = (await product.configuration.workspace(caller.workspaceId)) ?? {
    defaultRegion: '',
    placeholders: new Set<string>(),
  }
  return rekeyLeads(product, { workspaceId: caller.workspaceId, after: null, defaultRegion, placeholders })
}

describe('placeholders', () => {
  test.each([
    [{ phoneNumber: '000-000-0000' }, { phoneNumber: '0000000000' }],
    [{ phoneNumber: '123-456-7890' }, { phoneNumber: '1234567890' }],
    [{ phoneNumber: '555-555-5555' }, { phoneNumber: '+1 555 555 5555' }],
    [{ phoneNumber: '212-555-0123' }, { phoneNumber: '2125550123' }],
    [{ email: 'none@none.com' }, { email: 'None@none.com' }],
    [{ email: 'test@test.com' }, { email: 'test@test.com' }],
  ])('%j and %j are two strangers under any policy', async (one, other) => {
    const caller = await product.makeCaller()
    const { lead } = await make(caller, one)
    for (const policy of ['flag', 'merge', 'reject'] as const) {
      const answer = await make(caller, other, policy)
      expect(answer.lead.id).not.toBe(lead.id)
      expect(answer.matchingLeads).toEqual([])
    }
    expect((await check(caller, other)).matchingLeads).toEqual([])
    expect((await product.read(caller, lead.id)).matchingLeads).toEqual([])
  })

  test('a workspace adds its own, for what comes in from then on', async () => {
    const caller = await product.makeCaller()
    const desk = { email: 'desk@kiosk.example', phoneNumber: '678 231 0000' }
    const { lead } = await make(caller, desk)
    const placeholders = ['(678) 231-0000', '@kiosk.example']
    await setPlaceholders(product, { workspaceId: caller.workspaceId, placeholders })
    product.configuration.forget()
    expect((await make(caller, desk, 'merge')).result).toBe('created')
    expect(await rowOf(lead.id)).toMatchObject({ phone_key: '+16782310000', email_key: 'desk@kiosk.example' })
    expect(await rekey(caller)).toMatchObject({ looked: 2, rekeyed: 1, changed: [] })
    expect(await rowOf(lead.id)).toMatchObject({ phone_key: null, email_key: null, email: desk.email })
    await expect(
      setPlaceholders(product, { workspaceId: caller.workspaceId, placeholders: ['nobody'] }),
    ).rejects.toMatchObject({ code: 'invalid_request' })
  })
})

describe('extensions', () => {
  test('one number with two extensions is two people’s; without one it is anybody’s', async () => {
    const caller = await product.makeCaller()
    const sam = await make(caller, { phoneNumber: '678-231-9992 x101' }, 'merge')
    const kim = await make(caller, { phoneNumber: '678-231-9992 x202' }, 'merge')
    expect(kim.result).toBe('created')
    expect(kim.matchingLeads).toEqual([])
    expect((await make(caller, { phoneNumber: '+16782319992 ext 101' }, 'merge')).lead.id).toBe(sam.lead.id)
    const desk = await make(caller, { phoneNumber: '678-231-9992' })
    expect(idsOf(desk.matchingLeads)).toEqual([kim.lead.id, sam.lead.id])
    const found = await check(caller, { phoneNumber: '678-231-9992 x101' })
    expect(idsOf(found.matchingLeads)).toEqual([desk.lead.id, sam.lead.id])
    await product.runJobs(caller, [sam.lead.id, kim.lead.id, desk.lead.id])
    const { actionLogs } = await product.read(caller, kim.lead.id)
    const note = actionLogs.find(({ type }) => type === 'SYSTEM_NOTE')
    expect(note?.output).toMatchObject({ matchingLeads: [{ leadId: desk.lead.id, matchedOn: ['phone'] }] })
  })

  test('within a batch too', async () => {
    const caller = await product.makeCaller()
    const given = ['678-231-9992 x1', '678-231-9992 x2', '678-231-9992 x1']
    const [one, two, three] = await Promise.all(given.map((phoneNumber) => make(caller, { phoneNumber })))
    expect(two.matchingLeads).toEqual([])
    expect([...idsOf(one.matchingLeads), ...idsOf(three.matchingLeads)]).toHaveLength(1)
  })

  test('a merge keeps an extension that the lead lacked', async () => {
    const caller = await product.makeCaller()
    const { lead } = await make(caller, { phoneNumber: '678-231-9992' })
    const merged = await make(caller, { phoneNumber: '678-231-9992 x5 / 678-231-9993' }, 'merge')
    expect(merged.lead).toMatchObject({ id: lead.id, phoneExtension: '5' })
    expect((await rowOf(lead.id)).custom).toEqual({ otherPhone: '678-231-9993' })
    expect((await make(caller, { phoneNumber: '678-231-9992 x6' }, 'merge')).result).toBe('created')
  })
})

describe('merges and opt-outs', () => {
  test('of several matches the one that has opted out takes the lead in, and stays opted out', async () => {
    const caller = await product.makeCaller()
    const contact = { email: 'opt@x.org', phoneNumber: '678-231-9992' }
    await make(caller, contact)
    const out = await make(caller, { email: 'opt@x.org', didOptOut: true })
    await make(caller, contact)
    await make(caller, { phoneNumber: '678-231-9992' })
    for (const given of [contact, { ...contact, didOptOut: false }, { email: 'OPT@x.org' }]) {
      const merged = await make(caller, { ...given, lastName: 'King' }, 'merge')
      expect(merged).toMatchObject({ result: 'merged', status: 'OPTED_OUT', lead: { id: out.lead.id } })
      expect(merged.lead.optOutAt).toBe(out.lead.optOutAt)
    }
  })

  test('however many newer ones match', async () => {
    const caller = await product.makeCaller()
    const { lead } = await make(caller, { email: 'many@x.org', didOptOut: true })
    await sql`
      insert into leads (workspace_id, id, first_name, email, email_key, assignee_type, source, is_test, created_at, updated_at)
      select ${caller.workspaceId}, ('ffffffff-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'Ada', 'many@x.org', 'many@x.org', 'AI_AGENT',
        'api', false, now(), now() from generate_series(1, 500) n`.execute(product.db)
    const merged = await make(caller, { email: 'many@x.org' }, 'merge')
    expect(merged.lead).toMatchObject({ id: lead.id, didOptOut: true })
  })

  test('an opt-out that was taken back, or is a test lead’s, is none', async () => {
    const caller = await product.makeCaller()
    const { lead } = await make(caller, { email: 'back@x.org', didOptOut: true })
    await make({ ...caller, isTest: true }, { email: 'back@x.org', didOptOut: true })
    const newest = await make(caller, { email: 'back@x.org' })
    await updateLead(product.call(caller), {
      leadId: lead.id,
      request: UpdateLeadRequest.parse({ didOptOut: false }),
    })
    const merged = await make(caller, { email: 'back@x.org' }, 'merge')
    expect(merged.lead).toMatchObject({ id: newest.lead.id, didOptOut: false })
  })

  test('an opt-out that comes in is the lead’s it is merged into', async () => {
    const caller = await product.makeCaller()
    const { lead } = await make(caller, { email: 'in@x.org' })
    const merged = await make(caller, { email: 'in@x.org', didOptOut: true }, 'merge')
    expect(merged).toMatchObject({ status: 'OPTED_OUT', lead: { id: lead.id, didOptOut: true } })
  })
})

describe('keys of an earlier version', () => {
  const olds = [
    [
      '+551187654321',
      { phone_raw: '+551187654321', phone_e164: '+551187654321', phone_key: '+551187654321' },
    ],
    [
      '+5491123456789',
      { phone_raw: '+5491123456789', phone_e164: '+5491123456789', phone_key: '+5491123456789' },
    ],
    ['ana@BÜCHER.example', { email: 'ana@BÜCHER.example', email_key: 'ana@bücher.example' }],
    ['jose\u0301@x.org', { email: 'jose\u0301@x.org', email_key: 'jose\u0301@x.org' }],
  ] as const
  const sames = ['+55 11 98765-4321', '11 15 2345-6789', 'ana@xn--bcher-kva.example', 'jos\u00e9@X.org']
  const given = (text: string) =>
    text.includes('@') ? { email: text } : { phoneNumber: text.startsWith('11') ? `+54 ${text}` : text }

  test.each(
    olds.map(([stored, columns], index) => [stored, columns, given(sames[index] as string)] as const),
  )('a lead with the key of %s is found until it has today’s', async (_, columns, same) => {
    const caller = await product.makeCaller()
    const { lead: old } = await make(caller, {})
    await store(old.id, columns)
    const isFound = async () => {
      const { lead, matchingLeads } = await make(caller, same)
      expect(idsOf(matchingLeads)).toContain(old.id)
      expect(idsOf((await product.read(caller, old.id)).matchingLeads)).toContain(lead.id)
      expect(idsOf((await check(caller, same)).matchingLeads)).toContain(old.id)
      expect(idsOf((await listLeads(product.call(caller), same)).leads)).toContain(old.id)
      await product.runJobs(caller, [lead.id])
      const { actionLogs } = await product.read(caller, lead.id)
      const note = actionLogs.find(({ type }) => type === 'SYSTEM_NOTE')
      expect(JSON.stringify(note?.output)).toContain(old.id)
      await store(lead.id, { deleted_at: new Date() })
      const merged = await make(caller, same, 'merge')
      expect(merged.lead.id).toBe(old.id)
    }
    await isFound()
    expect((await rekey(caller)).rekeyed).toBe(1)
    await isFound()
    expect((await rekey(caller)).rekeyed).toBe(0)
    expect(await rowOf(old.id)).toMatchObject({
      phone_raw: null,
      email: null,
      ...columns,
      ...(await keysNow(old.id)),
    })
  })

  const keysNow = async (id: string) => {
    const { phone_key, email_key } = await rowOf(id)
    return { phone_key, email_key }
  }

  test('new keys are made of what was given; no phone and no e-mail changes, what reads otherwise is told', async () => {
    const caller = await product.makeCaller()
    const cases = [
      [
        { phone_raw: '0412 345 678', phone_e164: '+10412345678', phone_key: '+10412345678' },
        null,
        'national_abroad',
      ],
      [
        { phone_raw: '312-296-15716', phone_e164: '+31229615716', phone_key: '+31229615716' },
        null,
        'digit_too_many',
      ],
      [{ phone_raw: '6782319992.0', phone_e164: null, phone_key: null }, '+16782319992', 'now_read'],
      [
        { phone_raw: '551187654321', phone_e164: '+551187654321', phone_key: '+551187654321' },
        '+5511987654321',
        'equal_form',
      ],
      [{ phone_raw: '555-555-5555', phone_e164: '+15555555555', phone_key: '+15555555555' }, null, null],
      [
        { phone_raw: '678-231-9992', phone_e164: '+16782319992', phone_key: '+16782319992' },
        '+16782319992',
        null,
      ],
    ] as const
    const leads = []
    for (const [columns, key, reason] of cases) {
      const { lead } = await make(caller, {})
      await store(lead.id, columns)
      leads.push({ id: lead.id as string, columns, key, reason })
    }
    const { changed, ...counts } = await rekey(caller)
    expect(counts).toEqual({ looked: 6, rekeyed: 5, last: null })
    expect(changed.map(({ leadId, stored, reason }) => [leadId, stored, reason])).toEqual(
      leads.flatMap(({ id, columns, reason }) => (reason ? [[id, columns.phone_e164, reason]] : [])),
    )
    for (const { id, columns, key } of leads)
      expect(await rowOf(id)).toMatchObject({ ...columns, phone_key: key })
    // What was read wrong is shown as it was, and found so.
    const { leads: shown } = await listLeads(product.call(caller), { phoneNumber: '+31229615716' })
    expect(idsOf(shown)).toEqual([leads[1]?.id])
    expect((await rekey(caller)).rekeyed).toBe(0)
  })

  test('an extension that was given and not kept is kept now', async () => {
    const caller = await product.makeCaller()
    const { lead } = await make(caller, { phoneNumber: '678-231-9992 ext 101' })
    await store(lead.id, { phone_extension: null })
    expect(await rekey(caller)).toMatchObject({ rekeyed: 1, changed: [] })
    expect((await rowOf(lead.id)).phone_extension).toBe('101')
  })

  test('more leads than a batch are all looked at, once', async () => {
    const caller = await product.makeCaller()
    await sql`
      insert into leads (workspace_id, id, first_name, email, email_key, assignee_type, source, is_test, created_at, updated_at)
      select ${caller.workspaceId}, gen_random_uuid(), 'Ada', 'none@none.com', 'none@none.com', 'AI_AGENT', 'api', n % 2 = 0, now(), now()
      from generate_series(1, 2500) n`.execute(product.db)
    const context = { workspaceId: caller.workspaceId, defaultRegion: 'US', placeholders: new Set<string>() }
    const batches = []
    for (let after: string | null = null, more = true; more; more = after !== null) {
      const batch = await rekeyLeads(product, { ...context, after })
      batches.push([batch.looked, batch.rekeyed])
      after = batch.last
    }
    expect(batches).toEqual([
      [1000, 1000],
      [1000, 1000],
      [500, 500],
    ])
  })
})

test('the zone of a number that was guessed is never more than a guess', async () => {
  const caller = await product.makeCaller()
  const made = []
  for (const phoneNumber of ['678-231-9992', '67 82 31 99 92', '916782319993'])
    made.push((await make(caller, { phoneNumber })).lead)
  await product.runJobs(caller, idsOf(made))
  const zones = []
  for (const { id } of made) {
    const { lead } = await product.read(caller, id)
    zones.push([lead.phoneNumber, lead.timezone, lead.timezoneConfidence])
  }
  expect(zones).toEqual([
    ['+16782319992', 'America/New_York', 'high'],
    ['+16782319992', 'America/New_York', 'low'],
    ['+916782319993', 'Asia/Kolkata', 'low'],
  ])
})
