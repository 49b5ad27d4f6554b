import { randomBytes, randomUUID } from 'node:crypto'
import { readdir, readlink } from 'node:fs/promises'
import { DocumentAnswer, UploadDocumentsAnswer } from '@intake/contracts/documents'
import { makeWorkspace } from '@intake/testing/make-workspace'
import { waitFor } from '@intake/testing/wait-for'
import { beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { call, taken } from '../call.ts'
import { create, itemOf, read } from '../create.ts'
import { useGateway } from '../use-gateway.ts'
import { makeForm } from './make-form.ts'
import { upload, uploaded } from './upload.ts'

const used = useGateway()
let leadId = ''
beforeAll(async () => {
  leadId = (await create(used.gateway, used.workspace.key)).lead.id
})
const get = (path: string, key = used.workspace.key) => call(used.gateway, key, 'GET', path)
/** Without addresses, which are made anew with each answer. */
const unsigned = (answer: unknown) =>
  JSON.parse(JSON.stringify(answer).replaceAll(/"signedUrl":"[^"]*"/g, '"signedUrl":""'))
const download = (url: string) => used.gateway.app.request(url.replace('http://127.0.0.1:3000', ''))

test('files of a call become documents of the lead, in the order of the files', async () => {
  const { lead } = await create(used.gateway, used.workspace.key)
  const answer = await uploaded(used.gateway, used.workspace.key, {
    leadId: lead.id.toUpperCase(),
    metadata: '[{"externalId":"doc-1","name":"Oktober.txt"},{}]',
    files: ['October', new File(['November'], 'Kontoauszug März.txt')],
  })
  expect(answer.documents).toMatchObject([
    { filename: 'Oktober.txt', size: 7, externalId: 'doc-1', associatedChecklistItemId: null },
    { filename: 'Kontoauszug März.txt', size: 8, externalId: null, mimeType: 'text/plain' },
  ])
  const now = await read(used.gateway, used.workspace.key, lead.id)
  const [log] = now.actionLogs
  expect(log).toMatchObject({
    id: answer.actionLogId,
    type: 'DOCUMENT_UPLOAD',
    status: 'COMPLETED',
    summary: '2 documents received',
    input: { documents: [{ filename: 'Oktober.txt' }, { filename: 'Kontoauszug März.txt' }] },
  })
  const ids = answer.documents.map(({ id }) => id).reverse()
  expect(now.documents.map(({ id }) => id)).toEqual(ids)
  expect(log?.documents.map(({ id }) => id)).toEqual(ids)
  expect(unsigned(await taken(get(`/leads/${lead.id}/documents`)))).toMatchObject(unsigned(now.documents))
  expect(now.documents[0]).toMatchObject({ metadata: { extractionStatus: null }, overallValid: null })
  expect(now.lead.updatedAt > lead.updatedAt).toBe(true)
})

test('sent for a checklist item it settles the item, and stands there; what a person decided stays', async () => {
  const created = await create(used.gateway, used.workspace.key)
  const { id } = itemOf(created, 'bank_statements')
  const send = () =>
    uploaded(used.gateway, used.workspace.key, {
      leadId: created.lead.id,
      leadChecklistItemId: id,
      files: ['October'],
    })
  const { documents } = await send()
  expect(documents[0]?.associatedChecklistItemId).toBe(id)
  const now = await read(used.gateway, used.workspace.key, created.lead.id)
  expect(itemOf(now, 'bank_statements')).toMatchObject({
    status: 'COMPLETED',
    value: null,
    documents: [{ id: documents[0]?.id }],
  })
  expect(unsigned(await taken(get(`/leads/${created.lead.id}/checklist`)))).toEqual(
    unsigned(now.checklistItems),
  )
  const checklistItems = [{ code: 'bank_statements', status: 'NEEDS_REVIEW' }]
  await taken(call(used.gateway, used.workspace.key, 'PUT', `/leads/${created.lead.id}`, { checklistItems }))
  await send()
  const later = itemOf(await read(used.gateway, used.workspace.key, created.lead.id), 'bank_statements')
  expect(later.status).toBe('NEEDS_REVIEW')
  expect(later.documents).toHaveLength(2)
})

test('an item for this lead alone takes files, too', async () => {
  const body = { label: 'Utility bill', fieldType: 'FILE' }
  const added = await taken(
    call(used.gateway, used.workspace.key, 'POST', `/leads/${leadId}/checklist-items`, body),
  )
  const { checklistItem } = z.object({ checklistItem: z.object({ id: z.uuid() }) }).parse(added)
  const fields = { leadId, leadChecklistItemId: checklistItem.id, files: ['Paid'] }
  await uploaded(used.gateway, used.workspace.key, fields)
  const item = itemOf(await read(used.gateway, used.workspace.key, leadId), 'UTILITY_BILL')
  expect(item).toMatchObject({ status: 'COMPLETED', documents: [{ size: 4 }] })
})

describe('a file comes back as it was', () => {
  test.each([1, 2, 3, 4, 65_536, 300_001])('%i bytes', async (size) => {
    const content = Buffer.concat([Buffer.from([0x80]), randomBytes(size - 1)])
    const { documents } = await uploaded(used.gateway, used.workspace.key, {
      leadId,
      files: [new File([content], 'scan é (1).bin')],
    })
    const response = await download(documents[0]?.url ?? '')
    expect(response.status).toBe(200)
    expect(Buffer.from(await response.arrayBuffer()).equals(content)).toBe(true)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-length': String(size),
      'content-disposition': `attachment; filename="scan _ (1).bin"; filename*=UTF-8''scan%20%C3%A9%20%281%29.bin`,
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    })
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
    const path = `/documents/${documents[0]?.id}`
    const brief = DocumentAnswer.parse(await taken(get(path)))
    expect(brief).toMatchObject({ leadId, workspaceId: used.workspace.id, size, filename: 'scan é (1).bin' })
    expect(brief.content).toBeUndefined()
    const answer = await get(`${path}?includeContent=true`)
    const text = await answer.clone().text()
    expect(answer.headers.get('content-length')).toBe(String(Buffer.byteLength(text)))
    const whole = DocumentAnswer.parse(await taken(answer))
    expect(Buffer.from(whole.content ?? '', 'base64').equals(content)).toBe(true)
  })
})

