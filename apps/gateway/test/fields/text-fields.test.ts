import { describe, expect, test } from 'vitest'
import { storesNothing } from '../count-stored.ts'
import { create } from '../create.ts'
import { expectInvalid, expectProblem } from '../expect-problem.ts'
import { useGateway } from '../use-gateway.ts'

const used = useGateway()
const optional = ['lastName', 'middleName', 'businessName', 'externalLeadId'] as const

describe('firstName', () => {
  test.each([
    ['Ada', 'Ada'],
    ['  Ada \t\n', 'Ada'],
    ['A', 'A'],
    ['a'.repeat(200), 'a'.repeat(200)],
    [` ${'a'.repeat(200)} `, 'a'.repeat(200)],
    ['😀', '😀'],
    ['😀'.repeat(200), '😀'.repeat(200)],
    ['مريم', 'مريم'],
    ['O’Brien "Bob" \\ <b>', 'O’Brien "Bob" \\ <b>'],
    ['null', 'null'],
  ])('%j is stored as %j', async (given, stored) => {
    const { lead } = await create(used.gateway, used.workspace.key, { firstName: given })
    expect(lead.firstName).toBe(stored)
  })

  test.each([
    ['absent', {}],
    ['null', { firstName: null }],
    ['empty', { firstName: '' }],
    ['blank', { firstName: ' \t ' }],
    ['201 characters', { firstName: 'a'.repeat(201) }],
    ['201 characters outside the basic plane', { firstName: '😀'.repeat(201) }],
  ])('%s is refused and nothing is stored', async (_name, body) => {
    const { gateway, workspace } = used
    const response = await storesNothing(gateway.db, workspace.id, async () =>
      gateway.post(workspace.key, body),
    )
    const problem = await expectInvalid(response, '/firstName')
    expect(problem.detail).toContain('/firstName')
  })

  test('absent is told from wrong', async () => {
    const { gateway, workspace } = used
    const codes = await Promise.all(
      [{}, { firstName: 7 }, { firstName: '' }, { firstName: 'a'.repeat(201) }].map(async (body) => {
        const problem = await expectProblem(await gateway.post(workspace.key, body), 400, 'invalid_request')
        return problem.errors[0]?.code
      }),
    )
    expect(codes).toEqual(['required', 'invalid_type', 'too_short', 'too_long'])
  })
})

describe.each(optional)('%s', (field) => {
  test.each([
    ['kept as given', 'Doe', 'Doe'],
    ['trimmed', '  de la  Cruz ', 'de la  Cruz'],
    ['200 characters', 'd'.repeat(200), 'd'.repeat(200)],
    ['200 characters outside the basic plane', '😀'.repeat(200), '😀'.repeat(200)],
    ['empty means absent', '', null],
    ['blank means absent', ' \n ', null],
    ['null means absent', null, null],
  ])('%s', async (_name, given, stored) => {
    const { lead } = await create(used.gateway, used.workspace.key, { [field]: given })
    expect(lead[field]).toBe(stored)
  })

  test('absent is null in the answer', async () => {
    const { lead } = await create(used.gateway, used.workspace.key)
    expect(lead[field]).toBeNull()
  })

  test('is bounded', async () => {
    await expectInvalid(
      await used.gateway.post(used.workspace.key, { firstName: 'Ada', [field]: 'd'.repeat(1025) }),
      `/${field}`,
    )
  })
})

const strings = ['firstName', ...optional, 'email', 'phoneNumber', 'timezone', 'assigneeType']
const wrong: [string, unknown][] = [
  ['a number', 42],
  ['zero', 0],
  ['true', true],
  ['false', false],
  ['an array', ['Ada']],
  ['an empty array', []],
  ['an object', { toString: 'Ada' }],
]
// A phone may come as a number.
const wrongFor = (field: string) =>
  wrong.filter(([, value]) => field !== 'phoneNumber' || typeof value !== 'number')
describe.each(strings)('%s where a string belongs', (field) => {
  test.each(wrongFor(field))('%s is refused', async (_name, value) => {
    const { gateway, workspace } = used
    const response = await storesNothing(gateway.db, workspace.id, async () =>
      gateway.post(workspace.key, { firstName: 'Ada', [field]: value }),
    )
    await expectInvalid(response, `/${field}`)
  })
})

test('every fault of a body is named at once', async () => {
  const response = await used.gateway.post(used.workspace.key, {
    lastName: 1,
    email: 'nobody',
    tags: ['ok', ''],
    checklistItems: [{ code: 'tax_id' }, { value: 1 }],
  })
  await expectInvalid(response, '/firstName', '/lastName', '/email', '/checklistItems/1/code', '/tags/1')
})
