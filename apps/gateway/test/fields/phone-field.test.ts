import { ListLeadsAnswer } from '@intake/contracts/list-leads'
import { makeWorkspace } from '@intake/testing/make-workspace'
import { describe, expect, test } from 'vitest'
import { call, taken, update } from '../call.ts'
import { create, read } from '../create.ts'
import { customOf } from '../custom-of.ts'
import { expectInvalid } from '../expect-problem.ts'
import { useGateway } from '../use-gateway.ts'

const used = useGateway()
const listed = async (key: string, path: string) =>
  ListLeadsAnswer.parse(await taken(call(used.gateway, key, 'GET', path)))

describe('phoneNumber', () => {
  test.each([
    ['6782319992', '+16782319992'],
    ['(678) 231-9992', '+16782319992'],
    ['678.231.9992', '+16782319992'],
    ['1-678-231-9992', '+16782319992'],
    ['+1 678 231 9992', '+16782319992'],
    ['  +1 (678) 231‑9992 ', '+16782319992'],
    ['+44 20 7946 0958', '+442079460958'],
    ['+49 (0)30 901820', '+4930901820'],
    ['+52 55 5658 1111', '+525556581111'],
  ])('%j is stored as %s', async (given, stored) => {
    const { lead } = await create(used.gateway, used.workspace.key, { phoneNumber: given })
    expect(lead.phoneNumber).toBe(stored)
    expect((await read(used.gateway, used.workspace.key, lead.id)).lead.phoneNumber).toBe(stored)
  })

  test.each([
    ['call me', 'call me'],
    ['123', '123'],
    ['+999 123', '+999 123'],
    ['n/a', 'n/a'],
    ['☎️ later', '☎️ later'],
    ['1'.repeat(60), '1'.repeat(60)],
    ['"; drop table leads; --', '"; drop table leads; --'],
  ])('%j refuses no lead: it is stored as given', async (given, stored) => {
    const { lead } = await create(used.gateway, used.workspace.key, { phoneNumber: given })
    expect(lead.phoneNumber).toBe(stored)
    expect((await read(used.gateway, used.workspace.key, lead.id)).lead.phoneNumber).toBe(stored)
    const row = await used.gateway.db
      .selectFrom('leads')
      .select(['phone_raw', 'phone_e164'])
      .where('workspace_id', '=', used.workspace.id)
      .where('id', '=', lead.id)
      .executeTakeFirstOrThrow()
    expect(row).toEqual({ phone_raw: stored, phone_e164: null })
  })

  test('what was given stays beside the E.164 form', async () => {
    const { lead } = await create(used.gateway, used.workspace.key, { phoneNumber: '(678) 231-9992' })
    const row = await used.gateway.db
      .selectFrom('leads')
      .select(['phone_raw', 'phone_e164'])
      .where('workspace_id', '=', used.workspace.id)
      .where('id', '=', lead.id)
      .executeTakeFirstOrThrow()
    expect(row).toEqual({ phone_raw: '(678) 231-9992', phone_e164: '+16782319992' })
  })

  test('a text too long for a phone refuses no lead either: its beginning is kept apart', async () => {
    const { gateway, workspace } = used
    const long = '5'.repeat(100_000)
    const { lead } = await create(gateway, workspace.key, { phoneNumber: long })
    expect(lead.phoneNumber).toBeNull()
    expect(await customOf(gateway.db, lead.id)).toEqual({ phoneNumber: long.slice(0, 10_000) })
    const text = `678 231 9992, ${'please call after five '.repeat(5)}`.trim()
    const read = await create(gateway, workspace.key, { phoneNumber: text })
    expect(read.lead.phoneNumber).toBe('+16782319992')
    expect(await customOf(gateway.db, read.lead.id)).toEqual({ phoneNumber: text })
  })

  test.each([
    [6782319992, '+16782319992'],
    [16782319992, '+16782319992'],
    [12.5, '12.5'],
  ])('the JSON number %s is stored as %s', async (phoneNumber, stored) => {
    const { lead } = await create(used.gateway, used.workspace.key, { phoneNumber })
    expect(lead.phoneNumber).toBe(stored)
  })

  test.each(['0412 345 678', '06 12 34 56 78', '1234567890', '312-296-15716', '6.78232E+09'])(
    '%s makes no number up',
    async (phoneNumber) => {
      const { lead } = await create(used.gateway, used.workspace.key, { phoneNumber })
      expect(lead.phoneNumber).toBe(phoneNumber)
    },
  )

  test('of several numbers the others are kept', async () => {
    const { gateway, workspace } = used
    const { lead } = await create(gateway, workspace.key, { phoneNumber: '678-231-9992 / 678-231-9993' })
    expect(lead.phoneNumber).toBe('+16782319992')
    expect(await customOf(gateway.db, lead.id)).toEqual({ otherPhone: '678-231-9993' })
    await update(gateway, workspace.key, lead.id, { phoneNumber: '678-231-9994, 678-231-9995, 678-231-9996' })
    expect(await customOf(gateway.db, lead.id)).toEqual({ otherPhone: '678-231-9995, 678-231-9996' })
  })

  test('a placeholder is found by lists as it is shown, and nothing matches it', async () => {
    const { key } = await makeWorkspace(used.gateway.db)
    for (const phoneNumber of ['555-555-5555', '+1 (555) 555-5555']) {
      const { lead, matchingLeads } = await create(used.gateway, key, { phoneNumber })
      expect(lead.phoneNumber).toBe('+15555555555')
      expect(matchingLeads).toEqual([])
    }
    for (const phoneNumber of ['555 555 5555', '%2B15555555555']) {
      const { leads } = await listed(key, `/leads?phoneNumber=${phoneNumber}`)
      expect(leads).toHaveLength(2)
    }
  })

  test.each([[''], ['  '], [null]])('%j means absent', async (phoneNumber) => {
    const { lead } = await create(used.gateway, used.workspace.key, { phoneNumber })
    expect(lead.phoneNumber).toBeNull()
  })

  test.each([
    ['GB', '020 7946 0958', '+442079460958'],
    ['DE', '030 901820', '+4930901820'],
    ['GB', '+1 678 231 9992', '+16782319992'],
  ])('in a workspace of %s, %j is %s', async (defaultRegion, given, stored) => {
    const workspace = await makeWorkspace(used.gateway.db, { defaultRegion })
    const { lead } = await create(used.gateway, workspace.key, { phoneNumber: given })
    expect(lead.phoneNumber).toBe(stored)
  })
})

