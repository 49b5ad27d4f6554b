import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { readdir } from 'node:fs/promises'
import { connect } from 'node:net'
import { serve } from '@hono/node-server'
import { ImportAnswer, type ImportPreview, ListImportsAnswer } from '@intake/contracts/imports'
import { createDatabase, type Database } from '@intake/database/create-database'
import { createApiKey } from '@intake/leads/admin/create-api-key'
import { setUnknownFields } from '@intake/leads/admin/set-unknown-fields'
import { mergeInto } from '@intake/leads/create/merge-lead'
import { createLeadWriter } from '@intake/leads/create/writer/lead-writer'
import { noAddresses } from '@intake/leads/documents/file-signer'
import { createSealer } from '@intake/leads/sealing/sealer'
import { createConfigurationCache } from '@intake/leads/workspace/configuration-cache'
import { createLogger } from '@intake/runtime/logger'
import { makeWorkspace } from '@intake/testing/make-workspace'
import { waitFor } from '@intake/testing/wait-for'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startImportRunner } from '../../src/processes/start-import-runner.ts'
import { call, taken } from '../call.ts'
import { expectInvalid, expectProblem } from '../expect-problem.ts'
import { expectDocumented } from '../openapi/expect-documented.ts'
import { useGateway } from '../use-gateway.ts'

const used = useGateway()
let database: Database
let runner: ReturnType<typeof startImportRunner>
let closeConfiguration: () => void
beforeAll(() => {
  database = createDatabase({ url: used.gateway.databaseUrl, maxConnections: 5 })
  const sealer = createSealer([])
  const configuration = createConfigurationCache(database, { pollMs: 50 })
  closeConfiguration = configuration.close
  runner = startImportRunner({
    context: {
      db: database.db,
      configuration,
      writer: createLeadWriter({ database, sealer }, mergeInto({ files: noAddresses, sealer })),
      sealer,
    },
    storage: used.gateway.storage,
    logger: createLogger({ name: 'test', level: 'silent' }),
    atOnce: 1,
    rowsInFlight: 32,
    leaseSeconds: 30,
    everyMs: 50,
    keepSeconds: 3600,
    uploadSeconds: 7200,
    turnMs: 0,
  })
})
afterAll(async () => {
  await runner.close()
  closeConfiguration()
  await database.close()
})

const csv = { 'content-type': 'text/csv' }
const ndjson = { 'content-type': 'application/x-ndjson' }
const send = (
  content: string,
  {
    key = used.workspace.key,
    headers = csv,
    query = '',
  }: { key?: string; headers?: Record<string, string>; query?: string } = {},
) => call(used.gateway, key, 'POST', `/imports${query}`, content, headers)

async function received(response: Response | Promise<Response>) {
  return ImportAnswer.loose().parse(await taken(response)).import
}

async function ended(id: string, key = used.workspace.key) {
  return waitFor('the import to end', async () => {
    const { import: imported } = ImportAnswer.parse(
      await taken(call(used.gateway, key, 'GET', `/imports/${id}`)),
    )
    return imported.completedAt !== null && imported
  })
}

const storedFiles = async () =>
  (await readdir(used.gateway.directory, { recursive: true, withFileTypes: true })).filter((entry) =>
    entry.isFile(),
  )
const noFileIsLeft = () => waitFor('the file to go', async () => (await storedFiles()).length === 0)
const storedImports = async (workspaceId: string) =>
  used.gateway.db.selectFrom('imports').selectAll().where('workspace_id', '=', workspaceId).execute()

test('a long import makes room for another workspace, and goes on where it was', async () => {
  const other = await makeWorkspace(used.gateway.db)
  const rows = 5000
  const long = Array.from({ length: rows }, (_, n) => JSON.stringify({ firstName: `Ada ${n}` })).join('\n')
  const first = await received(send(long, { headers: ndjson }))
  const second = await received(send(long, { headers: ndjson }))
  await waitFor('it to be read', async () =>
    (await storedImports(used.workspace.id)).some(({ rows_read }) => Number(rows_read) > 0),
  )
  const short = await received(send('{"firstName":"Grace"}\n', { headers: ndjson, key: other.key }))
  expect(await ended(short.id, other.key)).toMatchObject({ status: 'COMPLETED', rows: { created: 1 } })
  const before = await storedImports(used.workspace.id)
  expect(
    before.filter(({ id, completed_at }) => [first.id, second.id].includes(id) && !completed_at),
  ).toHaveLength(2)
  await taken(call(used.gateway, used.workspace.key, 'DELETE', `/imports/${second.id}`))
  expect(await ended(first.id)).toMatchObject({ status: 'COMPLETED', rows: { read: rows, created: rows } })
  const { count } = await used.gateway.db
    .selectFrom('leads')
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .where('workspace_id', '=', used.workspace.id)
    .where('first_name', '=', 'Ada 4999')
    .executeTakeFirstOrThrow()
  expect(Number(count)).toBeLessThanOrEqual(2)
  await noFileIsLeft()
}, 60_000)

