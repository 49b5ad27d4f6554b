import { Readable } from 'node:stream'
import { AppError } from '@intake/contracts/app-error'
import { CreateLeadRequest } from '@intake/contracts/create-lead'
import { type Storage, StoredObjectMissing } from '@intake/storage/storage'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { Slots } from '../src/create/slots.ts'
import { cancelImport } from '../src/imports/cancel-import.ts'
import { handBack, renewLease } from '../src/imports/claim-import.ts'
import { pruneImports } from '../src/imports/prune-imports.ts'
import { rowLeadId } from '../src/imports/row-lead-id.ts'
import { rowClaim } from '../src/imports/row-route.ts'
import { patientCreate } from '../src/imports/take-row.ts'
import type { Caller } from '../src/workspace/caller.ts'
import { csvOf, type Imports, makeImports } from './make-import.ts'
import { makeProduct, type Product } from './make-product.ts'

let product: Product
let imports: Imports
let caller: Caller
beforeAll(async () => {
  product = await makeProduct()
  imports = await makeImports(product)
})
afterAll(async () => {
  await product.close()
  await imports.close()
})
beforeEach(async () => {
  caller = await product.makeCaller()
  imports.failures.length = 0
  await product.db.updateTable('imports').set({ status: 'FAILED' }).execute()
})

const fileOf = (id: string) => `imports/${caller.workspaceId}/${id}`
const cancel = (id: string) => cancelImport({ db: product.db, caller, storage: imports.storage }, id)
const outcomes = async (id: string) =>
  (await imports.results(caller, id)).map((result) =>
    result.outcome === 'refused'
      ? `${result.row} ${result.code} ${(result.errors ?? []).map(({ pointer, code, column }) => `${pointer} ${code} ${column}`)}`
      : `${result.row} ${result.outcome}`,
  )

test('each row becomes what a single create of it would, and bad ones hold nobody up', async () => {
  const id = await imports.receive(
    caller,
    [
      'First Name,E-mail,Phone,tags,checklist.tax_id,didOptOut,Notes',
      'Ada,ada@example.com,(678) 231-9992,"VIP;web form",12-3456789,,x',
      ',grace@example.com',
      'Grace,nonsense,,,,maybe',
      'Zoë,ADA@example.com,,,,yes',
      'Un"quoted,x',
      'Long,a,b,c,d,e,f,g',
      '"Last',
      '',
      ',',
    ].join('\n'),
  )
  expect(await imports.run()).toBe('COMPLETED')
  expect(await outcomes(id)).toEqual([
    '1 created',
    '2 invalid_request /firstName required First Name',
    '3 invalid_request /email invalid_email E-mail,/didOptOut invalid_type didOptOut',
    '4 created',
    '5 invalid_request  invalid_csv undefined',
    '6 invalid_request  too_many_values undefined',
    '7 invalid_request  invalid_csv undefined',
  ])
  const imported = await imports.read(caller, id)
  expect(imported).toMatchObject({
    status: 'COMPLETED',
    rows: { read: 7, created: 2, merged: 0, refused: 5 },
    error: null,
    bytesDone: imported.size,
  })
  const [ada] = await imports.results(caller, id)
  const answer = await product.read(caller, ada?.outcome === 'created' ? ada.leadId : '')
  expect(answer.lead).toMatchObject({
    firstName: 'Ada',
    email: 'ada@example.com',
    phoneNumber: '+16782319992',
    tags: ['VIP', 'web form'],
    source: 'api',
  })
  // A row of the same file is a match like any other lead.
  const [, zoe] = await imports.leads(caller)
  expect((await product.read(caller, zoe?.id ?? '')).matchingLeads).toMatchObject([{ firstName: 'Ada' }])
  expect(zoe).toMatchObject({ first_name: 'Zoë', opt_out_at: expect.any(Date) })
})

test('NDJSON takes bodies of a create; test keys make test leads', async () => {
  const testCaller = { ...caller, isTest: true }
  const id = await imports.receive(testCaller, '{"firstName":"Ada","tags":["a"]}\n{"x":1}\n[]\n{\n', {
    format: 'ndjson',
  })
  await imports.run()
  expect(await outcomes(id)).toEqual([
    '1 created',
    '2 invalid_request /firstName required undefined',
    '3 invalid_request  invalid_type undefined',
    '4 invalid_json  invalid_json undefined',
  ])
  expect(await imports.leads(caller)).toMatchObject([{ first_name: 'Ada', is_test: true }])
  expect(await imports.read(caller, id)).toMatchObject({ isTest: true, columns: null })
})