describe('phoneExtension', () => {
  test.each([
    [{ phoneNumber: '678-231-9992 ext. 44128' }, '44128'],
    [{ phoneNumber: '678-231-9992', phoneExtension: 'x12' }, '12'],
    [{ phoneNumber: '678-231-9992 x5', phoneExtension: '12' }, '12'],
    [{ phoneNumber: '678-231-9992 x5', phoneExtension: null }, '5'],
    [{ phoneNumber: '678-231-9992' }, null],
    [{ phoneNumber: 'call me x5' }, null],
  ])('of %j it is %j', async (given, extension) => {
    const { lead, actionLogs } = await create(used.gateway, used.workspace.key, given)
    expect(lead.phoneExtension).toBe(extension)
    expect(actionLogs[0]?.input).toMatchObject({
      lead: {
        firstName: 'Ada',
        phoneNumber: lead.phoneNumber,
        ...(extension ? { phoneExtension: extension } : {}),
      },
    })
  })

  test('one without digits is refused', async () => {
    const response = await used.gateway.post(used.workspace.key, { firstName: 'Ada', phoneExtension: 'none' })
    expect((await expectInvalid(response, '/phoneExtension')).errors[0]?.code).toBe('invalid_extension')
  })

  test('it stays when the number alone comes back, and goes with the number', async () => {
    const { gateway, workspace } = used
    const { lead } = await create(gateway, workspace.key, { phoneNumber: '678-231-9992 x5' })
    const change = async (body: Record<string, unknown>) =>
      (await update(gateway, workspace.key, lead.id, body)).lead.phoneExtension
    expect(await change({ phoneNumber: lead.phoneNumber })).toBe('5')
    expect(await change({ ...lead })).toBe('5')
    expect(await change({ phoneNumber: '678-231-9992 x6', phoneExtension: null })).toBe('6')
    expect(await change({ phoneExtension: '7' })).toBe('7')
    expect(await change({ phoneNumber: '678-231-9993' })).toBeNull()
    expect(await change({ phoneNumber: '678-231-9993 x5' })).toBe('5')
    expect(await change({ phoneNumber: null })).toBeNull()
  })
})