test('a CSV is taken, read and gone; its results tell of each row, as NDJSON or CSV', async () => {
  const query = `?${new URLSearchParams({ filename: 'leads.csv', mapping: '{"Firm":"businessName"}' })}`
  const imported = await received(
    send('First Name;Phone;Firm;Notes\nAda;(678) 231-9992;Engines;x\n;;Nobody;"a;b"\n', { query }),
  )
  expect(imported).toMatchObject({
    status: 'RECEIVED',
    filename: 'leads.csv',
    columns: [
      { name: 'First Name', field: 'firstName' },
      { name: 'Phone', field: 'phoneNumber' },
      { name: 'Firm', field: 'businessName' },
      { name: 'Notes', field: null },
    ],
    startedAt: null,
  })
  expect(await ended(imported.id)).toMatchObject({
    status: 'COMPLETED',
    bytesDone: imported.size,
    rows: { read: 2, created: 1, merged: 0, refused: 1, warned: 0 },
  })
  await noFileIsLeft()

  const results = async (query: string, headers: Record<string, string> = {}) => {
    const response = await call(
      used.gateway,
      used.workspace.key,
      'GET',
      `/imports/${imported.id}/results${query}`,
      undefined,
      headers,
    )
    await expectDocumented('GET /api/v1/imports/:id/results', response)
    return response
  }
  const lines = (await (await results('')).text())
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(lines).toEqual([
    { row: 1, outcome: 'created', line: 2, leadId: expect.any(String), warnings: [] },
    {
      row: 2,
      outcome: 'refused',
      line: 3,
      code: 'invalid_request',
      detail: '/firstName: is required',
      errors: [{ pointer: '/firstName', code: 'required', message: 'is required', column: 'First Name' }],
      warnings: [],
      values: ['', '', 'Nobody', 'a;b'],
    },
  ])
  const table = `row,line,outcome,leadId,code,column,value,detail,existingLeadId,warnings\n1,2,created,${lines[0].leadId},,,,,,\n2,3,refused,,invalid_request,First Name,,/firstName: is required,,\n`
  expect(await (await results('?format=csv')).text()).toBe(table)
  const asked = await results('', { accept: 'text/csv, */*;q=0.1' })
  expect(await asked.text()).toBe(table)
  expect(asked.headers.get('content-disposition')).toBe(`attachment; filename="import-${imported.id}.csv"`)
  const mend = await (await results('?format=mend')).arrayBuffer()
  expect(Buffer.from(mend).toString('utf8')).toBe(
    '\u{feff}refused_line,refused_reason,First Name,Phone,Firm,Notes\n3,First Name: is required,,,Nobody,a;b\n',
  )
  expect((await (await results('?outcome=refused')).text()).trimEnd().split('\n')).toHaveLength(1)
  const lead = await taken(call(used.gateway, used.workspace.key, 'GET', `/leads/${lines[0].leadId}`))
  expect(lead).toMatchObject({
    lead: { firstName: 'Ada', phoneNumber: '+16782319992', businessName: 'Engines' },
  })
})

