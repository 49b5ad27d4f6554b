import { describe, expect, test } from 'vitest'
import { storesNothing } from '../count-stored.ts'
import { create, itemOf } from '../create.ts'
import { expectInvalid } from '../expect-problem.ts'
import { useGateway } from '../use-gateway.ts'

const used = useGateway()

/** JSON with this escape sequence in one place, and the pointer to that place. */
const places: [string, (sequence: string) => string, string][] = [
  ...[
    'firstName',
    'lastName',
    'middleName',
    'businessName',
    'email',
    'phoneNumber',
    'externalLeadId',
    'timezone',
  ].map((field): [string, (sequence: string) => string, string] => [
    field,
    (sequence) => `{"firstName":"Ada","${field}":"a${sequence}b"}`,
    `/${field}`,
  ]),
  ['a tag', (sequence) => `{"firstName":"Ada","tags":["ok","a${sequence}b"]}`, '/tags/1'],
  [
    'a checklist code',
    (sequence) => `{"firstName":"Ada","checklistItems":[{"code":"tax_id${sequence}"}]}`,
    '/checklistItems/0/code',
  ],
  [
    'a checklist value',
    (sequence) => `{"firstName":"Ada","checklistItems":[{"code":"legal_name","value":"a${sequence}b"}]}`,
    '/checklistItems/0/value',
  ],
  [
    'the depth of a checklist value',
    (sequence) =>
      `{"firstName":"Ada","checklistItems":[{"code":"business_address","value":{"city":["x",{"y":"${sequence}"}]}}]}`,
    '/checklistItems/0/value',
  ],
  [
    'a member name in a checklist value',
    (sequence) =>
      `{"firstName":"Ada","checklistItems":[{"code":"business_address","value":{"city":"x","a${sequence}b":1}}]}`,
    '/checklistItems/0/value',
  ],
]
const escapes = ['\\u0000', '\\ud800', '\\udfff', '\\udc00\\ud800']

describe.each(places)('%s', (_name, bodyWith, pointer) => {
  test.each(escapes)('with %s is refused, and its neighbours are not', async (sequence) => {
    const { gateway, workspace } = used
    const before = Array.from({ length: 5 }, () => create(gateway, workspace.key))
    const response = gateway.post(workspace.key, bodyWith(sequence))
    const after = Array.from({ length: 5 }, () => create(gateway, workspace.key))
    await Promise.all([...before, ...after])
    const problem = await expectInvalid(await response, pointer)
    expect(problem.retryable).toBe(false)
    await storesNothing(gateway.db, workspace.id, () =>
      Promise.resolve(gateway.post(workspace.key, bodyWith(sequence))),
    )
  })
})

describe.each(['status', 'assigneeType'])('%s', (field) => {
  test.each(escapes)('with %s is refused', async (sequence) => {
    const body =
      field === 'status'
        ? `{"firstName":"Ada","checklistItems":[{"code":"tax_id","status":"TODO${sequence}"}]}`
        : `{"firstName":"Ada","assigneeType":"agent${sequence}"}`
    const pointer = field === 'status' ? '/checklistItems/0/status' : '/assigneeType'
    await expectInvalid(await used.gateway.post(used.workspace.key, body), pointer)
  })
})

test.each(escapes)('%s in members that are ignored does no harm', async (sequence) => {
  const body = `{"firstName":"Ada","note":"a${sequence}b","n${sequence}":{"${sequence}":["${sequence}"]}}`
  for (const headers of [undefined, { 'idempotency-key': `key of ${sequence}` }])
    expect((await used.gateway.post(used.workspace.key, body, headers)).status).toBe(200)
})

test('what merely looks odd is kept as it is', async () => {
  const odd = [
    '\ud83d\ude00',
    'a\u0001b\u001fc',
    'a\u2028b',
    '\u202Eevil',
    '\\u0000',
    '\ufffd',
    'a\ufeffb',
    'e\u0301',
    '𐀀𐏿',
  ]
  for (const text of odd) {
    const answer = await create(used.gateway, used.workspace.key, {
      firstName: text,
      lastName: text,
      tags: [text],
      checklistItems: [{ code: 'legal_name', value: text }],
    })
    expect(answer.lead).toMatchObject({ firstName: text, lastName: text, tags: [text] })
    expect(itemOf(answer, 'legal_name').value).toBe(text)
    const stored = await used.gateway.db
      .selectFrom('leads')
      .select('first_name')
      .where('workspace_id', '=', used.workspace.id)
      .where('id', '=', answer.lead.id)
      .executeTakeFirstOrThrow()
    expect(stored.first_name).toBe(text)
  }
})
