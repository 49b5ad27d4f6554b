import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hostile, makeStory, type Story } from './make-story.ts'
import { visitConsole } from './visit-console.ts'

let story: Story

beforeAll(async () => {
  story = await makeStory()
})
afterAll(() => story.database.close())

const open = (overrides: Parameters<typeof visitConsole>[0] = {}, as?: Parameters<typeof visitConsole>[1]) =>
  visitConsole({ databaseUrl: story.database.url, readOnly: false, ...overrides }, as)

describe('the checklist', () => {
  const path = () => `/workspaces/${story.slug}/checklist`
  const template = (label: string) =>
    `groups:\r\n  - name: Business\r\n    items:\r\n      - { code: kind, label: "${label}", fieldType: TEXT }\r\n`

  test('is put in force as YAML, once, and that is on record', async () => {
    const { get, post } = await open()
    const saved = await post(path(), { template: template(`</textarea>${hostile}`) })
    expect([saved.status, saved.headers.get('location')]).toEqual([303, `${path()}?done=saved`])
    const { text } = await get(path())
    expect(text).toContain('code: kind')
    expect(text).not.toContain(hostile)
    const shown = /<textarea[^>]*>\n([\s\S]*?)<\/textarea>/.exec(text)?.[1] ?? ''
    const again = shown.replace(
      /&(lt|gt|quot|amp);/g,
      (_, name: 'lt') => ({ lt: '<', gt: '>', quot: '"', amp: '&' })[name],
    )
    expect((await post(path(), { template: again })).headers.get('location')).toBe(`${path()}?done=same`)
    const { rows } = await story.database.pool.query(
      `select actor, details from audit_events where workspace_id = $1 and action = 'template.loaded' and actor = 'admin'`,
      [story.workspace.id],
    )
    expect(rows).toEqual([{ actor: 'admin', details: { revision: 2 } }])
  })

  test('with faults is not saved: each is told with its line, and the text stays', async () => {
    const { get, post } = await open()
    const before = (await get(path())).text
    for (const [wrong, said] of [
      [template('a').replace('TEXT', 'SELECT'), 'Line 4, column 9: /groups/0/items/0/config/options'],
      ['groups:\n  - name: "open', 'is not valid YAML'],
      ['groups: *nowhere', 'is not valid YAML'],
    ] as const) {
      const refused = await post(path(), { template: wrong })
      const text = await refused.text()
      expect([refused.status, text]).toEqual([400, expect.stringContaining(said)])
      expect(text).toContain('groups:')
      expect(text).toContain('role="alert"')
    }
    expect((await get(path())).text.replace(/name="token"[^>]*>/, '')).toBe(
      before.replace(/name="token"[^>]*>/, ''),
    )
  })

  test('of the largest size is taken; beyond what a form may hold nothing is read', async () => {
    const { post } = await open()
    const comment = `# ${'ä'.repeat(500_000)}\n`
    expect((await post(path(), { template: `${comment}${template('large')}` })).status).toBe(303)
    expect((await post(path(), { template: 'x'.repeat(3_300_000) })).status).toBe(413)
  })

  test('is only read where nothing may be changed', async () => {
    const { get, post } = await open({ readOnly: true })
    expect((await get(path())).text).not.toContain('<textarea')
    expect((await post(path(), { template: template('no') })).status).toBe(403)
  })
})
