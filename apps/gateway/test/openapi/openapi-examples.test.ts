import { invalidRequest } from '@intake/contracts/app-error'
import type { ChecklistGroup } from '@intake/contracts/lead-answer'
import { createdLine, refusedLine } from '@intake/leads/imports/row-results'
import { makeWorkspace } from '@intake/testing/make-workspace'
import { describe, expect, test } from 'vitest'
import { buildDocument } from '../../src/openapi/document.ts'
import { exampleIds } from '../../src/openapi/example-ids.ts'
import { documentPath, type Example, type Operation } from '../../src/openapi/operation.ts'
import { errorsOf } from '../../src/openapi/operation-object.ts'
import { operations } from '../../src/openapi/operations.ts'
import { problemExample } from '../../src/openapi/problems.ts'
import { taken } from '../call.ts'
import { makeForm } from '../documents/make-form.ts'
import { useGateway } from '../use-gateway.ts'
import { expectDocumented } from './expect-documented.ts'

const used = useGateway()
const worked = operations[0]?.examples.worked?.body
const draft = {
  type: 'MESSAGE',
  status: 'AWAITING_APPROVAL',
  messages: [{ channel: 'email', subject: 'Your application', body: 'Two papers are missing.' }],
}

type Made = Record<
  'lead' | 'import' | 'actionLog' | 'webhookEndpoint' | 'webhookDelivery' | 'source',
  { id: string }
> & {
  checklistItems: ChecklistGroup[]
  documents: { id: string }[]
  suppressions: { id: string }[]
}

/** A workspace with what the examples name: the lead of the worked example, but where that is what is made. */
async function prepare({ id, path }: Operation) {
  const { key, id: workspace } = await makeWorkspace(used.gateway.db)
  const post = async (path: string, body: unknown) =>
    (await taken(
      send(
        key,
        'POST',
        path,
        typeof body === 'string' ? { 'content-type': 'application/x-ndjson' } : {},
        body,
      ),
    )) as Made
  if (id === 'createLead') return { key, ids: { workspace } }
  const { lead, checklistItems } = await post('/api/v1/leads', worked)
  const fileItem = checklistItems.flatMap(({ items }) => items).find(({ documents }) => documents)?.id
  const { actionLog } = await post(`/api/v1/leads/${lead.id}/action-logs`, draft)
  const ids = { workspace, lead: lead.id, draft: actionLog.id, fileItem }
  if (id === 'listAuditEvents') {
    await send(key, 'GET', `/api/v1/leads/${lead.id}`)
    await post('/api/v1/sources', { kind: 'form', name: 'Contact form' })
    await used.gateway.calls.flush()
    return { key, ids }
  }
  if (path.endsWith('merge')) {
    const { lead: other } = await post('/api/v1/leads', { firstName: 'J.', email: 'j.doe@example.com' })
    if (id === 'unmergeLead') await post(`/api/v1/leads/${lead.id}/merge`, { into: other.id })
    return { key, ids: { ...ids, other: other.id } }
  }
  if (path.includes('/documents') && id !== 'uploadDocuments') {
    const form = makeForm({ leadId: lead.id, files: ['Statement of October'] })
    const { documents } = (await taken(send(key, 'POST', '/api/v1/documents', {}, form))) as Made
    return { key, ids: { ...ids, document: documents[0]?.id } }
  }
  if (path.startsWith('/api/v1/imports') && id !== 'createImport') {
    const file = await post('/api/v1/imports?filename=leads.ndjson', '{"firstName":"John"}\n')
    await recordRows({ workspace, importId: file.import.id, lead: lead.id })
    return { key, ids: { ...ids, import: file.import.id } }
  }
  if (/\/(sources|submissions)/.test(path) && id !== 'createSource') {
    const made = await post('/api/v1/sources', { kind: 'form', name: 'Contact form' })
    const { path: address } = made.source as { id: string; path: string }
    const body = 'message=Call+me+back'
    const sent = await send(
      key,
      'POST',
      address,
      { 'content-type': 'application/x-www-form-urlencoded' },
      body,
    )
    const { submissionId } = (await taken(sent)) as { submissionId: string }
    return { key, ids: { ...ids, source: made.source.id, submission: submissionId } }
  }
  if (path.startsWith('/api/v1/suppressions') && id !== 'createSuppressions') {
    const { suppressions } = await post('/api/v1/suppressions', {
      suppressions: [{ phoneNumber: '+16782319992' }],
    })
    return { key, ids: { ...ids, suppression: suppressions[0]?.id } }
  }
  if (!path.startsWith('/api/v1/webhook') || id === 'createWebhookEndpoint') return { key, ids }
  const url = 'https://example.com/hooks/intake'
  const { webhookEndpoint } = await post('/api/v1/webhook-endpoints', { url, events: ['lead.created'] })
  const { webhookDelivery } = await post(`/api/v1/webhook-endpoints/${webhookEndpoint.id}/test`, {})
  return { key, ids: { ...ids, endpoint: webhookEndpoint.id, delivery: webhookDelivery.id } }
}

