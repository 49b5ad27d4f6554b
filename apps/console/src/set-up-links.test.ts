import { expect, test } from 'vitest'
import { createSetUpLinks } from './set-up-links.ts'

const link = {
  workspaceId: '0198c0de-0000-7000-8000-000000000001',
  sourceId: '0198c0de-0000-7000-8000-000000000002',
}
const secret = 's'.repeat(32)
const tokenOf = (path: string) => path.slice('/set-up/'.length)

test('a link names its source for seven days', () => {
  let time = 1_000_000
  const links = createSetUpLinks({ secret, now: () => time })
  const token = tokenOf(links.make(link))
  expect(links.read(token)).toEqual(link)
  time += 7 * 86_400_000 - 1
  expect(links.read(token)).toEqual(link)
  time += 1
  expect(links.read(token)).toBeNull()
})

test('what is changed, cut, or signed with another secret is no link', () => {
  const links = createSetUpLinks({ secret })
  const token = tokenOf(links.make(link))
  const [text = '', signature = ''] = token.split('.')
  const other = Buffer.from(JSON.stringify([link.sourceId, link.sourceId, 9e15])).toString('base64url')
  const foreign = tokenOf(createSetUpLinks({ secret: 'x'.repeat(32) }).make(link))
  for (const forged of ['', text, `${text}.`, `${other}.${signature}`, `${text}.${'A'.repeat(43)}`, foreign])
    expect(links.read(forged)).toBeNull()
})
