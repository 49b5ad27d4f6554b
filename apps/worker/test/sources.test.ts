import { randomBytes } from 'node:crypto'
import type { CreateSourceRequest, SourceKindName } from '@intake/contracts/sources'
import { mergeInto } from '@intake/leads/create/merge-lead'
import { createLeadWriter, type LeadWriter } from '@intake/leads/create/writer/lead-writer'
import { noAddresses } from '@intake/leads/documents/file-signer'
import { eraseLeads } from '@intake/leads/erasure/erase-leads'
import { createSealer } from '@intake/leads/sealing/sealer'
import { createSource } from '@intake/leads/sources/create-source'
import { findSourceRow } from '@intake/leads/sources/open-source'
import { processSubmissions } from '@intake/leads/sources/process-submissions'
import { receiveSubmissions } from '@intake/leads/sources/receive-submissions'
import { reconcileSource } from '@intake/leads/sources/reconcile-source'
import { replaySource } from '@intake/leads/sources/replay-source'
import { updateSource } from '@intake/leads/sources/update-source'
import { createEndpoint } from '@intake/leads/webhooks/create-endpoint'
import {
  type ConfigurationCache,
  createConfigurationCache,
} from '@intake/leads/workspace/configuration-cache'
import { createTestDatabase, type TestDatabase } from '@intake/testing/create-test-database'
import { makeWorkspace } from '@intake/testing/make-workspace'
import { notificationOf } from '@intake/testing/providers/linkedin'
import { type FakeLead, type FakeSender, newLeadId } from '@intake/testing/providers/provider'
import { senders } from '@intake/testing/providers/senders'
import { type ProviderApi, startProviderApi } from '@intake/testing/providers/start-provider-api'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createProviderClient } from '../src/sources/create-provider-client.ts'
import { guardedLookup } from '../src/webhooks/guarded-lookup.ts'

let database: TestDatabase
let configuration: ConfigurationCache
let writer: LeadWriter
let workspaceId: string
let api: ProviderApi
beforeAll(async () => {
  database = await createTestDatabase()
  configuration = createConfigurationCache(database, { pollMs: 50 })
  writer = createLeadWriter({ database, sealer }, mergeInto({ files: noAddresses, sealer }))
})
afterAll(async () => {
  await writer.drain()
  configuration.close()
  await database.close()
})
beforeEach(async () => {
  api = await startProviderApi()
  workspaceId = (await makeWorkspace(database.aside)).id
  await createEndpoint(
    { db: database.db, workspaceId, sealer },
    {
      url: 'https://hooks.example/',
      description: undefined,
      events: ['submission.quarantined', 'source.degraded'],
    },
    { allowHttp: false, allowPrivate: false },
  )
})
afterEach(() => api.close())

const sealer = createSealer(['a key of the tests, of 32 characters'])
const clientWith = (allowPrivate: boolean, timeoutMs = 5000) =>
  createProviderClient({
    policy: { allowHttp: true, allowPrivate },
    lookup: guardedLookup(allowPrivate),
    timeoutMs,
  })
const ctx = (client = clientWith(true)) => ({
  db: database.db,
  configuration,
  writer,
  files: noAddresses,
  sealer,
  keepsBodies: true,
  requestId: 'test',
  client,
})
const managing = () => ({ db: database.db, sealer, workspaceId })

const make = async (kind: SourceKindName, more: Partial<CreateSourceRequest> = {}) => {
  const settings = { graphUrl: api.url, apiUrl: api.url, ...more.settings }
  const { source } = await createSource(managing(), {
    kind,
    name: kind,
    secrets: senders[kind].secrets,
    mapping: undefined,
    ...more,
    settings,
  })
  return source.id
}

/** The vendor tells of a lead; answers the ids of what waits. */
async function notify(sourceId: string, body: Buffer, kind: 'meta' | 'linkedin' = 'meta'): Promise<string[]> {
  const row = await findSourceRow(database.aside, workspaceId, sourceId)
  if (!row) throw new Error('no source')
  const sender: FakeSender = senders[kind]
  const { headers } = sender.send(body)
  const request = {
    method: 'POST' as const,
    query: new URLSearchParams(),
    headers,
    body,
    address: null,
    at: new Date(),
  }
  expect((await receiveSubmissions(ctx(), row, request)).result).toBe('received')
  return (await submissionsOf(sourceId)).flatMap(({ id, status }) => (status === 'RECEIVED' ? [id] : []))
}

const submissionsOf = (sourceId: string) =>
  database.aside
    .selectFrom('submissions')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('source_id', '=', sourceId)
    .orderBy('id')
    .execute()
