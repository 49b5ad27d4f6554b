import { ListWarningsAnswer } from '@intake/contracts/warnings'
import { createApiKey } from '@intake/leads/admin/create-api-key'
import { pruneWarnings } from '@intake/leads/warnings/prune-warnings'
import { createWarningLog } from '@intake/leads/warnings/warning-log'
import { makeWorkspace, type TestWorkspace } from '@intake/testing/make-workspace'
import { testTemplate } from '@intake/testing/test-template'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { call, taken, update } from '../call.ts'
import { create } from '../create.ts'
import { expectInvalid } from '../expect-problem.ts'
import { useGateway } from '../use-gateway.ts'

const used = useGateway()
const newWorkspace = () => makeWorkspace(used.gateway.db)

async function list(workspace: TestWorkspace, query = ''): Promise<ListWarningsAnswer> {
  await used.gateway.warnings.flush()
  const answer = await taken(call(used.gateway, workspace.key, 'GET', `/warnings${query}`))
  expect(ListWarningsAnswer.parse(answer)).toEqual(answer)
  return ListWarningsAnswer.parse(answer)
}

async function counts(workspace: TestWorkspace, query = ''): Promise<Record<string, number>> {
  const { warnings } = await list(workspace, query)
  return Object.fromEntries(warnings.map(({ kind, subject, count }) => [`${kind} ${subject}`, count]))
}

test('what is odd about leads that were taken is counted, with the newest requests as examples', async () => {
  const workspace = await newWorkspace()
  const { gateway } = used
  for (let index = 1; index <= 7; index++)
    await create(gateway, workspace.key, { phoneNumber: 'call me' }, { 'x-request-id': `phone-${index}` })
  await create(gateway, workspace.key, { email: 'ada@gmial.com', phoneNumber: '6782319992' })
  const { lead } = await create(gateway, workspace.key, { email: 'ada@real-company.com' })
  await update(gateway, workspace.key, lead.id, { phoneNumber: 'ask', email: 'NoReply@real-company.com' })
  await update(gateway, workspace.key, lead.id, { lastName: 'Lovelace' })
  expect(await counts(workspace)).toEqual({
    'unparsed_phone phoneNumber': 8,
    'odd_email misspelt_domain': 1,
    'odd_email address_of_a_machine': 1,
  })
  const { warnings, more } = await list(workspace, '?kind=unparsed_phone&days=1')
  expect(more).toBe(false)
  expect(warnings).toHaveLength(1)
  const [{ firstSeen, lastSeen, requestIds } = { firstSeen: '', lastSeen: '', requestIds: [''] }] = warnings
  expect(firstSeen <= lastSeen).toBe(true)
  expect(requestIds).toHaveLength(5)
  expect(requestIds.slice(1)).toEqual(['phone-7', 'phone-6', 'phone-5', 'phone-4'])
  expect(await counts(await newWorkspace())).toEqual({})
})

test('a lead that is refused, or answered again, is no warning', async () => {
  const workspace = await newWorkspace()
  const odd = { phoneNumber: 'call me' }
  const refused = await used.gateway.post(workspace.key, { ...odd, firstName: '' })
  expect(refused.status).toBe(400)
  for (let time = 0; time < 3; time++)
    await create(used.gateway, workspace.key, odd, { 'idempotency-key': 'one' })
  expect(await counts(workspace)).toEqual({ 'unparsed_phone phoneNumber': 1 })
})

test('fields that no schema knows are named, as far as a name can be no value', async () => {
  const workspace = await newWorkspace()
  const { gateway } = used
  const odd = {
    first_name: 'x',
    'ada@example.com': 1,
    p6785550147: 1,
    'two words': 1,
    ['x'.repeat(65)]: 1,
    __proto: 1,
  }
  const { lead } = await create(gateway, workspace.key, odd)
  await create(gateway, workspace.key, odd)
  await update(gateway, workspace.key, lead.id, { surprise: 'x' })
  expect(await counts(workspace)).toEqual({
    'unknown_field first_name': 2,
    'unknown_field (other)': 10,
    'unknown_field surprise': 1,
  })
})

