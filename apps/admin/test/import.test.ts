import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createTestDatabase, type TestDatabase } from '@intake/testing/create-test-database'
import { waitFor } from '@intake/testing/wait-for'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runAdmin } from './run-admin.ts'

let database: TestDatabase
let directory: string
const admin = (...args: string[]) => runAdmin({ DATABASE_URL: database.url }, ...args)
beforeAll(async () => {
  database = await createTestDatabase()
  directory = await mkdtemp(join(tmpdir(), 'intake-admin-import-'))
  for (const slug of ['acme', 'busy']) await admin('workspace', 'create', slug, '--name', slug)
})
afterAll(async () => {
  await database.close()
  await rm(directory, { recursive: true })
})

async function file(name: string, content: string): Promise<string> {
  const path = join(directory, name)
  await writeFile(path, content)
  return path
}
const countLeads = async (slug: string) => {
  const { rows } = await database.pool.query(
    `select count(*)::int as leads, count(distinct external_lead_id)::int as different
    from leads where workspace_id = (select id from workspaces where slug = $1)`,
    [slug],
  )
  return rows[0]
}

test('a CSV is imported, and what became of each row is written down', async () => {
  const path = await file('leads.csv', 'Rufname;Betrieb;Notiz\nAda;Engines, Ltd;x\n;Nobody\n')
  const results = join(directory, 'results.csv')
  const mapping = JSON.stringify({ Rufname: 'firstName', Betrieb: 'businessName' })
  const ran = await admin(
    'import',
    path,
    '--workspace',
    'acme',
    '--mapping',
    mapping,
    '--test',
    '--results',
    results,
  )
  expect(ran).toMatchObject({ code: 0, stdout: '2 rows: 1 created, 0 merged, 1 refused.\n' })
  expect(ran.stderr).toMatch(/^Import [0-9a-f-]{36}\nColumns that are left out: Notiz\n100 % {2}2 rows/)
  const { rows } = await database.pool.query('select * from leads')
  expect(rows).toMatchObject([{ first_name: 'Ada', business_name: 'Engines, Ltd', is_test: true }])
  expect(await readFile(results, 'utf8')).toBe(
    `row,line,outcome,leadId,code,column,value,detail,existingLeadId,warnings\n1,2,created,${rows[0].id},,,,,,\n2,3,refused,,invalid_request,Rufname,,/firstName: is required,,"the row has 2 values, the header 3"\n`,
  )
})

test('imports are listed, newest first, by workspace and by what became of them', async () => {
  const path = await file('listed.csv', 'firstName\nAda\n')
  await admin('workspace', 'create', 'listed')
  await admin('import', path, '--workspace', 'listed')
  const { code, stdout } = await admin('import', 'list', '--workspace', 'listed')
  expect(code).toBe(0)
  expect(stdout).toMatch(/^ID +CREATED +STATUS +FILE +READ +MADE/)
  expect(stdout).toMatch(/COMPLETED +listed\.csv +1 +1 +0 +0/)
  const failed = await admin('import', 'list', '--workspace', 'listed', '--status', 'FAILED')
  expect(failed.stdout).toBe('The workspace listed has none.\n')
  expect((await admin('import', 'list')).stderr).toContain("'--workspace <slug>' not specified")
  const help = (await admin('import', 'list', '--help')).stdout
  for (const option of ['--workspace', '--status', '--json']) expect(help).toContain(option)
  expect(help).not.toContain('--mapping')
})

test('a preview says what would become of a file', async () => {
  const path = await file('preview.csv', 'Name,Email,DNC\nAda Byron,a@example.com,\nBob,bad,\n')
  const ran = await admin('import', path, '--workspace', 'acme', '--preview')
  expect(ran.stdout).toMatch(/COLUMN +BECOMES +VALUES\nName +fullName +Ada Byron \| Bob\n/)
  expect(ran.stdout).toContain(
    '2 rows looked at: 1 accepted, 1 refused, 0 with a warning, 0 phones not read.',
  )
  expect(ran.stdout).toContain('line 3, refused: Email: must be an e-mail address\nNothing was stored.')
  expect(ran.code).toBe(0)
})

