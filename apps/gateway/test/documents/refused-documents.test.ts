import { readdir } from 'node:fs/promises'
import { sweepPendingFiles } from '@intake/leads/documents/pending-files'
import type { Storage } from '@intake/storage/storage'
import { makeWorkspace } from '@intake/testing/make-workspace'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { call, taken } from '../call.ts'
import { create, itemOf } from '../create.ts'
import { expectInvalid, expectProblem } from '../expect-problem.ts'
import { makeGateway } from '../make-gateway.ts'
import { useGateway } from '../use-gateway.ts'
import { makeForm } from './make-form.ts'
import { upload, uploaded } from './upload.ts'

const used = useGateway()
let leadId = ''
let items: { file: string; text: string }
beforeAll(async () => {
  const created = await create(used.gateway, used.workspace.key)
  leadId = created.lead.id
  items = { file: itemOf(created, 'bank_statements').id, text: itemOf(created, 'tax_id').id }
})

const filesIn = async (directory: string) =>
  (await readdir(directory, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile())
    .length
const pending = () => used.gateway.db.selectFrom('pending_files').selectAll().execute()

// Whatever was refused: no file, no row, nothing left over.
afterEach(async () => {
  expect(await pending()).toEqual([])
  expect(await filesIn(used.gateway.directory)).toBe(0)
  expect(await taken(call(used.gateway, used.workspace.key, 'GET', `/leads/${leadId}/documents`))).toEqual([])
})

const send = (fields: Parameters<typeof makeForm>[0], key = used.workspace.key) =>
  upload(used.gateway, key, makeForm(fields))

describe('is refused, and nothing of it stays', () => {
  const program = Buffer.concat([Buffer.from('\x7fELF\x02\x01\x01', 'latin1'), Buffer.alloc(60)])
  test.each<[string, () => Parameters<typeof makeForm>[0], string[]]>([
    ['no lead', () => ({ files: ['x'] }), ['/leadId']],
    ['a lead id that is none', () => ({ leadId: 'none', files: ['x'] }), ['/leadId']],
    ['no file', () => ({ leadId }), ['/files']],
    ['neither', () => ({}), ['/leadId', '/files']],
    ['eleven files', () => ({ leadId, files: Array(11).fill('x') }), ['/files']],
    ['an empty file after a good one', () => ({ leadId, files: ['x', ''] }), ['/files/1']],
    ['a program', () => ({ leadId, files: [new File([program], 'a.pdf')] }), ['/files/0']],
    ['metadata that is no JSON', () => ({ leadId, metadata: '[', files: ['x'] }), ['/metadata']],
    ['metadata that is no array', () => ({ leadId, metadata: '{}', files: ['x'] }), ['/metadata']],
    ['metadata for more files', () => ({ leadId, metadata: '[{},{}]', files: ['x'] }), ['/metadata']],
    [
      'a name with NUL',
      () => ({ leadId, metadata: '[{"name":"a\\u0000"}]', files: ['x'] }),
      ['/metadata/0/name'],
    ],
    [
      'a file of another field beside a good one',
      () => ({ leadId, files: ['x'], other: new File(['y'], 'y') }),
      ['/other'],
    ],
    ['a name of 256 characters', () => ({ leadId, files: [new File(['x'], 'x'.repeat(256))] }), ['/files/0']],
    ['a file with NUL in its name', () => ({ leadId, files: ['x', new File(['x'], 'a\0b')] }), ['/files/1']],
    [
      'an item that is none',
      () => ({ leadId, leadChecklistItemId: 'x', files: ['x'] }),
      ['/leadChecklistItemId'],
    ],
    [
      'an item of another lead',
      () => ({ leadId, leadChecklistItemId: leadId, files: ['x'] }),
      ['/leadChecklistItemId'],
    ],
    [
      'an item that takes no files',
      () => ({ leadId, leadChecklistItemId: items.text, files: ['x'] }),
      ['/leadChecklistItemId'],
    ],
  ])('%s', async (_what, fields, pointers) => {
    await expectInvalid(await send(fields()), ...pointers)
  })

  test('a lead that isn’t there, is deleted, or of another workspace, named first or last', async () => {
    const other = await makeWorkspace(used.gateway.db)
    const theirs = (await create(used.gateway, other.key)).lead.id
    const gone = (await create(used.gateway, used.workspace.key)).lead.id
    await taken(call(used.gateway, used.workspace.key, 'DELETE', `/leads/${gone}`))
    for (const id of [theirs, gone, '0198c0de-0000-7000-8000-000000000000']) {
      await expectProblem(await send({ leadId: id, files: ['x'] }), 404, 'not_found')
      const late = makeForm({ files: ['x'] })
      late.append('leadId', id)
      await expectProblem(await upload(used.gateway, used.workspace.key, late), 404, 'not_found')
    }
  })

  test('a live lead by a test key', async () => {
    await expectProblem(await send({ leadId, files: ['x'] }, used.workspace.testKey), 404, 'not_found')
  })

  test('a file that is too large, the good one before it too', async () => {
    const files = ['x', 'y'.repeat(1_000_001)]
    const { detail } = await expectProblem(await send({ leadId, files }), 413, 'payload_too_large')
    expect(detail).toBe('files[1] is larger than 1000000 bytes.')
  })
})

describe('what is no whole form', () => {
  const raw = (body: string | ReadableStream, type = 'multipart/form-data; boundary=x') =>
    used.gateway.app.request('/api/v1/documents', {
      method: 'POST',
      headers: { 'x-api-key': used.workspace.key, 'content-type': type },
      body,
      duplex: 'half',
    } as RequestInit)
  const part = (name: string, rest: string) =>
    `--x\r\nContent-Disposition: form-data; name="${name}"${rest}\r\n\r\n`
  const beginning = () =>
    `${part('leadId', '')}${leadId}\r\n${part('files', '; filename="a.txt"')}${'October'.repeat(20_000)}`

  test.each([
    ['JSON', '{}', 'application/json'],
    ['a form without a boundary', 'x', 'multipart/form-data'],
    ['a form with another parameter for a boundary', 'x', 'multipart/form-data; xboundary=1'],
    ['a form with an endless boundary', 'x', `multipart/form-data; boundary=${'x'.repeat(1000)}`],
  ])('%s', async (_what, body, type) => {
    await expectProblem(await raw(body, type), 415, 'unsupported_media_type')
  })

  test('an empty body', async () => {
    await expectProblem(await raw(''), 400, 'invalid_request')
  })

  test('a form that ends amid a file', async () => {
    const problem = await expectInvalid(await raw(beginning()), '')
    expect(problem.errors[0]?.code).toBe('invalid_form')
  })

  test('a client that hangs up amid a file', async () => {
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(Buffer.from(beginning()))
        setImmediate(() => controller.error(new Error('hung up')))
      },
    })
    await expectInvalid(await raw(body), '')
  })

  test('a client that falls silent amid a file', async () => {
    const { storage } = used.gateway
    const hasty = await makeGateway({ sharing: used.gateway, bodyTimeoutMs: 50, storage })
    const body = new ReadableStream({ start: (controller) => controller.enqueue(Buffer.from(beginning())) })
    const response = await hasty.app.request('/api/v1/documents', {
      method: 'POST',
      headers: { 'x-api-key': used.workspace.key, 'content-type': 'multipart/form-data; boundary=x' },
      body,
      duplex: 'half',
    } as RequestInit)
    await expectProblem(response, 408, 'request_timeout')
    await hasty.close()
  })

  test('too many fields', async () => {
    const fields = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`field${index}`, 'x']))
    await expectInvalid(await send({ leadId, ...fields, files: ['x'] }), '')
  })
})