test('a client can fill neither memory nor table with names', async () => {
  const workspace = await newWorkspace()
  const name = (number: number) =>
    `f_${String.fromCharCode(97 + (number % 26), 97 + Math.floor(number / 26))}`
  for (let call = 0; call < 10; call++) {
    const fields = Array.from({ length: 30 }, (_, index) => [name(call * 30 + index), 1])
    await create(used.gateway, workspace.key, Object.fromEntries(fields))
  }
  const seen = await counts(workspace)
  expect(Object.keys(seen)).toHaveLength(51)
  // 20 names of each body are looked at; the first 50 are kept.
  expect(seen['unknown_field (other)']).toBe(10 * 20 - 50)
})

test('codes that the template calls deprecated are counted', async () => {
  const template = structuredClone(testTemplate) as { groups: { items: object[] }[] }
  Object.assign(template.groups[0]?.items[0] ?? {}, { config: { deprecated: true } })
  const workspace = await makeWorkspace(used.gateway.db, { template })
  const checklistItems = [
    { code: 'business_name', value: 'Acme' },
    { code: 'legal_name', value: 'Acme Inc' },
  ]
  const { lead } = await create(used.gateway, workspace.key, { checklistItems })
  await update(used.gateway, workspace.key, lead.id, { checklistItems })
  expect(await counts(workspace)).toEqual({ 'deprecated_code business_name': 2 })
})

test('calls beyond the rate limit are counted by key', async () => {
  const workspace = await newWorkspace()
  const { db } = used.gateway
  const limited = { workspaceId: workspace.id, name: 'limited', rateLimit: 1, rateBurst: 1 }
  const { id, key } = await createApiKey({ db }, limited)
  const statuses = []
  for (let time = 0; time < 20; time++) statuses.push((await used.gateway.post(key, {})).status)
  const refused = statuses.filter((status) => status === 429).length
  expect(refused).toBeGreaterThan(0)
  expect(await counts(workspace)).toEqual({ [`rate_limited ${id}`]: refused })
})

test('counts of several days and processes add up; old days go', async () => {
  const workspace = await newWorkspace()
  const { db } = used.gateway
  await sql`insert into ingestion_warnings
    select ${workspace.id}, (now() at time zone 'utc')::date - age, 'odd_email', 'placeholder', 10, now() - make_interval(days => age),
      now() - make_interval(days => age), '["old"]'::jsonb from unnest(array[0, 1, 6, 7, 29, 30, 40]) age`.execute(
    db,
  )
  const others = [createWarningLog(db), createWarningLog(db)]
  const noted = { workspaceId: workspace.id, kind: 'odd_email', subject: 'placeholder' } as const
  for (const [index, other] of others.entries()) other.note({ ...noted, requestId: `new-${index}` })
  await Promise.all(others.map((other) => other.close()))
  expect(await counts(workspace)).toEqual({ 'odd_email placeholder': 32 })
  expect(await counts(workspace, '?days=1')).toEqual({ 'odd_email placeholder': 12 })
  expect(await counts(workspace, '?days=30')).toEqual({ 'odd_email placeholder': 52 })
  const [warning] = (await list(workspace)).warnings
  expect(warning?.requestIds.toSorted()).toEqual(['new-0', 'new-1', 'old'])
  expect(await pruneWarnings({ db })).toBe(2)
  expect(await counts(workspace, '?days=30')).toEqual({ 'odd_email placeholder': 52 })
})

test('counts that could not be written are kept for the next write', async () => {
  const workspace = await newWorkspace()
  const { db } = used.gateway
  const errors: unknown[] = []
  const log = createWarningLog(db, { onError: (error) => errors.push(error) })
  const note = (requestId: string) =>
    log.note({ workspaceId: workspace.id, kind: 'unparsed_phone', subject: 'phoneNumber', requestId })
  note('one')
  await sql`alter table ingestion_warnings rename to away`.execute(db)
  await log.flush()
  expect(errors).toHaveLength(1)
  await sql`alter table away rename to ingestion_warnings`.execute(db)
  note('two')
  await log.close()
  expect((await list(workspace)).warnings).toMatchObject([{ count: 2, requestIds: ['two', 'one'] }])
})

test.each(['?days=0', '?days=31', '?days=x', '?kind=other'])('%s is refused', async (query) => {
  const response = await call(used.gateway, used.workspace.key, 'GET', `/warnings${query}`)
  await expectInvalid(response, `/${query.slice(1).split('=')[0]}`)
})
