import { setUniqueExternalIds } from '@intake/leads/admin/set-unique-external-ids'
import { makeWorkspace, type TestWorkspace } from '@intake/testing/make-workspace'
import { waitFor } from '@intake/testing/wait-for'
import { beforeAll, expect, test } from 'vitest'
import { call, taken } from '../call.ts'
import { create } from '../create.ts'
import { expectInvalid } from '../expect-problem.ts'
import { makeGateway } from '../make-gateway.ts'
import { useGateway } from '../use-gateway.ts'

const used = useGateway()
let workspace: TestWorkspace
beforeAll(async () => {
  workspace = await makeWorkspace(used.gateway.db)
  for (const firstName of ['Oldest', 'Newer'])
    await create(used.gateway, workspace.key, { firstName, externalLeadId: 'before' })
  await setUniqueExternalIds({ db: used.gateway.db }, { workspaceId: workspace.id, isOn: true })
  await waitFor('the setting to be seen', async () => {
    const again = await post({ firstName: 'Again', externalLeadId: 'before' })
    return again.result === 'existing'
  })
})

type Answer = { lead: { id: string; firstName: string }; result?: string }
const post = async (body: object, headers: Record<string, string> = {}, key = workspace.key) =>
  (await taken(call(used.gateway, key, 'POST', '/leads', body, headers))) as Answer
const listed = async (externalLeadId: string) =>
  (
    (await taken(call(used.gateway, workspace.key, 'GET', `/leads?externalLeadId=${externalLeadId}`))) as {
      leads: { id: string }[]
    }
  ).leads

test('switched on, the oldest lead with an id claims it', async () => {
  const { lead, result } = await post({ firstName: 'Again', externalLeadId: 'before' })
  expect({ firstName: lead.firstName, result }).toEqual({ firstName: 'Oldest', result: 'existing' })
})

test.each(['flag', 'reject', 'merge'])(
  'under %s an id is one lead, however many say it at once, at two gateways, with and without keys',
  async (policy) => {
    const other = await makeGateway({ sharing: used.gateway })
    const externalLeadId = `at once ${policy}`
    const answers = await Promise.all(
      Array.from({ length: 16 }, async (_, index) => {
        const headers = {
          'intake-duplicate-policy': policy,
          ...(index % 3 === 0 ? { 'idempotency-key': `${policy} ${index}` } : {}),
        }
        const gateway = index % 2 ? used.gateway : other
        const body = { firstName: `Ada ${index}`, externalLeadId }
        return (await taken(call(gateway, workspace.key, 'POST', '/leads', body, headers))) as Answer
      }),
    )
    expect(new Set(answers.map(({ lead }) => lead.id)).size).toBe(1)
    expect(answers.filter(({ result }) => result === 'existing')).toHaveLength(15)
    expect(await listed(encodeURIComponent(externalLeadId))).toHaveLength(1)
    await other.close()
  },
)

test('a key that is repeated gets the same answer, of the first and of the existing', async () => {
  for (const key of ['one', 'two']) {
    const send = () =>
      call(
        used.gateway,
        workspace.key,
        'POST',
        '/leads',
        { firstName: 'Ada', externalLeadId: 'keyed' },
        {
          'idempotency-key': key,
        },
      )
    const [first, second] = [await send(), await send()]
    expect(second.headers.get('idempotent-replayed')).toBe('true')
    expect(await second.text()).toBe(await first.text())
  }
})

test('an update moves the id, and is refused one of another lead; deletion frees it', async () => {
  const { lead } = await post({ firstName: 'Ada', externalLeadId: 'from' })
  const other = await post({ firstName: 'Bo', externalLeadId: 'others' })
  const put = (externalLeadId: string | null) =>
    call(used.gateway, workspace.key, 'PUT', `/leads/${lead.id}`, { externalLeadId })
  await taken(put('to'))
  expect((await post({ firstName: 'X', externalLeadId: 'to' })).lead.id).toBe(lead.id)
  expect((await post({ firstName: 'X', externalLeadId: 'from' })).lead.id).not.toBe(lead.id)
  await expectInvalid(await put('others'), '/externalLeadId')
  await taken(call(used.gateway, workspace.key, 'DELETE', `/leads/${other.lead.id}`))
  await taken(put('others'))
})

test('test leads claim nothing, and other workspaces know nothing of it', async () => {
  const body = { firstName: 'Ada', externalLeadId: 'tested' }
  const tests = [await post(body, {}, workspace.testKey), await post(body, {}, workspace.testKey)]
  expect(new Set(tests.map(({ lead }) => lead.id)).size).toBe(2)
  const { key } = await makeWorkspace(used.gateway.db)
  const others = [await post(body, {}, key), await post(body, {}, key)]
  expect(new Set(others.map(({ lead }) => lead.id)).size).toBe(2)
})
