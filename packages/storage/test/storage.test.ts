import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { startS3Server } from '@intake/testing/start-s3-server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createStorage } from '../src/create-storage.ts'
import { type Storage, StoredObjectMissing, StoredObjectTooLarge } from '../src/storage.ts'

const megabyte = 1024 * 1024
const options = { contentType: 'application/pdf', maxBytes: 20 * megabyte }

async function* bytes(size: number, { failAfter = Number.POSITIVE_INFINITY } = {}) {
  for (let sent = 0; sent < size; sent += 65_536) {
    if (sent >= failAfter) throw new Error('the client hung up')
    yield Buffer.alloc(Math.min(65_536, size - sent), sent / 65_536)
  }
}

async function openLocal() {
  const directory = await mkdtemp(join(tmpdir(), 'intake-files-'))
  const local = { directory, publicUrl: 'http://127.0.0.1:3000', signingSecret: 'x'.repeat(32) }
  return {
    storage: await createStorage({ kind: 'local', ...local }),
    directory,
    close: () => rm(directory, { recursive: true, force: true }),
  }
}

async function openS3() {
  const server = await startS3Server()
  return { ...server, storage: await createStorage({ kind: 's3', ...server.options }) }
}

describe.each([
  ['local disk', openLocal],
  ['S3', openS3],
])('%s', (_kind, open) => {
  let opened: Awaited<ReturnType<typeof open>>
  let storage: Storage
  beforeAll(async () => {
    opened = await open()
    storage = opened.storage
    await storage.check()
  })
  afterAll(async () => {
    await storage.close()
    await opened.close()
  })
  const filesLeft = async () =>
    (await readdir(opened.directory, { recursive: true, withFileTypes: true })).filter((entry) =>
      entry.isFile(),
    ).length

  test.each([0, 1, 100_000, 12 * megabyte + 7])('a file of %i bytes comes back as it was', async (size) => {
    const key = `documents/whole/${size}`
    expect(await storage.put(key, bytes(size), options)).toEqual({ size })
    const read = await buffer(await storage.read(key))
    expect(read.equals(await buffer(bytes(size)))).toBe(true)
  })

  test('reads from a byte on, nothing beyond the end', async () => {
    await storage.put('documents/from', bytes(100_000), options)
    const whole = await buffer(bytes(100_000))
    expect(
      (await buffer(await storage.read('documents/from', { start: 70_000 }))).equals(whole.subarray(70_000)),
    ).toBe(true)
    expect(await buffer(await storage.read('documents/from', { start: 100_000 }))).toHaveLength(0)
  })

  test.each([
    ['is cut off', () => bytes(12 * megabyte, { failAfter: 9 * megabyte }), 'the client hung up'],
    ['is cut off early', () => bytes(12 * megabyte, { failAfter: 1 }), 'the client hung up'],
    ['is too large', () => bytes(20 * megabyte + 1), StoredObjectTooLarge],
  ] as const)('what %s leaves nothing behind', async (_what, body, error) => {
    const before = await filesLeft()
    await expect(storage.put('documents/half', body(), options)).rejects.toThrow(error)
    await expect(storage.read('documents/half')).rejects.toThrow(StoredObjectMissing)
    await storage.remove(['documents/half'])
    expect(await filesLeft()).toBe(before)
  })

  test('what is removed is gone; what was never there may be removed too', async () => {
    await storage.put('documents/gone', bytes(10), options)
    await storage.remove(['documents/gone', 'documents/never-there'])
    await expect(storage.read('documents/gone')).rejects.toThrow(StoredObjectMissing)
  })

  test.each([
    '../etc/passwd',
    'documents/../../x',
    '/documents/x',
    'documents//x',
    'Documents/x',
    '',
    'a/.part',
  ])('the key %j is refused', async (key) => {
    await expect(storage.put(key, bytes(1), options)).rejects.toThrow('not a storage key')
    await expect((async () => storage.read(key))()).rejects.toThrow('not a storage key')
    await expect((async () => storage.remove([key]))()).rejects.toThrow('not a storage key')
  })
})

test('a signed address of S3 downloads the file under its name and type', async () => {
  const { storage, close } = await openS3()
  await storage.put('documents/signed', bytes(1000), options)
  const signed = await storage.signUrl('documents/signed', {
    filename: 'Kontoauszug März.pdf',
    contentType: 'application/pdf',
    expiresInSeconds: 3600,
  })
  const response = await fetch(signed)
  expect(response.status).toBe(200)
  expect((await response.arrayBuffer()).byteLength).toBe(1000)
  expect(response.headers.get('content-type')).toBe('application/pdf')
  expect(response.headers.get('content-disposition')).toContain(
    "filename*=UTF-8''Kontoauszug%20M%C3%A4rz.pdf",
  )
  expect(new URL(signed).searchParams.get('X-Amz-Expires')).toBe('3900')
  expect(storage.readSigned).toBeUndefined()
  await storage.close()
  await close()
})

test('a signed address of the local disk is read with what it was signed for, and not once anything is changed', async () => {
  const { storage, close } = await openLocal()
  await storage.put('documents/signed', bytes(1000), options)
  const sign = (expiresInSeconds: number) =>
    storage.signUrl('documents/signed', {
      filename: 'a b.pdf',
      contentType: 'application/pdf',
      expiresInSeconds,
    })
  const url = new URL(await sign(3600))
  expect(url.href).toMatch(/^http:\/\/127\.0\.0\.1:3000\/files\/documents\/signed\?/)
  const file = await storage.readSigned?.('documents/signed', url.searchParams)
  expect(file).toMatchObject({ filename: 'a b.pdf', contentType: 'application/pdf', size: 1000 })
  expect(file && (await buffer(file.body)).byteLength).toBe(1000)
  expect(await storage.readSigned?.('documents/other', url.searchParams)).toBeNull()
  for (const [name, value] of [
    ['filename', 'b.html'],
    ['type', 'text/html'],
    ['expires', '9999999999'],
    ['signature', 'A'.repeat(43)],
    ['signature', ''],
  ] as const) {
    const changed = new URLSearchParams(url.searchParams)
    changed.set(name, value)
    expect(await storage.readSigned?.('documents/signed', changed)).toBeNull()
  }
  expect(await storage.readSigned?.('documents/signed', new URL(await sign(0)).searchParams)).toBeNull()
  await close()
})