/** What a runner would have recorded. */
async function recordRows({ workspace, importId, lead }: Record<'workspace' | 'importId' | 'lead', string>) {
  const refused = invalidRequest([
    { pointer: '/email', code: 'invalid_email', message: 'must be an e-mail address' },
  ])
  const results = [
    createdLine({ row: 1, line: 2 }, { leadId: lead, result: 'created' }),
    refusedLine(
      { row: 2, line: 3 },
      {
        error: refused,
        faults: refused.errors.map((fault) => ({ ...fault, column: 'E-mail', value: 'ann@' })),
        values: ['Ann', 'ann@'],
      },
    ),
  ].join('\n')
  const chunk = { workspace_id: workspace, import_id: importId, number: 0, results }
  await used.gateway.db.insertInto('import_chunks').values(chunk).execute()
}

const send = (key: string, method: string, path: string, headers: object = {}, body?: unknown) =>
  used.gateway.app.request(path, {
    method,
    headers: {
      'x-api-key': key,
      ...(body instanceof FormData ? {} : { 'content-type': 'application/json' }),
      'x-request-id': 'crm-import-42',
      ...headers,
    },
    ...(body === undefined
      ? {}
      : { body: body instanceof FormData || typeof body === 'string' ? body : JSON.stringify(body) }),
  })

/** Sends an example as the document has it, with real ids for the documented ones. */
async function sendExample(operation: Operation, example: Example): Promise<unknown> {
  const { key, ids } = await prepare(operation)
  const real = (value: unknown) => swap(value, exampleIds, ids)
  const params = real(example.params ?? {}) as Record<string, string>
  const path = operation.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))
  const query = Object.entries(params).filter(([name]) => !operation.path.includes(`:${name}`))
  const address = `${path}${query.length > 0 ? `?${new URLSearchParams(query)}` : ''}`
  const isForm = operation.contentType === 'multipart/form-data'
  const response = await send(
    key,
    operation.method.toUpperCase(),
    address,
    {
      ...(operation.contentType && !isForm ? { 'content-type': operation.contentType } : {}),
      ...example.headers,
    },
    isForm ? makeForm(real(example.body) as Record<string, unknown>) : real(example.body),
  )
  await expectDocumented(`${operation.method.toUpperCase()} ${operation.path}`, response)
  const text = await response.text()
  expect(response.status, text).toBe(operation.status ?? 200)
  return steady(swap(operation.isLines ? text : JSON.parse(text), ids, exampleIds))
}

/** Every text of one map that occurs in the JSON becomes that of the other. */
function swap(
  value: unknown,
  from: Partial<Record<string, string>>,
  to: Partial<Record<string, string>>,
): unknown {
  if (value === undefined) return undefined
  let json = JSON.stringify(value)
  for (const [name, text] of Object.entries(from))
    if (text && to[name]) json = json.replaceAll(text, to[name])
  return JSON.parse(json)
}

