import { GetLeadAnswer } from '@intake/contracts/lead-answer'
import { expect, test } from 'vitest'
import { useGateway } from '../use-gateway.ts'

const used = useGateway()

async function makeLead(more: object = {}): Promise<string> {
  const response = await used.gateway.post(used.workspace.key, { firstName: 'Ada', ...more })
  expect(response.status).toBe(200)
  return ((await response.json()) as { lead: { id: string } }).lead.id
}

async function fill(id: string, entries: number, bytes: number): Promise<void> {
  await used.gateway.db
    .insertInto('action_logs')
    .values(
      Array.from({ length: entries }, (_, n) => ({
        workspace_id: used.workspace.id,
        lead_id: id,
        id: `ffffffff-0000-7000-8000-${String(n).padStart(12, '0')}`,
        type: 'SYSTEM_NOTE' as const,
        status: 'COMPLETED' as const,
        summary: `Entry ${n}`,
        input: JSON.stringify({ text: 'x'.repeat(bytes) }),
        created_at: new Date(),
      })),
    )
    .execute()
}

async function read(id: string) {
  const response = await used.gateway.get(used.workspace.key, id)
  return { link: response.headers.get('link'), answer: GetLeadAnswer.parse(await response.json()) }
}

test('a timeline ends at 2 MB, says so, and Link leads to all of it', async () => {
  const id = await makeLead()
  await fill(id, 60, 60_000)
  const { link, answer } = await read(id)
  expect(answer.truncated).toEqual(['actionLogs'])
  expect(answer.actionLogs[0]?.summary).toBe('Entry 59')
  expect(JSON.stringify(answer.actionLogs).length).toBeLessThan(2_100_000)
  const [, path = ''] = /^<([^>]+)>; rel="related"; title="actionLogs"$/.exec(link ?? '') ?? []
  const seen: string[] = []
  for (let next: string | undefined = path; next; ) {
    const page: Response = await used.gateway.app.request(next, {
      headers: { 'x-api-key': used.workspace.key },
    })
    const text = await page.text()
    expect(text.length).toBeLessThan(2_100_000)
    seen.push(...(JSON.parse(text) as { id: string }[]).map((entry) => entry.id))
    next = /<([^>]+)>; rel="next"/.exec(page.headers.get('link') ?? '')?.[1]
  }
  expect(new Set(seen).size).toBe(61)
  expect(seen).toHaveLength(61)
})

test('documents end at 100, or at 1 MB, and Link leads to all of them', async () => {
  const id = await makeLead()
  const other = await makeLead()
  const insert = (leadId: string, documents: number, bytes: number) =>
    used.gateway.db
      .insertInto('documents')
      .values(
        Array.from({ length: documents }, (_, n) => ({
          workspace_id: used.workspace.id,
          id: `${leadId.slice(0, -8)}${String(n).padStart(8, '0')}`,
          lead_id: leadId,
          filename: `${n}.pdf`,
          mime_type: 'application/pdf',
          size: 1,
          storage_key: `documents/${n}`,
          validation_result: JSON.stringify({ text: 'x'.repeat(bytes) }),
          created_at: new Date(),
          updated_at: new Date(),
        })),
      )
      .execute()
  await insert(id, 150, 10)
  await insert(other, 7, 300_000)
  const pages = async (leadId: string, query = '') => {
    const sizes: number[] = []
    const names: string[] = []
    let next: string | undefined = `/api/v1/leads/${leadId}/documents${query}`
    while (next) {
      const page: Response = await used.gateway.app.request(next, {
        headers: { 'x-api-key': used.workspace.key },
      })
      const documents = (await page.json()) as { filename: string }[]
      sizes.push(documents.length)
      names.push(...documents.map(({ filename }) => filename))
      next = /<([^>]+)>; rel="next"/.exec(page.headers.get('link') ?? '')?.[1]
    }
    return { sizes, names }
  }
  const newestFirst = (count: number) => Array.from({ length: count }, (_, n) => `${count - 1 - n}.pdf`)
  expect(await pages(id)).toEqual({ sizes: [100, 50], names: newestFirst(150) })
  expect(await pages(id, '?limit=60')).toEqual({ sizes: [60, 60, 30], names: newestFirst(150) })
  expect(await pages(other)).toEqual({ sizes: [3, 3, 1], names: newestFirst(7) })
})

test('a timeline ends at 100 entries; a whole one is not said to be cut', async () => {
  const [long, short] = [await makeLead(), await makeLead()]
  await fill(long, 100, 10)
  const cut = await read(long)
  expect(cut.answer.actionLogs).toHaveLength(100)
  expect(cut.answer.truncated).toEqual(['actionLogs'])
  await fill(short, 99, 10)
  const whole = await read(short)
  expect(whole.answer.actionLogs).toHaveLength(100)
  expect([whole.answer.truncated, whole.link]).toEqual([undefined, null])
})