test.each([
  ['reject', ['1 created', '2 duplicate_lead '], 1],
  ['merge', ['1 created', '2 merged'], 1],
  ['flag', ['1 created', '2 created'], 2],
] as const)('under %s a row meets those before it', async (duplicatePolicy, expected, leads) => {
  const content = 'firstName,email\nAda,a@example.com\nAugusta,A@example.com\n'
  const id = await imports.receive(caller, content, { duplicatePolicy })
  await imports.run()
  expect(await outcomes(id)).toEqual(expected)
  expect(await imports.leads(caller)).toHaveLength(leads)
  const [first, second] = await imports.results(caller, id)
  if (second?.outcome === 'refused')
    expect(second.existingLeadId).toBe(first?.outcome === 'created' && first.leadId)
})

describe('receiving', () => {
  test.each([
    ['a header without a first name', 'email\na@example.com\n', 'invalid_request'],
    ['nothing', '', 'invalid_request'],
    ['too much', csvOf(2).repeat(200_000), 'payload_too_large'],
  ])('%s leaves nothing behind', async (_what, content, code) => {
    await expect(imports.receive(caller, content)).rejects.toMatchObject({ code })
    expect(
      await product.db
        .selectFrom('imports')
        .selectAll()
        .where('workspace_id', '=', caller.workspaceId)
        .execute(),
    ).toEqual([])
  })

  test('a body that breaks off leaves nothing behind', async () => {
    const body = (async function* () {
      yield Buffer.from('firstName\nAda\n')
      throw new Error('broken off')
    })()
    await expect(imports.receive(caller, '', { body, format: 'ndjson' })).rejects.toThrow('broken off')
    expect(await imports.claim()).toBeNull()
    expect(
      await product.db
        .selectFrom('imports')
        .selectAll()
        .where('workspace_id', '=', caller.workspaceId)
        .execute(),
    ).toEqual([])
  })
})

describe('a run that is cut short', () => {
  /** Lets a run begin and ends it once so many rows are written. */
  async function cutShort(content: string, rows: number) {
    const id = await imports.receive(caller, content)
    const end = new AbortController()
    let written = 0
    const submit: typeof product.writer.submit = async (lead) => {
      if (++written > rows) end.abort()
      return product.writer.submit(lead)
    }
    const writer = { ...product.writer, submit } as typeof product.writer
    const ended = await imports.run({ signal: end.signal }, { writer })
    return { id, ended }
  }

  test('is gone on with from the checkpoint; no row twice, none missing', async () => {
    const { id, ended } = await cutShort(csvOf(1300), 700)
    expect(ended).toBe('interrupted')
    const before = await imports.read(caller, id)
    expect(before).toMatchObject({ status: 'RUNNING', rows: { read: 500 } })
    expect((await imports.leads(caller)).length).toBeGreaterThan(500)
    expect(await imports.run()).toBe('COMPLETED')
    const leads = await imports.leads(caller)
    expect(leads.map((lead) => lead.first_name).sort()).toEqual(
      Array.from({ length: 1300 }, (_, index) => `Lead ${index + 1}`).sort(),
    )
    const results = await imports.results(caller, id)
    expect(results.map(({ row }) => row)).toEqual(Array.from({ length: 1300 }, (_, index) => index + 1))
    const byId = new Map(leads.map((lead) => [lead.id, lead.first_name]))
    for (const result of results)
      expect(byId.get(result.outcome === 'created' ? result.leadId : '')).toBe(`Lead ${result.row}`)
    expect(await imports.read(caller, id)).toMatchObject({ rows: { read: 1300, created: 1300, refused: 0 } })
    expect(await imports.keys(caller)).toEqual([])
  })

  test.each([
    ['and somebody reads it: by whoever does', true],
    ['and nobody reads it: at once', false],
  ])('is stopped for good by a cancel, which records what was written; %s', async (_what, isHeld) => {
    const { id } = await cutShort(csvOf(1300), 700)
    const lease = isHeld ? await imports.claim() : null
    const asked = await cancel(id)
    expect(asked.import).toMatchObject({
      status: isHeld ? 'RUNNING' : 'CANCELLED',
      cancelRequestedAt: expect.any(String),
    })
    if (isHeld) expect(await imports.run({ lease })).toBe('CANCELLED')
    await expect(imports.storage.read(fileOf(id))).rejects.toThrow('no such file')
    const leads = await imports.leads(caller)
    expect(await imports.read(caller, id)).toMatchObject({
      status: 'CANCELLED',
      rows: { read: leads.length, created: leads.length },
    })
    const recorded = (await imports.results(caller, id)).flatMap((result) =>
      'leadId' in result ? result.leadId : [],
    )
    expect(recorded.sort()).toEqual(leads.map((lead) => lead.id).sort())
    expect(await imports.keys(caller)).toEqual([])
    expect(await imports.claim()).toBeNull()
  })

  test('that has lost its lease records nothing, and its rows are not written again even without their keys', async () => {
    const id = await imports.receive(caller, csvOf(600))
    const stale = await imports.claim(30)
    const lagging =
      stale &&
      (await product.db.selectFrom('imports').selectAll().where('id', '=', id).executeTakeFirstOrThrow())
    await product.db
      .updateTable('imports')
      .set({ leased_until: new Date(0) })
      .where('id', '=', id)
      .execute()
    expect(await imports.run()).toBe('COMPLETED')
    expect(stale && (await renewLease({ db: product.db }, stale, 30))).toBe(false)
    expect(await imports.run({ lease: stale })).toBe('lost')
    // A row that the stale runner had under way when it was frozen.
    const leadId = rowLeadId(id, 1, lagging?.ids_at ?? new Date(0))
    const ctx = { ...product.call(caller, rowClaim(id, 1)), preference: 'minimal' as const }
    const again = await patientCreate(id, new AbortController().signal)(ctx, {
      request: CreateLeadRequest.parse({ firstName: 'Late' }),
      leadId,
    })
    expect(again).toMatchObject({ replayed: true, written: { leadId, result: 'created' } })
    expect(await imports.leads(caller)).toHaveLength(600)
  })
})