test('a preview says what would become of a file, and stores nothing at all', async () => {
  const { id: workspaceId, key } = await makeWorkspace(used.gateway.db)
  const headers = { ...csv, 'idempotency-key': randomUUID() }
  const content =
    'Full Name;Phone;Unsubscribed from all email;Tags\nRosa Peña;(678) 231-9992;true;new tag\nAnn;6.78232E+09;;\nGrand Totals\n'
  const response = await send(content, { key, headers, query: '?preview=true' })
  await expectDocumented('POST /api/v1/imports', response)
  const { preview } = (await taken(response)) as { preview: ImportPreview }
  expect(preview).toMatchObject({
    encoding: 'utf-8',
    delimiter: ';',
    columns: [
      { name: 'Full Name', field: 'fullName', samples: ['Rosa Peña', 'Ann', 'Grand Totals'] },
      { name: 'Phone', field: 'phoneNumber' },
      { name: 'Unsubscribed from all email', field: 'optOut.email', samples: ['true'] },
      { name: 'Tags', field: 'tags' },
    ],
    rowsLookedAt: 3,
    complete: true,
    rows: { accepted: 2, refused: 1, warned: 1, unreadPhones: 1 },
    leads: [
      {
        row: 1,
        line: 2,
        lead: { firstName: 'Rosa', lastName: 'Peña', phoneNumber: '+16782319992', didOptOut: true },
      },
      { row: 2, line: 3, warnings: [{ code: 'phone_not_read', column: 'Phone', value: '6.78232E+09' }] },
    ],
    refused: [{ row: 3, line: 4, errors: [{ code: 'footer_row' }], values: ['Grand Totals'] }],
    warned: [{ row: 2 }],
  })
  expect(await storedImports(workspaceId)).toEqual([])
  expect(await storedFiles()).toEqual([])
  for (const table of ['leads', 'tags', 'idempotency_keys', 'ingestion_warnings', 'import_chunks'] as const)
    expect(
      await used.gateway.db.selectFrom(table).selectAll().where('workspace_id', '=', workspaceId).execute(),
    ).toEqual([])
  const cut = `firstName\n${'Ada\n'.repeat(1500)}`
  const part = (await taken(send(cut, { key, query: '?preview=true' }))) as { preview: ImportPreview }
  expect(part.preview).toMatchObject({ rowsLookedAt: 1000, complete: false, rows: { accepted: 1000 } })
})

test('results and previews tell each row’s warnings, those of the create once', async () => {
  const { key } = await makeWorkspace(used.gateway.db)
  const content =
    'First Name,Mobile,Phone,Email,Time Zone\nAnn,,555 0134,a@gmial.com,EST\nBob,222-222-2222,,none@none.com,\nCy,(678) 231-9992,,c@example.org,\n'
  const expected = [
    [
      ['timezone_guessed', 'Time Zone', 'EST'],
      ['phone_not_read', 'Phone', '555 0134'],
      ['misspelt_domain', 'Email', 'a@gmial.com'],
    ],
    [
      ['phone_not_matched', 'Mobile', '222-222-2222'],
      ['placeholder', 'Email', 'none@none.com'],
    ],
    [],
  ]
  const told = (rows: { warnings: { code: string; column: string; value: string }[] }[]) =>
    rows.map(({ warnings }) => warnings.map(({ code, column, value }) => [code, column, value]))
  const { preview } = (await taken(send(content, { key, query: '?preview=true' }))) as {
    preview: { leads: Parameters<typeof told>[0] }
  }
  expect(told(preview.leads)).toEqual(expected)
  const { id } = await received(send(content, { key }))
  expect((await ended(id, key)).rows).toMatchObject({ created: 3, warned: 2 })
  const results = await (await call(used.gateway, key, 'GET', `/imports/${id}/results`)).text()
  const lines = results
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(told(lines)).toEqual(expected)
})

test('a member that does not fit into a lead is named in the row’s warnings', async () => {
  const { key } = await makeWorkspace(used.gateway.db)
  const { id } = await received(
    send(`${JSON.stringify({ firstName: 'Ann', ['n'.repeat(65)]: 1 })}\n`, { key, headers: ndjson }),
  )
  await ended(id, key)
  const results = await (await call(used.gateway, key, 'GET', `/imports/${id}/results`)).text()
  expect(JSON.parse(results)).toMatchObject({ outcome: 'created', warnings: [{ code: 'field_not_kept' }] })
})

test('the workspace says what is done with members of a row that are no field', async () => {
  const { id: workspaceId, key } = await makeWorkspace(used.gateway.db)
  await setUnknownFields(used.gateway, { workspaceId, mode: 'reject' })
  const { id } = await received(send('{"firstName":"Ann","size":"L"}\n', { key, headers: ndjson }))
  expect((await ended(id, key)).rows).toMatchObject({ created: 0, refused: 1 })
  const results = await (await call(used.gateway, key, 'GET', `/imports/${id}/results`)).text()
  expect(JSON.parse(results)).toMatchObject({ errors: [{ pointer: '/size', code: 'unknown_field' }] })
})

