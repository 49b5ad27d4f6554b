import { describe, expect, test } from 'vitest'
import { storesNothing } from '../count-stored.ts'
import { create } from '../create.ts'
import { expectInvalid } from '../expect-problem.ts'
import { useGateway } from '../use-gateway.ts'

const used = useGateway()

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
    'john@example.com.',
    'John <john@example.com>',
    'a@example.com, b@example.com',
    'mailto:john@example.com',
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
})