test('a checkpoint that fails while the next rows are under way stops these, and all goes on from the one before', async () => {
  const id = await imports.receive(caller, csvOf(900))
  const unhandled: unknown[] = []
  const onUnhandled = (error: unknown) => unhandled.push(error)
  process.on('unhandledRejection', onUnhandled)
  let letGo = () => {}
  const failed = new Promise<void>((resolve) => (letGo = resolve))
  let written = 0
  let writtenByThen = 0
  const submit: typeof product.writer.submit = async (lead) => {
    if (++written > 500) await failed
    return product.writer.submit(lead)
  }
  let checkpoints = 0
  const onCheckpoint = () => {
    if (++checkpoints > 1) return
    // By then nobody can have missed the failure.
    setImmediate(() =>
      setImmediate(() => {
        writtenByThen = written
        letGo()
      }),
    )
    throw new Error('a checkpoint failed')
  }
  const underWay = 64
  const writer = { ...product.writer, submit } as typeof product.writer
  const end = await imports.run({}, { writer, onCheckpoint, slots: new Slots(underWay) })
  process.off('unhandledRejection', onUnhandled)
  expect(unhandled).toEqual([])
  expect(end).toBe('COMPLETED')
  expect(imports.failures).toEqual([new Error('a checkpoint failed')])
  expect(writtenByThen).toBeLessThanOrEqual(500 + underWay)
  // Rows under way were finished, none was begun: each of the 400 is sent once more at most.
  expect(written).toBeLessThanOrEqual(900 + underWay)
  expect(await imports.leads(caller)).toHaveLength(900)
  expect(await imports.read(caller, id)).toMatchObject({ rows: { read: 900, created: 900 } })
})

test('rows wait while the service is full, and are tried again after an error that nobody foresaw', async () => {
  const id = await imports.receive(caller, csvOf(3))
  let calls = 0
  const submit: typeof product.writer.submit = (lead) => {
    calls += 1
    if (calls <= 3) return Promise.reject(new AppError('overloaded', 'full'))
    if (calls <= 6) return Promise.reject(new AppError('idempotency_key_in_use', 'still running'))
    if (calls <= 18) return Promise.reject(new TypeError('a fault of ours'))
    return product.writer.submit(lead)
  }
  await imports.run({}, { writer: { ...product.writer, submit } as typeof product.writer })
  expect(await outcomes(id)).toEqual(['1 created', '2 created', '3 created'])
})

test('a row that keeps failing is refused, and the others go on', async () => {
  const id = await imports.receive(caller, csvOf(3))
  const submit: typeof product.writer.submit = (lead) =>
    lead.row.first_name === 'Lead 2'
      ? Promise.reject(new TypeError('a fault of ours'))
      : product.writer.submit(lead)
  const writer = { ...product.writer, submit } as typeof product.writer
  await imports.run({}, { writer, patienceMs: 100 })
  expect(await outcomes(id)).toEqual(['1 created', '2 internal_error ', '3 created'])
  expect(imports.failures).toHaveLength(1)
})