test('a consent is kept, of a CSV’s columns and of a row of NDJSON', async () => {
  const { key } = await makeWorkspace(used.gateway.db)
  const kept = async (imported: Promise<{ id: string }>) => {
    await ended((await imported).id, key)
    const { leads } = (await taken(call(used.gateway, key, 'GET', '/leads?limit=1'))) as { leads: unknown[] }
    return leads[0]
  }
  const mapping = JSON.stringify({ Agreed: 'consent.sms', Wording: 'consent.text' })
  const file = 'First Name,Agreed,Wording\nAnn,yes,"Yes, text me"\n'
  expect(
    await kept(received(send(file, { key, query: `?${new URLSearchParams({ mapping })}` }))),
  ).toMatchObject({
    firstName: 'Ann',
    didOptOut: false,
    customFields: {},
    consent: { sms: { status: 'granted' } },
  })
  const row = { firstName: 'Bo', consent: [{ channel: 'call' }] }
  expect(await kept(received(send(`${JSON.stringify(row)}\n`, { key, headers: ndjson })))).toMatchObject({
    firstName: 'Bo',
    consent: { call: { status: 'granted' } },
  })
})

test('an external id of 1024 characters comes in by a file, a create and an update, and is found', async () => {
  const { key } = await makeWorkspace(used.gateway.db)
  const idOf = (letter: string) => `${letter.repeat(1023)}ä`
  const find = async (externalLeadId: string) => {
    const query = new URLSearchParams({ externalLeadId })
    const { leads } = (await taken(call(used.gateway, key, 'GET', `/leads?${query}`))) as {
      leads: { id: string; firstName: string }[]
    }
    return leads
  }
  const { id } = await received(send(`First Name,Lead ID\nAnn,${idOf('a')}\nBob,${idOf('b')}x\n`, { key }))
  expect((await ended(id, key)).rows).toMatchObject({ created: 1, refused: 1 })
  expect(await find(idOf('a'))).toMatchObject([{ firstName: 'Ann' }])
  await taken(used.gateway.post(key, { firstName: 'Cy', externalLeadId: idOf('c') }))
  const [cy] = await find(idOf('c'))
  await taken(call(used.gateway, key, 'PUT', `/leads/${cy?.id}`, { externalLeadId: idOf('d') }))
  expect(await find(idOf('d'))).toMatchObject([{ firstName: 'Cy' }])
  expect(await find(idOf('c'))).toEqual([])
  await expectInvalid(
    await used.gateway.post(key, { firstName: 'Cy', externalLeadId: `${idOf('c')}x` }),
    '/externalLeadId',
  )
})

test('refused rows are given back as they stood, and can be mended and sent again', async () => {
  const { key } = await makeWorkspace(used.gateway.db)
  const { id } = await received(
    send('First Name,Company,Email\nAnn,"L1\nL2",a@example.com\n\nBob,"X, Y",bad\nTotals\n', { key }),
  )
  await ended(id, key)
  const response = await call(used.gateway, key, 'GET', `/imports/${id}/results?format=mend`)
  const given = await response.text()
  expect(given.split('\n')).toEqual([
    'refused_line,refused_reason,First Name,Company,Email',
    '5,Email: must be an e-mail address,Bob,"X, Y",bad',
    expect.stringMatching(/^6,"?the row has one value .*"?,Totals$/),
    '',
  ])
  const again = await received(send(given.replace('bad', 'bob@example.com'), { key }))
  expect((await ended(again.id, key)).rows).toMatchObject({ read: 2, created: 1, refused: 1 })
})

test('the duplicate policy comes from the header, or the query, or is the workspace’s', async () => {
  const rows = '{"firstName":"Ada","email":"a@example.com"}\n{"firstName":"Ada","email":"A@example.com"}\n'
  const refusedOf = async (options: Parameters<typeof send>[1]) => {
    const { key } = await makeWorkspace(used.gateway.db)
    const { id } = await received(send(rows, { key, ...options }))
    return (await ended(id, key)).rows
  }
  const header = { 'intake-duplicate-policy': 'reject' }
  expect(await refusedOf({ headers: { ...ndjson, ...header } })).toMatchObject({ created: 1, refused: 1 })
  expect(await refusedOf({ headers: ndjson, query: '?duplicatePolicy=merge' })).toMatchObject({
    created: 1,
    merged: 1,
  })
  expect(await refusedOf({ headers: ndjson })).toMatchObject({ created: 2 })
})