/** What differs from run to run, made the same: other ids, the moment of the run. */
function steady(answer: unknown): unknown {
  const kept: string[] = Object.values(exampleIds)
  const ids = new Map<string, string>()
  const json = JSON.stringify(answer)
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, (id) => {
      if (kept.includes(id)) return id
      if (!ids.has(id)) ids.set(id, `019a20ab-f3a6-7000-8000-${String(ids.size + 1).padStart(12, '0')}`)
      return ids.get(id) ?? id
    })
    .replace(/expires=\d+&signature=[\w-]+/g, 'expires=1764000000&signature=c2lnbmF0dXJl')
    .replace(/\/in\/[\w-]{32}/g, '/in/dGhlIHRva2VuIG9mIHRoZSBleGFtcGxlcw')
    .replace(
      /"nextCursor":"[\w-]{48}"/g,
      '"nextCursor":"AAZEb2NzIG9mIHRoZSBmZWVkIG9mIGNoYW5nZXMgb2YgbGVhZHM"',
    )
    .replace(/"undoUntil":"[^"]+"/g, '"undoUntil":"2026-12-24T09:00:00.000Z"')
    .replace(/whsec_[\w+/=]+/g, 'whsec_dGhlIHNlY3JldCBvZiB0aGUgZXhhbXBsZXM=')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]{8,12}(Z|-07:00)/g, (time, offset: string) => {
      const isNow = Math.abs(Date.parse(time) - Date.now()) < 3600_000
      if (!isNow) return time
      return offset === 'Z' ? '2026-11-24T09:00:00.000Z' : '2026-11-24T02:00:00-07:00'
    })
  return JSON.parse(json)
}

test('the answers in the document are those of the gateway; `npx vitest run openapi-examples -u` writes them', async () => {
  const answers: Record<string, Record<string, unknown>> = {}
  for (const operation of operations)
    for (const [name, example] of Object.entries(operation.examples))
      answers[operation.id] = { ...answers[operation.id], [name]: await sendExample(operation, example) }
  await expect(`${JSON.stringify(answers, null, 2)}\n`).toMatchFileSnapshot(
    '../../src/openapi/example-answers.json',
  )
}, 120_000)

describe('the document shows', () => {
  const { paths } = JSON.parse(JSON.stringify(buildDocument()))

  test.each(operations.map((operation) => [operation.id, operation] as const))(
    'every example of %s, with its answer',
    (_id, operation) => {
      const names = Object.keys(operation.examples)
      expect(names.length).toBeGreaterThan(0)
      const shown = paths[documentPath(operation.path)][operation.method]
      const [answer] = Object.values<{ examples: object }>(shown.responses[operation.status ?? 200].content)
      expect(Object.keys(answer?.examples ?? {})).toEqual(names)
      if (operation.body)
        for (const [name, { body, headers }] of Object.entries(operation.examples)) {
          const type = headers?.['content-type'] ?? operation.contentType ?? 'application/json'
          expect(shown.requestBody.content[type].examples[name].value).toEqual(body)
        }
    },
  )
})

describe('problems', () => {
  const call = async (init: { method?: string; body?: string; headers?: Record<string, string> }) => {
    const headers = {
      'x-api-key': used.workspace.key,
      'content-type': 'application/json',
      'x-request-id': 'crm-import-42',
    }
    const response = await used.gateway.app.request('/api/v1/leads', {
      ...init,
      headers: { ...headers, ...init.headers },
    })
    return (await response.json()) as Record<string, unknown>
  }

  test.each([
    ['invalid_request', { method: 'POST', body: '{}' }],
    ['invalid_json', { method: 'POST', body: '{' }],
    ['unauthorized', { headers: { 'x-api-key': '' } }],
    ['method_not_allowed', { method: 'PATCH' }],
    ['payload_too_large', { method: 'POST', body: 'x'.repeat(1_000_001) }],
    ['unsupported_media_type', { method: 'POST', body: '{}', headers: { 'content-type': 'text/plain' } }],
  ] as const)('the example of %s is what the gateway says', async (code, init) => {
    expect(await call(init)).toEqual(problemExample(code))
  })

  test('every example has the members of the real ones', async () => {
    const members = Object.keys(await call({ method: 'POST', body: '{' }))
    for (const code of new Set(operations.flatMap(errorsOf)))
      expect(Object.keys(problemExample(code)), code).toEqual(expect.arrayContaining(members))
  })
})
