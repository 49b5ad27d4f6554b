import zlib from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { storesNothing } from '../count-stored.ts'
import { create } from '../create.ts'
import { expectInvalid, expectProblem } from '../expect-problem.ts'
import { useGateway } from '../use-gateway.ts'

const used = useGateway()
const send = (body: unknown, headers: Record<string, string> = {}) =>
  storesNothing(used.gateway.db, used.workspace.id, async () =>
    used.gateway.post(used.workspace.key, body, headers),
  )
const ada = '{"firstName":"Ada"}'

describe('Content-Type', () => {
  test.each([
    'application/json',
    'application/json; charset=utf-8',
    'application/json;charset=UTF-8',
    'APPLICATION/JSON; Charset="utf-8"',
    'application/json;',
    'application/json; ',
    'application/json;;charset=utf-8;',
    'application/json; charset=utf8',
    'application/json; charset=us-ascii',
    'application/json; charset = utf-8',
    'application/json;odata=verbose',
    'application/json; version="1; 2"; charset=utf-8',
  ])('%s is taken', async (type) => {
    await create(used.gateway, used.workspace.key, {}, { 'content-type': type })
  })

  test.each([
    '',
    'text/plain',
    'text/json',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/xml',
    'application/jsonp',
    'application/json; charset=utf-16',
    'application/json; charset=latin1',
    'application/json; version=1; charset="iso-8859-1"',
    'application/json charset=utf-8',
    'text/plain; application/json',
    'application/json, text/plain',
  ])('%j is refused', async (type) => {
    await expectProblem(await send(ada, { 'content-type': type }), 415, 'unsupported_media_type')
  })
})

describe('JSON that is none', () => {
  const utf8 = (...bytes: (string | number[])[]) =>
    new Blob(bytes.map((part) => (typeof part === 'string' ? part : new Uint8Array(part))))
  test.each<[string, string | Blob]>([
    ['nothing', ''],
    ['white space', ' \n'],
    ['an open object', '{"firstName":"Ada"'],
    ['an open string', '{"firstName":"Ada'],
    ['a trailing comma', '{"firstName":"Ada",}'],
    ['single quotes', "{'firstName':'Ada'}"],
    ['a bare word', 'Ada'],
    ['undefined', 'undefined'],
    ['NaN', '{"firstName":NaN}'],
    ['two documents', `${ada}${ada}`],
    ['a comment', `/* Ada */${ada}`],
    ['a raw line break in a string', '{"firstName":"A\nda"}'],
    ['a raw NUL in a string', '{"firstName":"A\0da"}'],
    ['a bad escape', '{"firstName":"\\x41da"}'],
    ['half an escape', '{"firstName":"\\u00"}'],
    ['a NUL after the end', `${ada}\0`],
    ['a form', 'firstName=Ada'],
    ['a byte that is never UTF-8', utf8('{"firstName":"A', [0xff], 'da"}')],
    ['an overlong sequence', utf8('{"firstName":"', [0xc0, 0x80], '"}')],
    ['a surrogate in UTF-8', utf8('{"firstName":"', [0xed, 0xa0, 0x80], '"}')],
    ['half a letter', utf8('{"firstName":"', [0xe2, 0x82], '"}')],
    ['Latin-1', utf8('{"firstName":"Zo', [0xe9], '"}')],
    ['UTF-16', utf8([0xff, 0xfe], [...Buffer.from(ada, 'utf16le')])],
    ['a byte order mark alone', utf8([0xef, 0xbb, 0xbf])],
  ])('%s is refused', async (_name, body) => {
    const problem = await expectProblem(await send(body), 400, 'invalid_json')
    expect(problem).toMatchObject({ retryable: false, errors: [] })
    expect(problem.detail).not.toContain('Ada')
  })
})

test('a byte order mark in front of it does not matter', async () => {
  const response = await used.gateway.post(used.workspace.key, new Blob(['\ufeff', ada]))
  expect(await response.json()).toMatchObject({ lead: { firstName: 'Ada' } })
})