test('the same Idempotency-Key and file make one import; another file or option is a reuse', async () => {
  const { id: workspaceId, key } = await makeWorkspace(used.gateway.db)
  const headers = { ...csv, 'idempotency-key': randomUUID() }
  const first = await send('firstName\nAda\n', { key, headers })
  const again = await send('firstName\nAda\n', { key, headers })
  expect(again.headers.get('idempotent-replayed')).toBe('true')
  expect(await again.text()).toBe(await first.text())
  const reuses = [
    await send('firstName\nEve\n', { key, headers }),
    await send('firstName\nAda\n', { key, headers, query: '?delimiter=;' }),
  ]
  for (const reuse of reuses) await expectProblem(reuse, 422, 'idempotency_key_reused')
  const stored = await storedImports(workspaceId)
  expect(stored).toHaveLength(1)
  await ended(stored[0]?.id ?? '', key)
  await noFileIsLeft()
})

describe('what can’t be an import is refused and leaves nothing behind', () => {
  test.each<[string, string, string, string[]]>([
    ['no first name', 'email\na@b.example\n', '', ['/mapping']],
    ['a column that isn’t there', 'firstName\nAda\n', '?mapping={"X":"email"}', ['/mapping/X']],
    ['a mapping that is no JSON', 'firstName\nAda\n', '?mapping=x', ['/mapping']],
    ['a field that there isn’t', 'firstName\nAda\n', '?mapping={"firstName":"id"}', ['/mapping/firstName']],
    ['a delimiter of two', 'firstName\nAda\n', '?delimiter=;;', ['/delimiter']],
    ['an unknown checklist code', 'firstName,checklist.none\nAda,x\n', '', ['']],
    ['an unknown parameter', 'firstName\nAda\n', '?dryRun=true', ['/dryRun']],
    ['an unmapped opt-out', 'firstName,DNC flag\nAda,x\n', '', ['/mapping/DNC flag']],
    ['an encoding that isn’t known', 'firstName\nAda\n', '?encoding=klingon', ['/encoding']],
    ['an unknown policy', 'firstName\nAda\n', '?duplicatePolicy=x', ['/duplicatePolicy']],
    ['nothing', '', '', ['']],
  ])('%s', async (_what, content, query, pointers) => {
    const { id, key } = await makeWorkspace(used.gateway.db)
    await expectInvalid(await send(content, { key, query }), ...pointers)
    expect(await storedImports(id)).toEqual([])
    expect(await storedFiles()).toEqual([])
  })

  test.each([csv, ndjson])('a workbook under $content-type, at a preview too', async (headers) => {
    const { id, key } = await makeWorkspace(used.gateway.db)
    const content = `PK\u0003\u0004 [Content_Types].xml ${'\0'.repeat(100_000)}`
    for (const query of ['', '?preview=true']) {
      const { errors } = await expectInvalid(await send(content, { key, headers, query }), '')
      expect(errors[0]).toMatchObject({ code: 'not_text', message: expect.stringContaining('CSV UTF-8') })
    }
    expect(await storedImports(id)).toEqual([])
    expect(await storedFiles()).toEqual([])
  })

  test.each<[string, Record<string, string>, number, 'unsupported_media_type' | 'invalid_request']>([
    ['another media type', { 'content-type': 'application/json' }, 415, 'unsupported_media_type'],
    ['another encoding', { 'content-type': 'text/csv; charset=latin1' }, 415, 'unsupported_media_type'],
    ['a compressed body', { ...csv, 'content-encoding': 'gzip' }, 415, 'unsupported_media_type'],
    ['a bad idempotency key', { ...csv, 'idempotency-key': 'é' }, 400, 'invalid_request'],
  ])('%s', async (_what, headers, status, code) => {
    await expectProblem(await send('firstName\nAda\n', { headers }), status, code)
  })

  test('a body over the limit, whether its length is told or not', async () => {
    const { id, key } = await makeWorkspace(used.gateway.db)
    const content = `firstName\n${'Ada\n'.repeat(500_001)}`
    const told = { ...csv, 'content-length': String(content.length) }
    for (const headers of [csv, told])
      await expectProblem(await send(content, { key, headers }), 413, 'payload_too_large')
    expect(await storedImports(id)).toEqual([])
    expect(await storedFiles()).toEqual([])
  })

  test('a client that hangs up amid the body', async () => {
    const { id, key } = await makeWorkspace(used.gateway.db)
    const server = serve({ fetch: used.gateway.app.fetch, hostname: '127.0.0.1', port: 0 })
    await once(server, 'listening')
    const { port } = server.address() as { port: number }
    for (const length of ['Content-Length: 1000000', 'Transfer-Encoding: chunked']) {
      const socket = connect(port, '127.0.0.1')
      const rows = `firstName\n${'Ada\n'.repeat(30_000)}`
      const body = length.startsWith('T') ? `${rows.length.toString(16)}\r\n${rows}\r\n` : rows
      socket.write(
        `POST /api/v1/imports HTTP/1.1\r\nHost: x\r\nx-api-key: ${key}\r\nContent-Type: text/csv\r\n${length}\r\n\r\n${body}`,
      )
      await waitFor('the upload to begin', async () => (await storedImports(id)).length === 1)
      socket.destroy()
      await waitFor('it to be forgotten', async () => (await storedImports(id)).length === 0)
      expect(await storedFiles()).toEqual([])
    }
    server.close()
  })
})

