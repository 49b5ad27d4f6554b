import { setUnknownFields } from '@intake/leads/admin/set-unknown-fields'
import { makeWorkspace } from '@intake/testing/make-workspace'
import { waitFor } from '@intake/testing/wait-for'
import { describe, expect, test } from 'vitest'
import { call, taken, update } from '../call.ts'
import { storesNothing } from '../count-stored.ts'
import { create, read } from '../create.ts'
import { expectInvalid } from '../expect-problem.ts'
import { useGateway } from '../use-gateway.ts'

const used = useGateway()
const take = (body: Record<string, unknown>, headers: Record<string, string> = {}) =>
  create(used.gateway, used.workspace.key, body, headers)
const change = async (id: string, body: Record<string, unknown>) =>
  (await update(used.gateway, used.workspace.key, id, body)).lead
const refuses = async (body: Record<string, unknown>, pointer: string, headers = {}) => {
  const { gateway, workspace } = used
  const response = await storesNothing(gateway.db, workspace.id, async () =>
    gateway.post(workspace.key, { firstName: 'Ada', ...body }, headers),
  )
  return expectInvalid(response, pointer)
}

describe('customFields', () => {
  test('are kept, changed by name, and removed by null', async () => {
    const { lead } = await take({ customFields: { budget: '50k', pets: ['cat'], deep: { a: null } } })
    expect(lead.customFields).toEqual({ budget: '50k', pets: ['cat'], deep: { a: null } })
    expect((await read(used.gateway, used.workspace.key, lead.id)).lead.customFields).toEqual(
      lead.customFields,
    )
    expect((await change(lead.id, { customFields: { budget: 60, pets: null } })).customFields).toEqual({
      budget: 60,
      deep: { a: null },
    })
    expect((await change(lead.id, { customFields: null })).customFields).toEqual({})
  })

  test('hold members of the body that are no field, at creates, batches and updates', async () => {
    const { lead } = await take({ favouriteColour: { deep: ['blue'] }, first_name: 'Eve', '': '' })
    expect(lead).toMatchObject({
      firstName: 'Ada',
      customFields: { favouriteColour: { deep: ['blue'] }, first_name: 'Eve' },
    })
    expect((await change(lead.id, { size: 'L' })).customFields).toMatchObject({
      size: 'L',
      first_name: 'Eve',
    })
    const batch = call(used.gateway, used.workspace.key, 'POST', '/leads/batch', {
      leads: [{ firstName: 'Bo', size: 3 }],
    })
    expect(await taken(batch)).toMatchObject({
      results: [{ answer: { lead: { customFields: { size: 3 } } } }],
    })
  })

  test('a lead that was read can be sent back', async () => {
    const { lead } = await take({ customFields: { a: 1 }, email: 'ada@example.org' })
    const sent = (await read(used.gateway, used.workspace.key, lead.id)).lead
    expect((await change(lead.id, sent)).customFields).toEqual({ a: 1 })
  })

  test('what is given beyond the bounds is refused; what is unknown beyond them is left out', async () => {
    const many = Object.fromEntries(Array.from({ length: 101 }, (_, n) => [`name${n}`, n]))
    await refuses({ customFields: many }, '/customFields')
    await refuses({ customFields: { a: 'x'.repeat(17_000) } }, '/customFields')
    await refuses({ customFields: 'none' }, '/customFields')
    const { lead, warnings } = await take({ ...many, big: 'x'.repeat(17_000) })
    expect(Object.keys(lead.customFields)).toHaveLength(100)
    expect(warnings.map(({ pointer, code }) => `${pointer} ${code}`)).toEqual([
      '/name100 field_not_kept',
      '/big field_not_kept',
    ])
    const { lead: full } = await take({ customFields: { a: 'x'.repeat(16_000) } })
    const response = await call(used.gateway, used.workspace.key, 'PUT', `/leads/${full.id}`, {
      customFields: { b: 'x'.repeat(16_000) },
    })
    await expectInvalid(response, '/customFields')
  })

  test('Intake-Unknown-Fields ignores or refuses what is no field', async () => {
    const ignored = await take({ size: 'L' }, { 'intake-unknown-fields': 'ignore' })
    expect(ignored.lead.customFields).toEqual({})
    await refuses({ 'si/ze': 'L' }, '/si~1ze', { 'intake-unknown-fields': 'reject' })
    await refuses({}, '', { 'intake-unknown-fields': 'perhaps' })
  })

  test('a workspace says what is done with what is no field, unless the call does', async () => {
    const { gateway } = used
    const { id: workspaceId, key } = await makeWorkspace(gateway.db)
    const body = { firstName: 'Ada', size: 'L' }
    const takeIn = async (headers: Record<string, string> = {}) =>
      (await create(gateway, key, body, headers)).lead
    const stored = await takeIn()
    expect(stored.customFields).toEqual({ size: 'L' })
    const batch = () => call(gateway, key, 'POST', '/leads/batch', { leads: [body] })
    await setUnknownFields(gateway, { workspaceId, mode: 'ignore' })
    const ignored = () => takeIn().then(({ customFields }) => Object.keys(customFields).length === 0)
    await waitFor('the setting to be known', ignored)
    expect(await taken(batch())).toMatchObject({ results: [{ answer: { lead: { customFields: {} } } }] })
    expect((await update(gateway, key, stored.id, { size: 'XL' })).lead.customFields).toEqual({ size: 'L' })
    expect((await takeIn({ 'intake-unknown-fields': 'keep' })).customFields).toEqual({ size: 'L' })
    await setUnknownFields(gateway, { workspaceId, mode: 'reject' })
    await waitFor('the setting to be known', async () => (await gateway.post(key, body)).status === 400)
    await expectInvalid(await gateway.post(key, body), '/size')
    await expectInvalid(await call(gateway, key, 'PUT', `/leads/${stored.id}`, { size: 1 }), '/size')
    expect(await taken(batch())).toMatchObject({
      results: [{ problem: { errors: [{ pointer: '/leads/0/size' }] } }],
    })
    expect((await takeIn({ 'intake-unknown-fields': 'ignore' })).customFields).toEqual({})
  })
})

