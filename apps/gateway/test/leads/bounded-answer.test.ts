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