test('a workbook is refused with what to do', async () => {
  const path = await file('leads.xlsx', 'PK\u0003\u0004 [Content_Types].xml')
  for (const options of [[], ['--preview'], ['--format', 'ndjson']]) {
    const ran = await admin('import', path, '--workspace', 'acme', ...options)
    expect(ran).toMatchObject({ code: 1, stderr: expect.stringContaining('save it as “CSV UTF-8”') })
  }
})

test('Ctrl-C stops it in order, and --resume goes on with the same file only; no row twice, none missing', async () => {
  const rows = 1500
  const lines = Array.from({ length: rows }, (_, index) => `Lead,${index}`)
  const path = await file('many.csv', `firstName,externalLeadId\n${lines.join('\n')}\n`)
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', 'apps/admin/src/main.ts', 'import', path, '--workspace', 'busy'],
    { cwd: fileURLToPath(new URL('../../../', import.meta.url)), env: { DATABASE_URL: database.url } },
  )
  let stderr = ''
  child.stderr.on('data', (chunk) => {
    stderr += chunk
  })
  await waitFor('some rows', () => /\d0 % /.test(stderr))
  child.kill('SIGINT')
  const code = await new Promise((resolve) => child.once('close', resolve))
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: expect.stringContaining('Go on with: npm run admin -- import'),
  })
  const id = /--resume (\S+)/.exec(stderr)?.[1] ?? ''
  expect((await countLeads('busy')).leads).toBeLessThan(rows)

  const other = await admin(
    'import',
    await file('other.csv', 'firstName\nX\n'),
    '--workspace',
    'busy',
    '--resume',
    id,
  )
  expect(other.stderr).toContain('This is not the file')
  const resumed = await admin('import', path, '--workspace', 'busy', '--resume', id)
  expect(resumed).toMatchObject({ code: 0, stdout: '1,500 rows: 1,500 created, 0 merged, 0 refused.\n' })
  expect(await countLeads('busy')).toEqual({ leads: rows, different: rows })
  expect((await admin('import', path, '--workspace', 'busy', '--resume', id)).stderr).toContain('has ended')
}, 60_000)

test('--resume that waits for another process ends when the import does', async () => {
  const path = await file('held.csv', 'firstName\nAda\n')
  const { stderr } = await admin('import', path, '--workspace', 'acme')
  const id = /^Import (\S+)/.exec(stderr)?.[1] ?? ''
  await database.pool.query(
    `update imports set status = 'RUNNING', lease_id = $1, leased_until = now() + interval '1 hour' where id = $1`,
    [id],
  )
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', 'apps/admin/src/main.ts', 'import', path, '--workspace', 'acme', '--resume', id],
    { cwd: fileURLToPath(new URL('../../../', import.meta.url)), env: { DATABASE_URL: database.url } },
  )
  const closed = new Promise((resolve) => child.once('close', resolve))
  let said = ''
  child.stderr.on('data', (chunk) => {
    said += chunk
  })
  await waitFor('the wait', () => /waiting for it to let go/.test(said))
  await database.pool.query(
    `update imports set status = 'CANCELLED', lease_id = null, leased_until = null where id = $1`,
    [id],
  )
  expect(await closed).toBe(1)
  expect(said).toContain('Cancelled.')
  expect(said).not.toContain('Go on with')
})

test.each([
  ['no file', ['nowhere.csv', '--workspace', 'acme'], 'nowhere.csv can’t be read'],
  ['an unknown workspace', ['leads.csv', '--workspace', 'none'], 'There is no workspace "none"'],
  [
    'a mapping that is none',
    ['leads.csv', '--workspace', 'acme', '--mapping', '{"a":"b"}'],
    '--mapping.a  must be one of',
    2,
  ],
  [
    'a header without a first name',
    ['leads.csv', '--workspace', 'acme'],
    '/mapping  no column is the firstName',
  ],
  [
    'an unknown import',
    ['leads.csv', '--workspace', 'acme', '--resume', '019a20ab-f3a4-77ab-82e0-ef1057220930'],
    'no such import',
  ],
])('%s is said', async (_what, [name = '', ...args], message, exit: number = 1) => {
  if (name === 'leads.csv') await file(name, 'Rufname;Betrieb\nAda;X\n')
  const { code, stderr } = await admin('import', join(directory, name), ...args)
  expect({ code, stderr }).toEqual({ code: exit, stderr: expect.stringContaining(message) })
})