const statusesOf = async (sourceId: string) => (await submissionsOf(sourceId)).map(({ status }) => status)
const leads = () =>
  database.aside
    .selectFrom('leads')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .orderBy('id')
    .execute()
const eventsOf = async (event: string) =>
  (
    await database.aside
      .selectFrom('webhook_deliveries')
      .select('payload')
      .where('workspace_id', '=', workspaceId)
      .where('event', '=', event)
      .execute()
  ).map(({ payload }) => (payload as unknown as { data: Record<string, unknown> }).data)
const healthOf = async (sourceId: string) =>
  (await findSourceRow(database.aside, workspaceId, sourceId))?.health
/** As if the pause before the next try were over. */
const letPausesEnd = () =>
  database.aside
    .updateTable('submissions')
    .set({ next_attempt_at: new Date(0) })
    .where('workspace_id', '=', workspaceId)
    .where('status', '=', 'RECEIVED')
    .execute()

const leadWith = (more: Partial<FakeLead> = {}): FakeLead => ({
  id: newLeadId(),
  fullName: 'Rosa Peña',
  email: `rosa.${randomBytes(6).toString('hex')}@example.com`,
  phone: '+16782319992',
  answers: { 'Lieblingsfarbe?': 'grün', plans: ['A', 'B'] },
  ...more,
})
const told = (lead: FakeLead) => senders.meta.bodyOf(lead)

