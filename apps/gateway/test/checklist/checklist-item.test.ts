import { AddChecklistItemAnswer } from '@intake/contracts/checklist-item'
import { ChecklistGroup } from '@intake/contracts/lead-answer'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { call, taken, update } from '../call.ts'
import { create, itemOf, read } from '../create.ts'
import { expectInvalid } from '../expect-problem.ts'
import { useGateway } from '../use-gateway.ts'

const used = useGateway()
const Answer = AddChecklistItemAnswer.extend({ success: z.literal(true) })
const make = (body: Record<string, unknown> = {}) => create(used.gateway, used.workspace.key, body)
const send = (id: string, body: unknown, headers = {}) =>
  call(used.gateway, used.workspace.key, 'POST', `/leads/${id}/checklist-items`, body, headers)
async function add(id: string, body: unknown) {
  const answer = await taken(send(id, body))
  expect(Answer.parse(answer)).toEqual(answer)
  return Answer.parse(answer).checklistItem
}

test('an item for one lead stands in its checklist alone, after the template’s', async () => {
  const [one, two] = [await make(), await make()]
  const item = await add(one.lead.id, {
    label: ' Utility bill ',
    fieldType: 'FILE',
    agentInstructions: 'Ask for the last one',
  })
  expect(item).toMatchObject({
    leadId: one.lead.id,
    code: 'UTILITY_BILL',
    label: 'Utility bill',
    fieldType: 'FILE',
    isRequired: true,
    status: 'TODO',
    agentInstructions: 'Ask for the last one',
    clientInstructions: null,
  })
  const answer = await read(used.gateway, used.workspace.key, one.lead.id)
  expect(answer.checklistItems.at(-1)?.items).toMatchObject([
    { id: item.id, checklistItem: { code: 'UTILITY_BILL' } },
  ])
  expect(answer.actionLogs[0]).toMatchObject({
    type: 'API_ACTIVITY',
    summary: 'Checklist item added',
    input: { checklistItemAdded: { code: 'UTILITY_BILL' } },
  })
  expect((await read(used.gateway, used.workspace.key, two.lead.id)).checklistItems).toEqual(
    two.checklistItems,
  )
})

test('GET checklist answers the groups of the standard answer', async () => {
  const { lead } = await make({ checklistItems: [{ code: 'tax_id', value: '12-3456789' }] })
  await add(lead.id, { label: 'Utility bill', fieldType: 'TEXT' })
  const groups = await taken(call(used.gateway, used.workspace.key, 'GET', `/leads/${lead.id}/checklist`))
  expect(z.array(ChecklistGroup).parse(groups)).toEqual(groups)
  expect(groups).toEqual((await read(used.gateway, used.workspace.key, lead.id)).checklistItems)
})

test('a required item reopens a lead that was complete, and an update fills it by its code', async () => {
  const { lead } = await make()
  const put = (body: Record<string, unknown>) => update(used.gateway, used.workspace.key, lead.id, body)
  expect((await put({ status: 'COMPLETED' })).status).toBe('COMPLETED')
  await add(lead.id, { label: 'Note', fieldType: 'TEXT', isRequired: false })
  expect((await put({})).status).toBe('COMPLETED')
  await add(lead.id, { label: 'Year', fieldType: 'NUMBER', code: 'year', validationRules: { min: 1900 } })
  expect((await put({})).status).toBe('IN_PROGRESS')
  const bad = await put({ checklistItems: [{ code: 'year', value: 1800 }] })
  expect(itemOf(bad, 'year')).toMatchObject({ status: 'INVALID', validationError: 'Expects at least 1900.' })
  expect((await put({ checklistItems: [{ code: 'year', value: 1999 }] })).status).toBe('COMPLETED')
})

describe('codes', () => {
  test.each([
    ['Utility bill', 'UTILITY_BILL'],
    ['  W-9 (signed!) ', 'W_9_SIGNED'],
    ['Numéro d’entité', 'NUMERO_D_ENTITE'],
    ['会社名', '会社名'],
  ])('%s makes %s', async (label, code) => {
    const { lead } = await make()
    expect((await add(lead.id, { label, fieldType: 'TEXT' })).code).toBe(code)
  })

  test('one that the lead has already is refused, in the template or its own', async () => {
    const { lead } = await make()
    await add(lead.id, { label: 'Utility bill', fieldType: 'FILE' })
    await expectInvalid(await send(lead.id, { label: 'utility BILL', fieldType: 'FILE' }), '/label')
    await expectInvalid(await send(lead.id, { label: 'x', code: 'UTILITY_BILL', fieldType: 'FILE' }), '/code')
    await expectInvalid(await send(lead.id, { label: 'x', code: 'tax_id', fieldType: 'FILE' }), '/code')
    await expectInvalid(await send(lead.id, { label: '!!!', fieldType: 'FILE' }), '/label')
  })

  test('ten at once with one code make one item', async () => {
    const { lead } = await make()
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => send(lead.id, { label: 'Same', fieldType: 'TEXT' })),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(9).fill(400)])
  })
})

