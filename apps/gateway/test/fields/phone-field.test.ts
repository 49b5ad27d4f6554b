import { makeWorkspace } from '@intake/testing/make-workspace'
import { describe, expect, test } from 'vitest'
import { create, read } from '../create.ts'
import { useGateway } from '../use-gateway.ts'

const used = useGateway()

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

  test('a very long one refuses no lead either', async () => {
    const phoneNumber = '5'.repeat(100_000)
    const { lead } = await create(used.gateway, used.workspace.key, { phoneNumber })
    expect(lead.phoneNumber).toBe(phoneNumber)
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