test('HEAD tells of a file, and a reader that goes away leaves nothing open', async () => {
  const content = 'x'.repeat(900_000)
  const { documents } = await uploaded(used.gateway, used.workspace.key, { leadId, files: [content] })
  const id = documents[0]?.id ?? ''
  const url = (documents[0]?.url ?? '').replace('http://127.0.0.1:3000', '')
  const headers = { 'x-api-key': used.workspace.key }
  const open = async () => {
    const descriptors = await readdir('/proc/self/fd')
    const targets = await Promise.all(
      descriptors.map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => '')),
    )
    return targets.filter((target) => target.endsWith(id)).length
  }
  for (const address of [url, `/api/v1/documents/${id}?includeContent=true`])
    for (let call = 0; call < 5; call++) {
      const head = await used.gateway.app.request(address, { method: 'HEAD', headers })
      expect(head.status).toBe(200)
      const read = await used.gateway.app.request(address, { headers })
      await read.body?.cancel()
    }
  await waitFor('the files to be closed', async () => (await open()) === 0)
})

test('an address that was changed, or has expired, leads nowhere', async () => {
  const { documents } = await uploaded(used.gateway, used.workspace.key, { leadId, files: ['October'] })
  const url = documents[0]?.url ?? ''
  expect((await download(url)).status).toBe(200)
  for (const wrong of [
    url.replace('type=text%2Fplain', 'type=text%2Fhtml'),
    url.replace(/expires=\d+/, 'expires=9999999999'),
    url.replace(/signature=.*/, ''),
    url.replace(/\?.*/, ''),
    url.replace(/[0-9a-f]{12}\?/, `${'0'.repeat(12)}?`),
    url.replace('/files/', '/files/../'),
  ]) {
    const response = await download(wrong)
    expect(response.status, wrong).toBe(404)
  }
})