test.each<[string, Record<string, unknown>, string[]]>([
  ['nothing', {}, ['/label', '/fieldType']],
  ['an unknown type', { label: 'x', fieldType: 'MOOD' }, ['/fieldType']],
  ['an unknown rule', { label: 'x', fieldType: 'TEXT', validationRules: { shiny: 1 } }, ['/validationRules']],
  [
    'a rule for another type',
    { label: 'x', fieldType: 'TEXT', validationRules: { min: 1 } },
    ['/validationRules/min'],
  ],
  ['a SELECT without options', { label: 'x', fieldType: 'SELECT' }, ['/config/options']],
  [
    'a pattern that can’t be matched in linear time',
    { label: 'x', fieldType: 'TEXT', validationRules: { pattern: '(?=a)b' } },
    ['/validationRules/pattern'],
  ],
  ['NUL in config', { label: 'x', fieldType: 'TEXT', config: { a: 'x\0' } }, ['/config']],
  ['NUL in a code', { label: 'x', fieldType: 'TEXT', code: 'a\0' }, ['/code']],
])('%s is refused', async (_name, body, pointers) => {
  const { lead } = await make()
  await expectInvalid(await send(lead.id, body), ...pointers)
})

test('the client may prefer the id only', async () => {
  const { lead } = await make()
  const response = await send(lead.id, { label: 'x', fieldType: 'TEXT' }, { prefer: 'return=minimal' })
  expect(response.headers.get('preference-applied')).toBe('return=minimal')
  expect(await response.json()).toEqual({ success: true, checklistItem: { id: expect.any(String) } })
})

describe('config, as the page has it', () => {
  test.each<[string, object, unknown, unknown]>([
    ['NUMBER', { min: 1, max: 9 }, 10, 9],
    ['TEXT', { pattern: '^[A-Z]{2}$' }, 'abc', 'AB'],
    ['SELECT', { options: ['yes', 'no'] }, 'maybe', 'no'],
  ])('%s %j refuses %j and takes %j', async (fieldType, config, bad, good) => {
    const { lead } = await make()
    const { code } = await add(lead.id, { label: 'Own', fieldType, config })
    const put = async (value: unknown) =>
      itemOf(
        await update(used.gateway, used.workspace.key, lead.id, { checklistItems: [{ code, value }] }),
        code,
      )
    expect(await put(bad)).toMatchObject({ status: 'INVALID', value: bad, checklistItem: { config } })
    expect(await put(good)).toMatchObject({ status: 'COMPLETED', value: good, validationError: null })
    expect(await put('   ')).toMatchObject({ status: 'TODO', value: null })
  })

  test.each<[string, object, string | string[]]>([
    ['BANK_STATEMENT', { months: 3, gracePeriodDays: 10, isPersonal: false }, 'The last three months'],
    ['ID', { type: 'passport' }, ['Not expired', 'All four corners']],
    ['TAX_RETURN', { years: 2, isPersonal: true }, 'Signed'],
  ])('%s %j is kept with rules in words, as given', async (fieldType, config, validationRules) => {
    const { lead } = await make()
    const { code } = await add(lead.id, { label: 'Own', fieldType, config, validationRules })
    expect(itemOf(await read(used.gateway, used.workspace.key, lead.id), code)).toMatchObject({
      checklistItem: { config, validationRules },
    })
  })

  test.each<[string, object, string]>([
    ['NUMBER', { min: 'one' }, '/config/min'],
    ['TEXT', { pattern: 5 }, '/config/pattern'],
    ['SELECT', { options: 'yes' }, '/config/options'],
    ['BANK_STATEMENT', { months: 'many' }, '/config/months'],
    ['ID', { type: 7 }, '/config/type'],
    ['TAX_RETURN', { years: 'all' }, '/config/years'],
  ])('%s %j is refused', async (fieldType, config, pointer) => {
    const { lead } = await make()
    await expectInvalid(await send(lead.id, { label: 'Own', fieldType, config }), pointer)
  })
})