describe('a packed body', () => {
  const packed = (bytes: Buffer, coding: string, headers: Record<string, string> = {}) =>
    used.gateway.post(used.workspace.key, new Blob([new Uint8Array(bytes)]), {
      'content-encoding': coding,
      ...headers,
    })

  test.each([
    ['gzip', zlib.gzipSync(ada)],
    ['x-gzip', zlib.gzipSync(ada)],
    ['GZIP', zlib.gzipSync(ada)],
    ['deflate', zlib.deflateSync(ada)],
    ['deflate', zlib.deflateRawSync(ada)],
    ['identity', Buffer.from(ada)],
  ])('in %s is read (%#)', async (coding, bytes) => {
    expect(await (await packed(bytes, coding)).json()).toMatchObject({ lead: { firstName: 'Ada' } })
  })

  test('is the same call as the body unpacked', async () => {
    const headers = { 'idempotency-key': 'packed' }
    const first = await packed(zlib.gzipSync(ada), 'gzip', headers)
    const again = await used.gateway.post(used.workspace.key, ada, headers)
    expect(again.headers.get('idempotent-replayed')).toBe('true')
    expect(await again.text()).toBe(await first.text())
  })

  test('is bounded by what it is unpacked, to the byte', async () => {
    const filler = (bytes: number) => `{"firstName":"Ada"${' '.repeat(bytes - 19)}}`
    expect((await packed(zlib.gzipSync(filler(1_000_000)), 'gzip')).status).toBe(200)
    for (const [coding, bytes] of [
      ['gzip', zlib.gzipSync(filler(1_000_001))],
      ['gzip', zlib.gzipSync(Buffer.alloc(5_000_000))],
      ['deflate', zlib.deflateSync(filler(1_000_001))],
      ['deflate', zlib.deflateRawSync(filler(1_000_001))],
    ] as const)
      await expectProblem(await packed(bytes, coding), 413, 'payload_too_large')
  })

  test.each(['br', 'zstd', 'compress', 'gzip, gzip', 'gzip, br', 'nonsense'])(
    'in %s is refused by name',
    async (coding) => {
      const problem = await expectProblem(
        await packed(zlib.gzipSync(ada), coding),
        415,
        'unsupported_media_type',
      )
      expect(problem.detail).toContain('Content-Encoding')
    },
  )

  test.each<[string, Buffer, string]>([
    ['plain JSON', Buffer.from(ada), 'gzip'],
    ['plain JSON', Buffer.from(ada), 'deflate'],
    ['half a stream', zlib.gzipSync(ada).subarray(0, 20), 'gzip'],
    ['nothing', Buffer.alloc(0), 'gzip'],
    ['a wrong checksum', Buffer.concat([zlib.gzipSync(ada).subarray(0, -8), Buffer.alloc(8)]), 'gzip'],
  ])('that is %s is refused (%#)', async (_name, bytes, coding) => {
    const problem = await expectInvalid(await packed(bytes, coding), '')
    expect(problem.errors[0]?.code).toBe('invalid_encoding')
  })
})

test.each(['null', '[]', '[{"firstName":"Ada"}]', '"Ada"', '7', 'true'])(
  '%s is JSON, but no object',
  async (body) => {
    const problem = await expectInvalid(await send(body), '')
    expect(problem.errors[0]?.code).toBe('invalid_type')
  },
)

describe('a body over the limit', () => {
  const filler = (bytes: number) => JSON.stringify({ firstName: 'Ada', note: 'x'.repeat(bytes - 29) })

  test('is measured in bytes, to the byte', async () => {
    expect(Buffer.byteLength(filler(1_000_000))).toBe(1_000_000)
    expect((await used.gateway.post(used.workspace.key, filler(1_000_000))).status).toBe(200)
    await expectProblem(await send(filler(1_000_001)), 413, 'payload_too_large')
    const emoji = JSON.stringify({ firstName: 'Ada', note: '😀'.repeat(260_000) })
    expect(emoji.length).toBeLessThan(1_000_000)
    await expectProblem(await send(emoji), 413, 'payload_too_large')
  })

  test.each([
    ['with its length', { 'content-length': '2000000' }],
    ['without a length', {}],
    ['with a length that is no number', { 'content-length': 'many' }],
  ])('%s is refused', async (_name, headers: Record<string, string>) => {
    const problem = await expectProblem(await send(filler(2_000_000), headers), 413, 'payload_too_large')
    expect(problem.retryable).toBe(false)
  })

  test('is refused by its declared length, before it is sent', async () => {
    const response = await send('', { 'content-length': '2000000' })
    await expectProblem(response, 413, 'payload_too_large')
  })
})