describe('Meta', () => {
  test('tells an id; the lead is fetched with all that it says, once', async () => {
    const source = await make('meta')
    const lead = leadWith()
    api.add(lead)
    const ids = await notify(source, told(lead))
    expect(ids).toHaveLength(1)
    await Promise.all([1, 2].map(() => processSubmissions(ctx(), { workspaceId, ids })))
    await notify(source, told(lead))
    await letPausesEnd()
    const again = (await submissionsOf(source)).map(({ id }) => id)
    await processSubmissions(ctx(), { workspaceId, ids: again })
    const [stored, ...others] = await leads()
    expect(others).toEqual([])
    expect(stored).toMatchObject({
      first_name: 'Rosa',
      last_name: 'Peña',
      email: lead.email,
      phone_e164: '+16782319992',
      external_lead_id: lead.id,
      custom: { ...lead.answers, newsletter: 'no' },
      attribution: {
        utm: { campaign: 'Spring' },
        ad: {
          campaignId: '23850000000000003',
          adgroupId: '23850000000000002',
          adId: '23850000000000001',
          formId: '1700000000000001',
          pageId: '153125381133',
        },
      },
    })
    expect((await submissionsOf(source))[0]).toMatchObject({ status: 'ACCEPTED', external_id: lead.id })
    expect(new Set(api.state.asked.map(({ authorization }) => authorization)).size).toBe(1)
    expect(api.state.asked.every(({ path }) => !path.includes('token'))).toBe(true)
  })

  test('a token that was revoked makes the source DEGRADED; with another the leads are there, each once', async () => {
    const source = await make('meta')
    const [first, second] = [leadWith(), leadWith()]
    api.add(first)
    api.add(second)
    api.state.tokens.clear()
    await notify(source, told(first))
    const ids = await notify(source, told(second))
    expect(await processSubmissions(ctx(), { workspaceId, ids })).toEqual({ fetched: 0, waiting: 2 })
    expect(await healthOf(source)).toBe('DEGRADED')
    expect(await eventsOf('source.degraded')).toMatchObject([{ sourceId: source, health: 'DEGRADED' }])
    expect(await statusesOf(source)).toEqual(['RECEIVED', 'RECEIVED'])
    expect(await leads()).toEqual([])

    api.state.tokens.add('another token')
    await updateSource(managing(), source, { secrets: { accessToken: 'another token' } })
    expect(await healthOf(source)).toBe('OK')
    await Promise.all([1, 2].map(() => processSubmissions(ctx(), { workspaceId, ids })))
    expect(await statusesOf(source)).toEqual(['ACCEPTED', 'ACCEPTED'])
    expect(await leads()).toHaveLength(2)
  })

  test.each([
    ['hangs', 200],
    ['fails', 5000],
  ] as const)('while its API %s a submission waits, longer each time', async (mode, timeoutMs) => {
    const source = await make('meta')
    const lead = leadWith()
    api.add(lead)
    api.state.mode = mode
    const ids = await notify(source, told(lead))
    for (let attempt = 0; attempt < 3; attempt++) {
      await letPausesEnd()
      const { rows } = await sql<{ now: Date }>`select now()`.execute(database.aside)
      await processSubmissions(ctx(clientWith(true, timeoutMs)), { workspaceId, ids })
      const [row] = await submissionsOf(source)
      expect(row).toMatchObject({ status: 'RECEIVED', code: 'not_fetched', attempts: attempt + 1 })
      const pause = (row?.next_attempt_at?.getTime() ?? 0) - (rows[0]?.now.getTime() ?? 0)
      expect(pause).toBeGreaterThanOrEqual(15_000 * 2 ** attempt)
      // Before its pause is over nobody asks.
      expect(await processSubmissions(ctx(), { workspaceId, ids })).toEqual({ fetched: 0, waiting: 0 })
    }
    expect(await healthOf(source)).toBe('OK')
    api.state.mode = 'answers'
    await letPausesEnd()
    await processSubmissions(ctx(), { workspaceId, ids })
    expect(await statusesOf(source)).toEqual(['ACCEPTED'])
  })

  test('leads that never came are found, page by page; known ones leave no trace', async () => {
    const source = await make('meta', { settings: { formIds: ['1700000000000001'], pageLimit: 2 } })
    const [came, waits, ...missed] = Array.from({ length: 7 }, () => leadWith())
    for (const lead of [came, waits, ...missed]) api.add(lead as FakeLead)
    const ids = await notify(source, told(came as FakeLead))
    await processSubmissions(ctx(), { workspaceId, ids })
    await notify(source, told(waits as FakeLead))
    expect(await reconcileSource(ctx(), { workspaceId, sourceId: source })).toBe(5)
    expect(await reconcileSource(ctx(), { workspaceId, sourceId: source })).toBe(0)
    expect(await leads()).toHaveLength(7)
    expect(await statusesOf(source)).toEqual(Array(7).fill('ACCEPTED'))
  })

  test('a page at another address isn’t asked for; its leads are, where the source asks', async () => {
    const elsewhere = await startProviderApi()
    const source = await make('meta', { settings: { formIds: ['1700000000000001'], pageLimit: 1 } })
    api.state.nextOrigin = elsewhere.url
    for (let count = 0; count < 3; count++) api.add(leadWith())
    expect(await reconcileSource(ctx(), { workspaceId, sourceId: source })).toBe(3)
    expect(elsewhere.state.asked).toEqual([])
    await elsewhere.close()
  })

  test('a form that is gone keeps nobody from the leads of the others; one that stays so is told of', async () => {
    const source = await make('meta', { settings: { formIds: ['17', '1700000000000001'] } })
    api.state.goneForms.add('17')
    api.add(leadWith())
    expect(await reconcileSource(ctx(), { workspaceId, sourceId: source })).toBe(1)
    expect(await leads()).toHaveLength(1)
    expect(await healthOf(source)).toBe('OK')
    await database.aside
      .updateTable('sources')
      .set({ created_at: new Date(Date.now() - 2 * 86_400_000) })
      .where('id', '=', source)
      .execute()
    await reconcileSource(ctx(), { workspaceId, sourceId: source })
    expect(await healthOf(source)).toBe('DEGRADED')
    api.state.goneForms.clear()
    await reconcileSource(ctx(), { workspaceId, sourceId: source })
    expect(await healthOf(source)).toBe('OK')
  })

  test('test leads are test leads: those of the testing tool, and the dashboard’s, which can’t be fetched', async () => {
    const source = await make('meta')
    const tool = leadWith({ isTest: true })
    api.add(tool)
    const ids = await notify(source, told(tool))
    await processSubmissions(ctx(), { workspaceId, ids })
    expect(await notify(source, told({ id: '444444444444' }))).toEqual([])
    expect(await statusesOf(source)).toEqual(['TEST', 'TEST'])
  })

  test('what the mapping can’t read waits, is told of, and is there once it is mended', async () => {
    const source = await make('meta')
    const lead: FakeLead = { id: leadWith().id, answers: { wer: 'Ada' } }
    api.add(lead)
    const ids = await notify(source, told(lead))
    await processSubmissions(ctx(), { workspaceId, ids })
    expect(await submissionsOf(source)).toMatchObject([{ status: 'QUARANTINED', code: 'nothing_to_take' }])
    expect(await eventsOf('submission.quarantined')).toMatchObject([{ submissionId: ids[0] }])
    await updateSource(managing(), source, { mapping: { firstName: 'wer' } })
    const caller = {
      workspaceId,
      keyId: workspaceId,
      isTest: false,
      scopes: ['sources:manage'],
      rateLimit: null,
    }
    const replaying = { ...ctx(), caller, idempotency: null, preference: 'full' as const }
    const asked = api.state.asked.length
    await Promise.all([1, 2].map(() => replaySource(replaying, { id: source })))
    expect(await submissionsOf(source)).toMatchObject([{ status: 'ACCEPTED' }])
    expect(await leads()).toMatchObject([{ first_name: 'Ada' }])
    // What was fetched once is kept.
    expect(api.state.asked).toHaveLength(asked)
  })

  test('an address within the network is not asked, unless that is allowed', async () => {
    const source = await make('meta')
    const lead = leadWith()
    api.add(lead)
    const ids = await notify(source, told(lead))
    await processSubmissions(ctx(clientWith(false)), { workspaceId, ids })
    expect(api.state.asked).toEqual([])
    expect(await healthOf(source)).toBe('DEGRADED')
    expect(await statusesOf(source)).toEqual(['RECEIVED'])
  })

  test('one that can’t be read keeps nobody from the others', async () => {
    const source = await make('meta')
    const [sealed, fine] = [leadWith(), leadWith()]
    api.add(sealed)
    api.add(fine)
    const [broken = ''] = await notify(source, told(sealed))
    const ids = await notify(source, told(fine))
    await database.aside
      .updateTable('submissions')
      .set({ body: createSealer(['a key of somebody else, 32 characters']).sealBytes(Buffer.from('x'), 'y') })
      .where('id', '=', broken)
      .execute()
    await expect(processSubmissions(ctx(), { workspaceId, ids })).rejects.toThrow()
    expect(await statusesOf(source)).toEqual(['RECEIVED', 'ACCEPTED'])
  })
})