test.each(['--x--\r\n--x--', '\r\n--x--\r\n--x\r\np\r\n--x--', '--x--'])(
  'a form that ends before it begins is refused, and its place given back: %j',
  async (body) => {
    const headers = { 'x-api-key': used.workspace.key, 'content-type': 'multipart/form-data; boundary=x' }
    for (let time = 0; time < 3; time++) {
      const response = await used.gateway.app.request('/api/v1/documents', { method: 'POST', headers, body })
      await expectProblem(response, 400, 'invalid_request')
    }
  },
)

test('only media types that are taken here', async () => {
  const documents = { maxBytes: 1000, types: ['application/pdf', 'image/*'] }
  const picky = await makeGateway({ sharing: used.gateway, documents })
  const form = (file: string) => makeForm({ leadId, files: [file] })
  const problem = await expectInvalid(await upload(picky, used.workspace.key, form('text')), '/files/0')
  expect(problem.errors[0]).toMatchObject({
    code: 'unsuitable_type',
    message: 'text/plain is not taken here',
  })
  const { lead } = await create(picky, used.workspace.key)
  await uploaded(picky, used.workspace.key, { leadId: lead.id, files: ['%PDF-1.7\n'] })
  await picky.close()
})

test('a store that is away: 503, to be tried again', async () => {
  const { db, storage } = used.gateway
  const away: Storage = { ...storage, put: () => Promise.reject(new Error('the disk is full')) }
  const gateway = await makeGateway({ sharing: used.gateway, storage: away })
  const response = await upload(gateway, used.workspace.key, makeForm({ leadId, files: ['x'] }))
  expect(response.headers.get('retry-after')).toBe('5')
  await expectProblem(response, 503, 'unavailable')
  await gateway.close()
  // What the store may still be storing is known, and removed later.
  expect(await pending()).toHaveLength(1)
  expect(await sweepPendingFiles({ db, storage }, 0)).toEqual({ removed: 1, failures: [] })
})

test('a file that is doomed can’t be claimed any more: the call is told to send it again', async () => {
  const { db, storage } = used.gateway
  const slow: Storage = {
    ...storage,
    put: async (...put) => {
      const stored = await storage.put(...put)
      await sweepPendingFiles({ db, storage }, 0)
      return stored
    },
  }
  const gateway = await makeGateway({ sharing: used.gateway, storage: slow })
  const response = await upload(gateway, used.workspace.key, makeForm({ leadId, files: ['x'] }))
  await expectProblem(response, 503, 'unavailable')
  await gateway.close()
})

test('what a killed gateway left behind is swept once its upload must have ended, claimed files never', async () => {
  const { db, storage } = used.gateway
  const { id: workspace_id } = used.workspace
  const storage_key = `documents/${workspace_id}/left-behind`
  await db.insertInto('pending_files').values({ workspace_id, storage_key }).execute()
  await storage.put(storage_key, new Blob(['half']).stream(), { contentType: 'text/plain', maxBytes: 10 })
  expect(await sweepPendingFiles({ db, storage }, 60)).toEqual({ removed: 0, failures: [] })
  expect(await filesIn(used.gateway.directory)).toBe(1)
  const broken: Storage = { ...storage, remove: () => Promise.reject(new Error('denied')) }
  expect(await sweepPendingFiles({ db, storage: broken }, 0)).toMatchObject({
    removed: 0,
    failures: [{ message: 'denied' }],
  })
  expect(await sweepPendingFiles({ db, storage }, 0)).toEqual({ removed: 1, failures: [] })
})
