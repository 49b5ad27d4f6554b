import { makeWorkspace } from '@intake/testing/make-workspace'
import { describe, expect, test } from 'vitest'
import { countStored, storesNothing } from '../count-stored.ts'
import { create, read } from '../create.ts'
import { expectInvalid } from '../expect-problem.ts'
import { useGateway } from '../use-gateway.ts'

const used = useGateway()
const fifty = Array.from({ length: 50 }, (_, index) => `tag ${index}`)

describe('tags', () => {
  test.each([
    ['in the order given', ['b', 'a', 'c'], ['b', 'a', 'c']],
    ['trimmed', ['  hot lead ', '\tnew\n'], ['hot lead', 'new']],
    ['inner spaces kept', ['a  b'], ['a  b']],
    ['repeats dropped', ['one', 'two', 'one'], ['one', 'two']],
    ['repeats in other case dropped', ['VIP', 'vip', 'Vip'], ['VIP']],
    ['repeats after trimming dropped', ['one', ' one '], ['one']],
    ['composed and decomposed letters are one', ['caf\u00e9', 'CAFE\u0301'], ['caf\u00e9']],
    ['100 characters', ['x'.repeat(100)], ['x'.repeat(100)]],
    ['100 emoji', ['😀'.repeat(100)], ['😀'.repeat(100)]],
    ['fifty', fifty, fifty],
    ['fifty different in a hundred', [...fifty, ...fifty], fifty],
    ['prototype names', ['__proto__', 'constructor', 'toString'], ['__proto__', 'constructor', 'toString']],
    ['signs', ['a,b;{}\'"\\', '{NULL}', 'null'], ['a,b;{}\'"\\', '{NULL}', 'null']],
    ['none', [], []],
    ['null', null, []],
    ['absent', undefined, []],
  ])('%s', async (_name, tags, answered) => {
    const workspace = await makeWorkspace(used.gateway.db)
    const { lead } = await create(used.gateway, workspace.key, { tags })
    expect(lead.tags).toEqual(answered)
    expect((await read(used.gateway, workspace.key, lead.id)).lead.tags).toEqual(answered)
  })

  test.each<[string, unknown, string]>([
    ['an empty one', ['ok', ''], '/tags/1'],
    ['a blank one', [' \t'], '/tags/0'],
    ['101 characters', ['ok', 'x'.repeat(101)], '/tags/1'],
    ['51', [...fifty, 'one more'], '/tags'],
    ['10,000', Array.from({ length: 10_000 }, (_, index) => `t${index}`), '/tags'],
    ['10,000 times the same', Array.from({ length: 10_000 }, () => 'same'), '/tags'],
    ['a string', 'vip', '/tags'],
    ['an object', { 0: 'vip' }, '/tags'],
    ['a number', 7, '/tags'],
    ['null among them', ['ok', null], '/tags/1'],
    ['a number among them', [7], '/tags/0'],
    ['an array among them', [['vip']], '/tags/0'],
  ])('%s: 400, nothing stored', async (_name, tags, pointer) => {
    const { gateway, workspace } = used
    const response = await storesNothing(gateway.db, workspace.id, async () =>
      gateway.post(workspace.key, { firstName: 'Ada', tags }),
    )
    await expectInvalid(response, pointer)
  })
})

test('the spelling seen first in a workspace is answered from then on', async () => {
  const [one, other] = [await makeWorkspace(used.gateway.db), await makeWorkspace(used.gateway.db)]
  const tagsOf = async (key: string, tags: string[]) => (await create(used.gateway, key, { tags })).lead.tags
  expect(await tagsOf(one.key, ['VIP'])).toEqual(['VIP'])
  expect(await tagsOf(one.key, ['new', 'vip'])).toEqual(['new', 'VIP'])
  expect(await tagsOf(other.key, ['vip'])).toEqual(['vip'])
  expect(await tagsOf(one.key, ['NEW', 'ViP'])).toEqual(['new', 'VIP'])
  expect(await tagsOf(one.testKey, ['vIP'])).toEqual(['VIP'])
  expect((await countStored(used.gateway.db, one.id)).tags).toBe(2)
})

test('fifty parallel requests that use a tag first agree on one', async () => {
  const workspace = await makeWorkspace(used.gateway.db)
  const spellings = ['Hot Lead', 'hot lead', 'HOT LEAD', 'Hot lead', 'hot LEAD']
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, index) =>
      create(used.gateway, workspace.key, {
        tags: [`own ${index}`, spellings[index % spellings.length], 'common'],
      }),
    ),
  )
  const answered = new Set(answers.map((answer) => answer.lead.tags[1]))
  expect(answered.size).toBe(1)
  expect(spellings).toContain([...answered][0])
  expect(await countStored(used.gateway.db, workspace.id)).toMatchObject({
    tags: 52,
    lead_tags: 150,
    leads: 50,
  })
  for (const { lead } of answers.slice(0, 5))
    expect((await read(used.gateway, workspace.key, lead.id)).lead.tags).toEqual(lead.tags)
})

test('parallel requests that bring the same new tags in opposite order do not block each other', async () => {
  const workspace = await makeWorkspace(used.gateway.db)
  const reversed = [...fifty].reverse()
  const answers = await Promise.all(
    Array.from({ length: 100 }, (_, index) =>
      create(used.gateway, workspace.key, { tags: index % 2 ? fifty : reversed }),
    ),
  )
  expect(answers.map((answer) => answer.lead.tags)).toEqual(
    answers.map((_, index) => (index % 2 ? fifty : reversed)),
  )
  expect((await countStored(used.gateway.db, workspace.id)).tags).toBe(50)
})