describe('LinkedIn', () => {
  const settings = { formIds: ['3162'], pageLimit: 2 }
  const lead = () => leadWith({ phone: undefined as never, answers: { color: 'green' } })

  test('tells an id; the lead is fetched with the names of its questions', async () => {
    const source = await make('linkedin', { settings })
    const one = lead()
    api.add(one)
    const ids = await notify(source, senders.linkedin.bodyOf(one), 'linkedin')
    await processSubmissions(ctx(), { workspaceId, ids })
    expect(await leads()).toMatchObject([
      {
        first_name: 'Rosa',
        last_name: 'Peña',
        email: one.email,
        custom: { 'Which color?': 'green', 'consent 21': 'no' },
        attribution: { ad: { campaignId: '123456', adId: '789', formId: '3162' } },
      },
    ])
  })

  test('missed leads are found, and known ones left alone', async () => {
    const source = await make('linkedin', { settings })
    const all = Array.from({ length: 3 }, lead)
    for (const one of all) api.add(one)
    const ids = await notify(source, senders.linkedin.bodyOf(all[0] as FakeLead), 'linkedin')
    await processSubmissions(ctx(), { workspaceId, ids })
    expect(await reconcileSource(ctx(), { workspaceId, sourceId: source })).toBe(2)
    expect(await statusesOf(source)).toEqual(['ACCEPTED', 'ACCEPTED', 'ACCEPTED'])
  })

  test('asks to erase a lead: that is done, however often it is asked', async () => {
    const source = await make('linkedin', { settings })
    const one = lead()
    api.add(one)
    const ids = await notify(source, senders.linkedin.bodyOf(one), 'linkedin')
    await processSubmissions(ctx(), { workspaceId, ids })
    for (let count = 0; count < 2; count++)
      expect(await notify(source, notificationOf(one.id, 'DELETED'), 'linkedin')).toEqual([])
    const listed = await submissionsOf(source)
    expect(listed.map(({ status, code }) => [status, code])).toEqual([
      ['ACCEPTED', null],
      ['ACCEPTED', 'erasure_requested'],
      ['DUPLICATE', null],
    ])
    const { db } = database
    const erasures = await db
      .selectFrom('erasures')
      .select('id')
      .where('workspace_id', '=', workspaceId)
      .execute()
    expect(
      await eraseLeads({ db, sealer, configuration }, { workspaceId, ids: erasures.map(({ id }) => id) }),
    ).toBe(1)
    const rows = await db
      .selectFrom('leads')
      .select(['first_name', 'email'])
      .where('workspace_id', '=', workspaceId)
      .execute()
    expect(rows).toEqual([{ first_name: '', email: null }])
  })

  test('asks to erase a lead that never came: that waits for a person', async () => {
    const source = await make('linkedin', { settings })
    for (let count = 0; count < 2; count++)
      await notify(source, notificationOf(lead().id, 'DELETED'), 'linkedin')
    const listed = await submissionsOf(source)
    expect(listed.map(({ status, code }) => [status, code])).toEqual([
      ['QUARANTINED', 'erasure_requested'],
      ['QUARANTINED', 'erasure_requested'],
    ])
    expect((await eventsOf('submission.quarantined'))[0]).toMatchObject({ code: 'erasure_requested' })
  })
})