describe('the storage', () => {
  test('is waited for while it is away, at first and in the middle of a file', async () => {
    const id = await imports.receive(caller, csvOf(600))
    const fault = () => Object.assign(new Error('i/o error'), { code: 'EIO' })
    let reads = 0
    const read: typeof imports.storage.read = async (key, options) => {
      if (++reads <= 11) throw fault()
      const file = await imports.storage.read(key, options)
      if (reads > 12) return file
      return Readable.from(
        (async function* () {
          yield (await file.toArray())[0].subarray(0, 1000)
          throw fault()
        })(),
      )
    }
    expect(await imports.run({}, { storage: { ...imports.storage, read } })).toBe('COMPLETED')
    expect(imports.failures).toHaveLength(12)
    expect(imports.failures[0]).toMatchObject({ name: 'StorageAway', cause: { code: 'EIO' } })
    expect(await imports.leads(caller)).toHaveLength(600)
    expect(await imports.read(caller, id)).toMatchObject({ rows: { read: 600, created: 600 } })
  })

  test('has lost a file when it is in order and the file is missing again and again; then the import has failed', async () => {
    const id = await imports.receive(caller, csvOf(3))
    await imports.storage.remove([fileOf(id)])
    let checks = 0
    const check = async () => {
      if (++checks === 1) throw new Error('not mounted')
    }
    expect(await imports.run({}, { storage: { ...imports.storage, check } })).toBe('FAILED')
    expect(checks).toBe(5)
    expect(await imports.read(caller, id)).toMatchObject({
      status: 'FAILED',
      error: 'The stored file is gone.',
    })
  })

  test('that shows a file later has an import that goes on', async () => {
    const id = await imports.receive(caller, csvOf(3))
    let reads = 0
    const read: typeof imports.storage.read = async (key, options) => {
      if (++reads === 1) throw new StoredObjectMissing()
      return imports.storage.read(key, options)
    }
    expect(await imports.run({}, { storage: { ...imports.storage, read } })).toBe('COMPLETED')
    expect(await imports.leads(caller)).toHaveLength(3)
    await expect(imports.storage.read(fileOf(id))).rejects.toThrow('no such file')
  })

  test('keeps the file of an import that failed for as long as the import is kept', async () => {
    const id = await imports.receive(caller, csvOf(3))
    const read = () => Promise.reject(new StoredObjectMissing())
    expect(await imports.run({}, { storage: { ...imports.storage, read } })).toBe('FAILED')
    const endedAt = (completed_at: Date) =>
      product.db.updateTable('imports').set({ completed_at }).where('id', '=', id).execute()
    await endedAt(ago(60))
    await prune()
    ;(await imports.storage.read(fileOf(id))).destroy()
    await endedAt(ago(1.1 * hour))
    await prune()
    await expect(imports.storage.read(fileOf(id))).rejects.toThrow('no such file')
  })
})

test('one whose reader has died is cancelled at once', async () => {
  const id = await imports.receive(caller, csvOf(3))
  const dead = await imports.claim()
  await product.db
    .updateTable('imports')
    .set({ leased_until: new Date(0), runner: 'admin' })
    .where('id', '=', id)
    .execute()
  expect((await cancel(id)).import.status).toBe('CANCELLED')
  expect(await imports.run({ lease: dead })).toBe('lost')
})

test('one that nobody has begun with is cancelled at once', async () => {
  const id = await imports.receive(caller, csvOf(3))
  expect((await cancel(id)).import.status).toBe('CANCELLED')
  expect(await imports.claim()).toBeNull()
  expect((await cancel(id)).import.status).toBe('CANCELLED')
})

test('a claim is one runner’s; workspaces without an import under way go first', async () => {
  const other = await product.makeCaller()
  const [first, second] = [await imports.receive(caller, csvOf(1)), await imports.receive(caller, csvOf(1))]
  const theirs = await imports.receive(other, csvOf(1))
  const claimed = [await imports.claim(), await imports.claim(), await imports.claim(), await imports.claim()]
  expect(claimed.map((lease) => lease?.id)).toEqual([first, theirs, second, undefined])
  if (claimed[1]) await handBack({ db: product.db }, claimed[1])
  expect((await imports.claim())?.id).toBe(theirs)
})

test('the ids of an import’s leads go by the order of its rows', async () => {
  const id = await imports.receive(caller, csvOf(1200))
  await imports.run()
  const results = await imports.results(caller, id)
  const ids = results.map((result) => (result.outcome === 'created' ? result.leadId : ''))
  expect([...ids].sort()).toEqual(ids)
})

