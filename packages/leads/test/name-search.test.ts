import { UpdateLeadRequest } from '@intake/contracts/update-lead'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { setNameSearch } from '../src/admin/set-name-search.ts'
import { deleteLead } from '../src/lead/delete-lead.ts'
import { mergeLeads } from '../src/lead/merge-leads.ts'
import { updateLead } from '../src/lead/update-lead.ts'
import { findByWords } from '../src/searching/find-by-words.ts'
import { namedColumns, wordsOf } from '../src/searching/lead-words.ts'
import type { Caller } from '../src/workspace/caller.ts'
import { makeProduct, type Product } from './make-product.ts'

let product: Product
let caller: Caller
beforeAll(async () => {
  product = await makeProduct()
})
afterAll(() => product.close())
beforeEach(async () => {
  caller = await product.makeCaller()
})

const set = (isOn: boolean, by = caller) => setNameSearch(product, { workspaceId: by.workspaceId, isOn })

async function make(request: object, by = caller): Promise<string> {
  const { lead } = await product.create(by, { firstName: 'Ada', ...request })
  await product.runJobs(by, [lead.id])
  return lead.id
}

async function rename(leadId: string, lastName: string): Promise<void> {
  const request = UpdateLeadRequest.parse({ lastName })
  await updateLead(product.call(caller), { leadId, request })
}

async function find(text: string, by = caller, limit = 50) {
  const { workspaceId } = by
  return (await findByWords(product, { workspaceId, text, limit })).ids
}

async function stored(by = caller): Promise<string[]> {
  const rows = await product.db
    .selectFrom('lead_words')
    .select(['lead_id', 'word'])
    .where('workspace_id', '=', by.workspaceId)
    .execute()
  return rows.map(({ lead_id, word }) => `${lead_id} ${word}`).sort()
}

/** The words that the leads have by what they are called. */
async function right(by = caller): Promise<string[]> {
  const leads = await product.db
    .selectFrom('leads')
    .select(['id', ...namedColumns])
    .where('workspace_id', '=', by.workspaceId)
    .execute()
  return leads.flatMap((lead) => wordsOf(lead).map((word) => `${lead.id} ${word}`)).sort()
}

test('leads that are there and leads that come are found, newest first; another workspace’s are not', async () => {
  const before = await make({ lastName: 'Lovelace' })
  expect(await stored()).toEqual([])
  await set(true)
  const after = await make({ lastName: 'Lovell', email: 'ada.king@example.com', phoneNumber: '6782319992' })
  const other = await product.makeCaller()
  await set(true, other)
  await make({ lastName: 'Lovelace' }, other)
  expect(await find('love')).toEqual([after, before])
  expect(await find('love', caller, 1)).toEqual([after])
  expect(await find('ada lovelace')).toEqual([before])
  expect(await find('king')).toEqual([after])
  expect(await find('9992')).toEqual([after])
  expect(await find('lacelove')).toEqual([])
  expect(await stored()).toEqual(await right())
})

test('a changed, merged or deleted lead is found by what it is called now', async () => {
  await set(true)
  const [kept, part] = [
    await make({ lastName: 'Lovelace' }),
    await make({ lastName: 'Byron', email: 'byron@example.com' }),
  ]
  await rename(kept, 'King')
  // The index is older than the name until the jobs ran.
  expect(await find('lovelace')).toEqual([])
  await product.runJobs(caller, [kept])
  expect(await find('king')).toEqual([kept])
  expect(await stored()).toEqual(await right())
  await mergeLeads(product.call(caller), { leadId: part, request: { into: kept } })
  await product.runJobs(caller, [kept, part])
  expect(await find('byron')).toEqual([kept])
  await deleteLead(product.call(caller), kept)
  expect(await find('king')).toEqual([])
})

test('a change that overtakes a job leaves the newer words', async () => {
  await set(true)
  const id = await make({ lastName: 'Lovelace' })
  await rename(id, 'King')
  await rename(id, 'Noel')
  await Promise.all(Array.from({ length: 4 }, () => product.runJobs(caller, [id])))
  expect(await find('noel')).toEqual([id])
  expect(await stored()).toEqual(await right())
})

test('while it is switched on beside writes, none is left out; switched off, the words go', async () => {
  const ids: string[] = []
  for (let n = 0; n < 20; n++) ids.push(await make({ lastName: `Before${n}` }))
  let isDone = false
  const changing = (async () => {
    for (let n = 0; !isDone; n++) {
      const id = ids[n % 20] ?? ''
      await rename(id, `After${n}`)
      await product.runJobs(caller, [id])
      ids.push(await make({ lastName: `New${n}` }))
    }
  })()
  await set(true)
  isDone = true
  await changing
  for (const word of await right()) expect(await stored()).toContain(word)
  const { rows } = await sql<{ state: string }>`
    select name_search as state from workspaces where id = ${caller.workspaceId}`.execute(product.db)
  expect(rows).toEqual([{ state: 'on' }])
  await set(false)
  await make({ lastName: 'Late' })
  expect(await stored()).toEqual([])
})

test('a word that very many begin with leaves the others to be found', async () => {
  const { workspaceId } = caller
  const { db } = product
  await set(true)
  const lovelace = await make({ lastName: 'Lovelace' })
  await sql`
    insert into lead_words (workspace_id, word, lead_id)
    select ${workspaceId}::uuid, 'ad' || n, gen_random_uuid() from generate_series(1, 50000) n`.execute(db)
  expect(await findByWords({ db }, { workspaceId, text: 'ad lovelace', limit: 50 })).toEqual({
    ids: [lovelace],
    isPartial: false,
  })
  expect(await findByWords({ db }, { workspaceId, text: 'ad', limit: 50 })).toMatchObject({ isPartial: true })
})
