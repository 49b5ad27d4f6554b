import { randomUUID } from 'node:crypto'
import { createTestDatabase } from '@intake/testing/create-test-database'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { hostile, makeStory, type Story } from './make-story.ts'
import { visitConsole } from './visit-console.ts'

let story: Story

beforeAll(async () => {
  story = await makeStory()
})
afterAll(() => story.database.close())

const open = (overrides: Parameters<typeof visitConsole>[0] = {}, as?: Parameters<typeof visitConsole>[1]) =>
  visitConsole({ databaseUrl: story.database.url, readOnly: false, ...overrides }, as)

describe('imports', () => {
  let id: string
  beforeAll(async () => {
    id = randomUUID()
    const { pool } = story.database
    await pool.query(
      `insert into imports (workspace_id, id, status, format, is_test, runner, has_file, filename, csv, rows_read, created, refused, size, byte_offset)
       values ($1, $2, 'COMPLETED', 'csv', false, 'gateway', false, $3, $4, 2, 1, 1, 100, 100)`,
      [
        story.workspace.id,
        id,
        hostile,
        JSON.stringify({ delimiter: ',', columns: [{ name: 'Mail', field: 'email' }] }),
      ],
    )
    const refused = {
      ...{ row: 2, line: 3, outcome: 'refused', code: 'invalid_request', detail: 'Refused.' },
      errors: [
        { pointer: '/email', code: 'invalid_value', message: 'no address', column: 'Mail', value: hostile },
      ],
      ...{ values: ['=1+1'], warnings: [] },
    }
    await pool.query(
      'insert into import_chunks (workspace_id, import_id, number, results) values ($1, $2, 0, $3)',
      [
        story.workspace.id,
        id,
        [{ row: 1, line: 2, outcome: 'created', leadId: story.leadId, warnings: [] }, refused]
          .map((one) => `${JSON.stringify(one)}\n`)
          .join(''),
      ],
    )
  })

  test('are listed, and one tells what was refused and why', async () => {
    const { get } = await open()
    const list = await get(`/imports?workspace=${story.slug}`)
    expect(list.text).toContain(`/imports/${story.slug}/${id}`)
    const { text } = await get(`/imports/${story.slug}/${id}`)
    for (const seen of ['no address', 'Mail', '&lt;script&gt;', 'Download them to mend'])
      expect(text).toContain(seen)
    expect(text).not.toContain('<script>alert')
    const file = await get(`/imports/${story.slug}/${id}/refused.csv`)
    expect(file.text).toBe('refused_line,refused_reason,Mail\n3,Mail: no address,=1+1\n')
    expect((await get(`/imports/${story.slug}/${randomUUID()}`)).status).toBe(404)
  })

  test('none are told of as such', async () => {
    const empty = await createTestDatabase()
    onTestFinished(() => empty.close())
    const { get } = await open({ databaseUrl: empty.url })
    expect((await get('/imports')).text).toContain('Nothing was imported.')
  })
})