describe('consent', () => {
  const sms = { channel: 'sms', status: 'granted', text: 'Yes, text me', capturedAt: '2026-11-30T10:00:00Z' }
  const state = { sms: { status: 'granted', at: '2026-11-30T10:00:00.000Z' } }

  test('is recorded by a create, a batch and an update, one or a list, and proven', async () => {
    const { lead } = await take({ consent: sms, size: 'L' })
    expect(lead).toMatchObject({ customFields: { size: 'L' }, consent: state, didOptOut: false })
    const strict = await take({ consent: [sms] }, { 'intake-unknown-fields': 'reject' })
    expect(strict.lead.consent).toEqual(state)
    const batch = call(used.gateway, used.workspace.key, 'POST', '/leads/batch', {
      leads: [{ firstName: 'Bo', consent: sms }],
    })
    expect(await taken(batch)).toMatchObject({ results: [{ answer: { lead: { consent: state } } }] })
    const changed = await change(lead.id, { consent: [{ channel: 'call', status: 'withdrawn' }] })
    expect(changed).toMatchObject({ didOptOut: true, consent: { ...state, call: { status: 'withdrawn' } } })
    const proof = await taken(call(used.gateway, used.workspace.key, 'GET', `/leads/${lead.id}/consents`))
    expect(proof).toMatchObject({
      leadId: lead.id,
      consents: [
        {
          channel: 'sms',
          text: 'Yes, text me',
          textSha256: 'da1ecf6ffa2e38bb737afcf9dbaec49521e1b28e92b02eadffd7553033d86cda',
        },
        { channel: 'call', status: 'withdrawn' },
      ],
    })
  })

  test('a record that was read and is sent back records nothing', async () => {
    const { lead } = await take({ consent: sms })
    const read = await taken(call(used.gateway, used.workspace.key, 'GET', `/leads/${lead.id}`))
    await change(lead.id, (read as { lead: Record<string, unknown> }).lead)
    const proof = await taken(call(used.gateway, used.workspace.key, 'GET', `/leads/${lead.id}/consents`))
    expect((proof as { consents: unknown[] }).consents).toHaveLength(1)
  })

  test('of another shape is kept among the custom fields, and never lost without a word', async () => {
    await refuses({ consent: { text: 'x'.repeat(17_000) } }, '/consent/text')
    await refuses({ consent: { channel: 'fax' } }, '/consent/channel')
    expect((await take({ consent: { sms: 'yes' } })).lead).toMatchObject({
      consent: {},
      customFields: { consent: { sms: 'yes' } },
    })
    expect((await take({ consent: 'yes' })).lead.customFields).toEqual({ consent: 'yes' })
    expect((await take({ consent: null })).lead.customFields).toEqual({})
    const { lead, warnings } = await take({ consent: { a: 1 }, customFields: { consent: 'asked by phone' } })
    expect(lead.customFields).toEqual({ consent: 'asked by phone' })
    expect(warnings).toMatchObject([{ pointer: '/consent', code: 'field_not_kept' }])
  })
})