test('an address ends with its lead, and with its document', async () => {
  const { lead } = await create(used.gateway, used.workspace.key)
  const { documents } = await uploaded(used.gateway, used.workspace.key, {
    leadId: lead.id,
    files: ['October', 'November'],
  })
  const [first, second] = documents
  const statuses = async () => [
    (await download(first?.url ?? '')).status,
    (await download(second?.url ?? '')).status,
  ]
  expect(await statuses()).toEqual([200, 200])
  await used.gateway.db
    .deleteFrom('documents')
    .where('id', '=', first?.id ?? '')
    .execute()
  expect(await statuses()).toEqual([404, 200])
  await taken(call(used.gateway, used.workspace.key, 'DELETE', `/leads/${lead.id}`))
  expect(await statuses()).toEqual([404, 404])
  const { content } = DocumentAnswer.parse(await taken(get(`/documents/${second?.id}?includeContent=true`)))
  expect(Buffer.from(content ?? '', 'base64').toString()).toBe('November')
  const descriptors = async () => {
    const targets = await Promise.all(
      (await readdir('/proc/self/fd')).map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => '')),
    )
    return targets.filter((target) => target.endsWith(first?.id ?? '') || target.endsWith(second?.id ?? ''))
  }
  await waitFor('the files to be closed', async () => (await descriptors()).length === 0)
})

describe('the media type is told by the content', () => {
  const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')
  test.each([
    ['a PDF called a picture', Buffer.from('%PDF-1.7\n'), 'image/png', 'application/pdf'],
    ['a picture', png, 'image/png', 'image/png'],
    ['bytes called a PDF', Buffer.from([0x80, 0, 1, 2, 3, 4]), 'application/pdf', 'application/octet-stream'],
    ['text called CSV', Buffer.from('a,b\n1,2\n'), 'text/csv; charset=utf-8', 'text/csv'],
    ['text called a PDF', Buffer.from('hello'), 'application/pdf', 'text/plain'],
    ['JSON', Buffer.from('{"a":1}'), 'application/json', 'application/json'],
    [
      'text in UTF-8 that is cut amid a letter',
      Buffer.from(`${'ä'.repeat(3000)}`),
      'text/plain',
      'text/plain',
    ],
  ])('%s', async (_what, content, type, expected) => {
    const files = [new File([content], 'x', { type })]
    const { documents } = await uploaded(used.gateway, used.workspace.key, { leadId, files })
    expect(documents[0]?.mimeType).toBe(expected)
  })
})

describe('Idempotency-Key', () => {
  const filesStored = async () => (await readdir(used.gateway.directory, { recursive: true })).length

  test('the same files again, in another form: one upload, the first answer byte for byte', async () => {
    const { lead } = await create(used.gateway, used.workspace.key)
    const headers = { 'idempotency-key': randomUUID() }
    const send = (file: string) =>
      upload(used.gateway, used.workspace.key, makeForm({ leadId: lead.id, files: [file] }), headers)
    const first = await (await send('October')).text()
    const stored = await filesStored()
    const answers = await Promise.all([1, 2, 3].map(() => send('October')))
    for (const answer of answers) {
      expect(answer.headers.get('idempotent-replayed')).toBe('true')
      expect(await answer.text()).toBe(first)
    }
    expect((await send('November')).status).toBe(422)
    expect(await filesStored()).toBe(stored)
    expect(await taken(get(`/leads/${lead.id}/documents`))).toHaveLength(1)
    expect(UploadDocumentsAnswer.loose().parse(JSON.parse(first)).documents).toHaveLength(1)
  })
})

test('another workspace finds nothing of them', async () => {
  const other = await makeWorkspace(used.gateway.db)
  const { documents } = await uploaded(used.gateway, used.workspace.key, { leadId, files: ['October'] })
  for (const path of [`/documents/${documents[0]?.id}`, `/documents/${documents[0]?.id}?includeContent=true`])
    expect((await get(path, other.key)).status).toBe(404)
})
