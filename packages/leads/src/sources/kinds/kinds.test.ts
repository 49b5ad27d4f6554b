import type { SourceKindName } from '@intake/contracts/sources'
import type { FakeSender } from '@intake/testing/providers/provider'
import { senders } from '@intake/testing/providers/senders'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readEntry } from '../read-entry.ts'
import { type InboundRequest, type OpenSource, UnreadableBody } from '../source-kind.ts'
import { kindOf } from '../source-kinds.ts'

const sourceOf = (kind: SourceKindName): OpenSource => {
  const sender: FakeSender = senders[kind]
  return {
    workspaceId: 'w',
    id: 's',
    kind,
    name: kind,
    token: 't',
    secrets: sender.secrets,
    settings: { ...sender.settings },
    mapping: null,
    defaults: {},
    duplicatePolicy: null,
    isPaused: false,
  }
}
const requestOf = (kind: SourceKindName, body: Buffer): InboundRequest => {
  const { headers } = (senders[kind] as FakeSender).send(body)
  return { method: 'POST', query: new URLSearchParams(), headers, body, address: null, at: new Date() }
}
const readBody = async (kind: SourceKindName, body: Buffer) => {
  const contentType = requestOf(kind, body).headers['content-type'] ?? ''
  return kindOf({ kind }).read({ bytes: body, contentType }, sourceOf(kind))
}

const whole = ['google-ads', 'typeform', 'webflow', 'jotform', 'form', 'json', 'tiktok'] as const
const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }).filter((one) => one.trim() !== '')
const names = fc.oneof(
  fc.constantFrom('__proto__', 'constructor', 'toString', 'status', 'id', 'plan', 'n'.repeat(300), 'ñ'),
  // What a question is called is no more than a line.
  text.filter((name) => !/["\\[\]]/.test(name)).map((name) => `q ${name.trim()}`),
)
const answers = fc
  .array(fc.tuple(names, fc.oneof(text, fc.array(text, { minLength: 2, maxLength: 3 }))), { maxLength: 8 })
  .map((entries) => Object.fromEntries(entries))

test.each(whole)('%s: what was answered is in the lead, whatever the questions are called', async (kind) => {
  await fc.assert(
    fc.asyncProperty(answers, async (given) => {
      const sender: FakeSender = senders[kind]
      const body = sender.bodyOf({ id: '9007199254740993', email: 'rosa@example.com', answers: given })
      const source = sourceOf(kind)
      expect(kindOf(source).isGenuine(requestOf(kind, body), source)).toBe(true)
      const [entry, ...others] = await readBody(kind, body)
      expect(others).toEqual([])
      if (!entry) return
      expect(entry.externalId ?? '').toContain('9007199254740993')
      const { request, dropped } = readEntry(entry, source, { defaultRegion: 'US' })
      expect(dropped).toEqual([])
      const said = JSON.stringify(request)
      for (const value of Object.values(given).flat())
        expect(said).toContain(JSON.stringify(value.trim()).slice(1, -1))
      // What is kept can be read again, and is the same.
      const [again] = await readBody(kind, entry.bytes)
      expect(again?.record).toEqual(entry.record)
    }),
    { numRuns: 60 },
  )
})

test.each(whole.filter((kind) => kind !== 'form' && kind !== 'jotform'))(
  '%s: any other bytes are refused or unreadable, never a fault of ours',
  async (kind) => {
    const bodies = fc.oneof(
      fc.json().map((json) => Buffer.from(json)),
      fc.uint8Array({ maxLength: 100 }).map((bytes) => Buffer.from(bytes)),
    )
    await fc.assert(
      fc.asyncProperty(bodies, async (body) => {
        const entries = await readBody(kind, body).catch((error: unknown) => {
          expect(error).toBeInstanceOf(UnreadableBody)
          return []
        })
        for (const entry of entries) readEntry(entry, sourceOf(kind), { defaultRegion: 'US' })
      }),
    )
  },
)

test.each(['tiktok', 'json'] as const)('%s: a body of several leads is one for each', async (kind) => {
  const bodyOf = (ids: readonly string[]) => {
    const entry = (id: string) => ({ id, changes: [{ field: 'email', value: `${id}@example.com` }] })
    const lead = (id: string) => ({ data: { id, fields: { email: `${id}@example.com` } } })
    const json = kind === 'tiktok' ? { entry: ids.map(entry) } : ids.map(lead)
    return Buffer.from(JSON.stringify(json).replace(/"(\d+)"/g, '$1'))
  }
  const ids = ['9007199254740993', '9007199254740995']
  const entries = await readBody(kind, bodyOf(ids))
  expect(entries.map(({ externalId }) => externalId)).toEqual(ids)
  for (const { bytes, externalId, record } of entries)
    expect(await readBody(kind, bytes)).toMatchObject([{ externalId, record }])
  // More than can be taken in are kept whole, not cut off.
  const many = Array.from({ length: 1001 }, (_, index) => String(index))
  await expect(readBody(kind, bodyOf(many))).rejects.toThrow(UnreadableBody)
})

test('Webflow: webhooks of “Site settings” are not signed; without a secret the address is the proof', () => {
  const body = senders.webflow.bodyOf({ id: '1' })
  const source = { ...sourceOf('webflow'), secrets: {} }
  const request = { ...requestOf('webflow', body), headers: {} }
  expect(kindOf(source).isGenuine(request, source)).toBe(true)
  expect(kindOf(source).isGenuine(request, sourceOf('webflow'))).toBe(false)
})