describe('attribution', () => {
  const utm = { source: 'google', campaign: 'spring' }

  test('is kept without what isn’t given, and read from the top level', async () => {
    const { lead } = await take({
      attribution: { utm: { ...utm, term: null }, ad: { adId: 123 }, other: 1, ip: '' },
      utm_medium: 'cpc',
      gclid: 'abc',
      utm_source: 'taken',
    })
    expect(lead.attribution).toEqual({
      utm: { ...utm, medium: 'cpc' },
      clickIds: { gclid: 'abc' },
      ad: { adId: '123' },
    })
    expect(lead.customFields).toEqual({ utm_source: 'taken' })
  })

  test('the first touch stays, and the last one follows', async () => {
    const { lead } = await take({ utm_source: 'google' })
    await change(lead.id, { utm_source: 'google' })
    expect((await change(lead.id, { utm_source: 'meta' })).attribution).toEqual({
      utm: { source: 'google' },
      lastTouch: { utm: { source: 'meta' } },
    })
    expect((await change(lead.id, { attribution: null })).attribution).toBeNull()
  })

  test('a merge fills what is there, by name', async () => {
    const email = 'touch@example.org'
    const { lead } = await take({ email, customFields: { a: 1 }, utm_source: 'google' })
    const merged = await take(
      { email, customFields: { a: 2, b: 3 }, utm_source: 'meta', website: 'https://ada.example' },
      { 'intake-duplicate-policy': 'merge' },
    )
    expect(merged.lead).toMatchObject({
      id: lead.id,
      customFields: { a: 1, b: 3 },
      attribution: { utm: { source: 'google' }, lastTouch: { utm: { source: 'meta' } } },
      website: 'https://ada.example',
    })
  })

  test('faults are named', async () => {
    await refuses({ attribution: { utm: { source: 'x'.repeat(501) } } }, '/attribution/utm/source')
  })
})

describe('where a lead comes from', () => {
  test('source, website, link and time are kept; leads are found by source and campaign', async () => {
    const { lead } = await take({
      source: ' partner-a ',
      website: 'https://ada.example',
      externalPortalLink: 'https://portal.example/1',
      submittedAt: '2026-11-30T10:00:00+02:00',
      utm_campaign: 'autumn',
    })
    expect(lead).toMatchObject({
      source: 'partner-a',
      website: 'https://ada.example',
      externalPortalLink: 'https://portal.example/1',
      submittedAt: '2026-11-30T08:00:00.000Z',
    })
    await take({ source: 'partner-b' })
    for (const query of ['source=partner-a', 'utm_campaign=autumn']) {
      const page = await taken(call(used.gateway, used.workspace.key, 'GET', `/leads?${query}`))
      expect(page).toMatchObject({ leads: [{ id: lead.id }] })
    }
    expect((await change(lead.id, { source: null })).source).toBe('api')
    await refuses({ submittedAt: 'yesterday' }, '/submittedAt')
  })

  test.each([
    ['Ada Lovelace', 'Ada', 'Lovelace'],
    ['Ada', 'Ada', null],
    ['Ada King  Lovelace', 'Ada King', 'Lovelace'],
  ])('fullName %j', async (fullName, firstName, lastName) => {
    const { lead, actionLogs } = await take({ firstName: undefined, fullName })
    expect(lead).toMatchObject({ firstName, lastName, customFields: {} })
    expect(actionLogs[0]?.input).toMatchObject({ lead: { firstName, fullName } })
  })

  test('fullName gives way to firstName, and without either the lead is refused', async () => {
    const { lead } = await take({ firstName: 'Grace', fullName: 'Ada Lovelace' })
    expect(lead).toMatchObject({ firstName: 'Grace', lastName: null })
    await refuses({ firstName: undefined, fullName: ' ' }, '/firstName')
  })
})

test('what is odd about a lead is told, in short answers too', async () => {
  const odd = { phoneNumber: 'call me', email: 'ada@gmial.com' }
  const codes = (warnings: { pointer: string; code: string }[]) => warnings.map(({ code }) => code)
  const { lead, warnings } = await take(odd)
  expect(codes(warnings)).toEqual(['phone_not_read', 'misspelt_domain'])
  expect(await change(lead.id, { phoneNumber: '000-000-0000' })).toMatchObject({
    phoneNumber: expect.any(String),
  })
  const short = await call(
    used.gateway,
    used.workspace.key,
    'POST',
    '/leads',
    { firstName: 'Ada', ...odd },
    { prefer: 'return=minimal' },
  )
  expect(await taken(short)).toMatchObject({
    warnings: [{ code: 'phone_not_read' }, { code: 'misspelt_domain' }],
  })
  expect((await take({})).warnings).toEqual([])
})
