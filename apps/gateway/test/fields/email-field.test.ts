import { ListLeadsAnswer } from '@intake/contracts/list-leads'
import { makeWorkspace } from '@intake/testing/make-workspace'
import { describe, expect, test } from 'vitest'
import { call, taken } from '../call.ts'
import { storesNothing } from '../count-stored.ts'
import { create } from '../create.ts'
import { customOf } from '../custom-of.ts'
import { expectInvalid } from '../expect-problem.ts'
import { useGateway } from '../use-gateway.ts'

const used = useGateway()
const listed = async (key: string, path: string) =>
  ListLeadsAnswer.parse(await taken(call(used.gateway, key, 'GET', path)))

describe('email', () => {
  test.each([
    'john@example.com',
    'John.DOE@Example.COM',
    'john+loans@example.com',
    "o'brien@example.com",
    'a@b.co',
    'first.last@sub.domain.example.org',
    'x_y-z%1@example.travel',
    'jörg@müller.example',
    '用户@例子.广告',
    'user@xn--fsqu00a.xn--0zwm56d',
    `${'a'.repeat(64)}@example.com`,
  ])('%s is stored as given', async (email) => {
    const { lead } = await create(used.gateway, used.workspace.key, { email })
    expect(lead.email).toBe(email)
  })

  test.each([
    ['  john@example.com ', 'john@example.com'],
    ['\u200bjohn@example.com', 'john@example.com'],
    ['john@example.com.', 'john@example.com'],
    ['John <john@example.com>', 'john@example.com'],
    ['mailto:john@example.com', 'john@example.com'],
    ['a@example.com, b@example.com', 'a@example.com'],
    ['none@none.com', 'none@none.com'],
    ['', null],
    ['   ', null],
    [null, null],
  ])('%j becomes %j', async (email, stored) => {
    const { lead } = await create(used.gateway, used.workspace.key, { email })
    expect(lead.email).toBe(stored)
  })

  test.each([
    'john',
    'john@',
    '@example.com',
    'john@example',
    'john@@example.com',
    'john doe@example.com',
    'john@exam ple.com',
    'john@example..com',
    '.john@example.com',
    'john.@example.com',
    'jo..hn@example.com',
    'john@-example.com',
    'John',
    'john@example.com\r\nBcc: all@example.com',
    'john@127.0.0.1',
    `${'a'.repeat(65)}@example.com`,
    `john@${'a'.repeat(250)}.com`,
    `${'a.'.repeat(5000)}@example.com`,
  ])('%j is refused and nothing is stored', async (email) => {
    const { gateway, workspace } = used
    const response = await storesNothing(gateway.db, workspace.id, async () =>
      gateway.post(workspace.key, { firstName: 'Ada', email }),
    )
    const problem = await expectInvalid(response, '/email')
    expect(problem.errors[0]?.code).toBe('invalid_email')
  })

  test('of several addresses the others are kept', async () => {
    const { gateway, workspace } = used
    const { lead } = await create(gateway, workspace.key, {
      email: 'Ana <a@example.com>; b@example.com, c@x',
    })
    expect(await customOf(gateway.db, lead.id)).toEqual({ otherEmail: 'b@example.com, c@x' })
  })

  test('a placeholder is found by lists, and nothing matches it', async () => {
    const { key } = await makeWorkspace(used.gateway.db)
    const { lead } = await create(used.gateway, key, { email: 'None@None.com' })
    expect((await create(used.gateway, key, { email: 'none@none.com' })).matchingLeads).toEqual([])
    const { leads } = await listed(key, '/leads?email=NONE@none.com')
    expect(leads).toHaveLength(2)
    expect(leads[1]?.id).toBe(lead.id)
  })

  test('an address is found in its domain’s other form', async () => {
    const { key } = await makeWorkspace(used.gateway.db)
    const { lead } = await create(used.gateway, key, { email: 'ana@bücher.example' })
    const same = 'Ana@xn--bcher-kva.example'
    const { leads } = await listed(key, `/leads?email=${same}`)
    expect(leads).toMatchObject([{ id: lead.id }])
    expect((await create(used.gateway, key, { email: same })).matchingLeads).toMatchObject([{ id: lead.id }])
  })
})