const hour = 3600
const ago = (seconds: number) => new Date(Date.now() - seconds * 1000)
const prune = (keepSeconds = hour, storage: Pick<Storage, 'remove'> = imports.storage) =>
  pruneImports({ db: product.db, storage }, { keepSeconds, uploadSeconds: 2 * hour })

describe('an upload that died with its gateway', () => {
  const receiving = (id: string, created_at: Date) =>
    product.db.updateTable('imports').set({ status: 'RECEIVING', created_at }).where('id', '=', id).execute()

  test('is pruned, with its file', async () => {
    const id = await imports.receive(caller, csvOf(1))
    await receiving(id, ago(1.9 * hour))
    await prune()
    ;(await imports.storage.read(fileOf(id))).destroy()
    await expect(imports.read(caller, id)).rejects.toMatchObject({ code: 'not_found' })
    await receiving(id, ago(2.1 * hour))
    expect(await prune()).toEqual({ removed: 1, failures: [] })
    await expect(imports.storage.read(fileOf(id))).rejects.toThrow('no such file')
  })

  test('goes for good before its file does, which is noted until it is gone', async () => {
    const ids = [await imports.receive(caller, csvOf(1)), await imports.receive(caller, csvOf(1))]
    for (const id of ids) await receiving(id, ago(2.1 * hour))
    const rowsAtRemoval: number[] = []
    const remove = async (keys: readonly string[]) => {
      const left = product.db.selectFrom('imports').select('id').where('id', 'in', ids)
      rowsAtRemoval.push((await left.where('id', '=', keys[0]?.split('/').at(-1) ?? '').execute()).length)
      if (rowsAtRemoval.length === 1) throw new Error('the storage is away')
      await imports.storage.remove(keys)
    }
    expect(await prune(hour, { remove })).toEqual({
      removed: 2,
      failures: [new Error('the storage is away')],
    })
    expect(rowsAtRemoval).toEqual([0, 0])
    const pending = await product.db
      .selectFrom('pending_files')
      .select('storage_key')
      .where('workspace_id', '=', caller.workspaceId)
      .execute()
    expect(pending).toHaveLength(1)
    expect(ids.map(fileOf)).toContain(pending[0]?.storage_key)
  })
})

test('one file that can’t be removed keeps no others from it', async () => {
  const ids = [await imports.receive(caller, csvOf(1)), await imports.receive(caller, csvOf(1))]
  const completed_at = ago(60)
  await product.db
    .updateTable('imports')
    .set({ status: 'CANCELLED', completed_at })
    .where('id', 'in', ids)
    .execute()
  let removals = 0
  const remove = async (keys: readonly string[]) => {
    if (++removals === 1) throw new Error('the storage is away')
    await imports.storage.remove(keys)
  }
  expect((await prune(hour, { remove })).failures).toEqual([new Error('the storage is away')])
  expect(removals).toBe(2)
  expect(await prune()).toEqual({ removed: 0, failures: [] })
  for (const id of ids) await expect(imports.storage.read(fileOf(id))).rejects.toThrow('no such file')
})

test('a storage that is away is asked a few times only, and rows go all the same', async () => {
  const ids: string[] = []
  for (let count = 0; count < 5; count++) ids.push(await imports.receive(caller, csvOf(1)))
  await product.db
    .updateTable('imports')
    .set({ status: 'CANCELLED', completed_at: ago(2 * hour) })
    .where('id', 'in', ids)
    .execute()
  const remove = () => Promise.reject(new Error('the storage is away'))
  const { removed, failures } = await prune(hour, { remove })
  expect({ removed, failures: failures.length }).toEqual({ removed: 5, failures: 3 })
  const pending = product.db.selectFrom('pending_files').selectAll()
  expect(await pending.where('workspace_id', '=', caller.workspaceId).execute()).toHaveLength(5)
})

test('pruning removes files that are left over, and imports whose time is over', async () => {
  const id = await imports.receive(caller, csvOf(1))
  const key = fileOf(id)
  const remove = () => Promise.reject(new Error('the storage is away'))
  await cancelImport({ db: product.db, caller, storage: { remove } }, id)
  ;(await imports.storage.read(key)).destroy()
  await product.db
    .updateTable('imports')
    .set({ completed_at: new Date(Date.now() - 60_000) })
    .where('id', '=', id)
    .execute()
  await prune()
  await expect(imports.storage.read(key)).rejects.toThrow('no such file')
  expect(await imports.read(caller, id)).toMatchObject({ status: 'CANCELLED' })
  await prune(30)
  await expect(imports.read(caller, id)).rejects.toMatchObject({ code: 'not_found' })
})