test('lists show the newest first, by pages and by status, to their workspace only', async () => {
  const { key } = await makeWorkspace(used.gateway.db)
  const ids: string[] = []
  for (const name of ['a', 'b', 'c']) {
    const { id } = await received(send('firstName\nAda\n', { key, query: `?filename=${name}` }))
    ids.unshift(id)
    await ended(id, key)
  }
  const list = async (query: string, by = key) =>
    ListImportsAnswer.parse(await taken(call(used.gateway, by, 'GET', `/imports${query}`)))
  const first = await list('?limit=2')
  expect(first.imports.map(({ id }) => id)).toEqual(ids.slice(0, 2))
  const rest = await list(`?limit=2&cursor=${first.nextCursor}`)
  expect(rest).toMatchObject({ imports: [{ id: ids[2] }], nextCursor: null })
  expect((await list('?status=CANCELLED')).imports).toEqual([])
  expect((await list('?status=COMPLETED')).imports).toHaveLength(3)
  const other = await makeWorkspace(used.gateway.db)
  expect((await list('', other.key)).imports).toEqual([])
  await expectProblem(await call(used.gateway, other.key, 'GET', `/imports/${ids[0]}`), 404, 'not_found')
})

test('a test key makes test leads, and stops test imports only', async () => {
  const { key, testKey, id: workspaceId } = await makeWorkspace(used.gateway.db)
  const live = await received(send('firstName\nAda\n', { key }))
  await expectProblem(await call(used.gateway, testKey, 'DELETE', `/imports/${live.id}`), 404, 'not_found')
  const mine = await received(send('firstName\nTest\n', { key: testKey }))
  await ended(live.id, key)
  await ended(mine.id, key)
  const leads = await used.gateway.db
    .selectFrom('leads')
    .select(['first_name', 'is_test'])
    .where('workspace_id', '=', workspaceId)
    .orderBy('first_name')
    .execute()
  expect(leads).toEqual([
    { first_name: 'Ada', is_test: false },
    { first_name: 'Test', is_test: true },
  ])
})

test('a cancelled import says so, keeps what it has and takes no more', async () => {
  const { key, id: workspaceId } = await makeWorkspace(used.gateway.db)
  const { id } = await received(send(`firstName\n${'Ada\n'.repeat(20_000)}`, { key }))
  await waitFor('the first rows', async () => {
    const { import: imported } = ImportAnswer.parse(
      await taken(call(used.gateway, key, 'GET', `/imports/${id}`)),
    )
    return imported.rows.read > 0
  })
  const asked = await received(call(used.gateway, key, 'DELETE', `/imports/${id}`))
  expect(asked.cancelRequestedAt).not.toBeNull()
  const imported = await ended(id, key)
  expect(imported.status).toBe('CANCELLED')
  expect(imported.rows.read).toBeLessThan(20_000)
  const { leads } = await used.gateway.db
    .selectFrom('leads')
    .select(({ fn }) => fn.countAll<string>().as('leads'))
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirstOrThrow()
  expect(imported.rows.created).toBe(Number(leads))
  await noFileIsLeft()
})

test('a key that may only read sends no files', async () => {
  const { id, key } = await createApiKey(
    { db: used.gateway.db },
    { workspaceId: used.workspace.id, name: 'reader', scopes: ['leads:read'] },
  )
  expect(id).toBeTruthy()
  await expectProblem(await send('firstName\nAda\n', { key }), 403, 'forbidden')
})
