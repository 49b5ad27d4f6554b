import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { createTestDatabase, type TestDatabase } from '@intake/testing/create-test-database'
import { waitFor } from '@intake/testing/wait-for'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeLead } from './make-lead.ts'
import { runAdmin } from './run-admin.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))
let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
  await runAdmin({ DATABASE_URL: database.url }, 'workspace', 'create', 'acme')
  await runAdmin({ DATABASE_URL: database.url }, 'workspace', 'create', 'other')
})
afterAll(() => database.close())

/** Follows what comes, from when it says that it waits. */
async function follow(...args: string[]) {
  const child: ChildProcess = spawn(
    process.execPath,
    ['--import', 'tsx', 'apps/admin/src/main.ts', 'tail', '--workspace', 'acme', ...args],
    { cwd: root, env: { DATABASE_URL: database.url }, stdio: ['ignore', 'pipe', 'pipe'] },
  )
  const seen = { stdout: '', stderr: '' }
  child.stdout?.on('data', (text) => {
    seen.stdout += text
  })
  child.stderr?.on('data', (text) => {
    seen.stderr += text
  })
  return {
    child,
    seen,
    shown: (text: string) => waitFor(text, async () => seen.stdout.includes(text)),
    async stop() {
      const exited = once(child, 'exit')
      child.kill('SIGINT')
      const [code] = await exited
      return { code, ...seen }
    },
  }
}

async function refuse(id: string) {
  await database.pool.query(
    `insert into submissions (workspace_id, id, source_id, status, code, received_at, is_test)
    values ((select id from workspaces where slug = 'acme'), $1, gen_random_uuid(), 'REFUSED', 'invalid_request', now(), false)`,
    [id],
  )
}

test('leads and refused submissions are told once as they come, without personal data', async () => {
  const before = await makeLead(database, 'acme', { email: 'before@example.com' })
  const tail = await follow()
  await waitFor('the tail', async () => tail.seen.stderr.includes('Waiting for leads of acme'))
  // It begins with the moment of its first look.
  const id = await waitFor('the first lead that is told', async () => {
    const made = await makeLead(database, 'acme', { lastName: 'Byron', email: 'ada@example.com' })
    return tail.seen.stdout === '' ? null : made
  })
  await tail.shown(id)
  await makeLead(database, 'other', { email: 'other@example.com' })
  const submission = '01990000-0000-7000-8000-000000000001'
  await refuse(submission)
  await tail.shown(submission)
  const { code, stdout } = await tail.stop()
  expect(code).toBe(0)
  expect(stdout).toMatch(new RegExp(`\\dZ {2}lead {9}${id} {2}api\n`))
  expect(stdout).toMatch(new RegExp(`\\dZ {2}refused {6}${submission} {2}\\S+ {2}invalid_request\n`))
  expect(stdout.split(id)).toHaveLength(2)
  expect(stdout).not.toContain(before)
  expect(stdout).not.toMatch(/Ada|Byron|example\.com/)
})

test('--names shows who it is, which is on record; --json is a line an object', async () => {
  const tail = await follow('--names', '--json')
  await waitFor('a lead that is told', async () => {
    await makeLead(database, 'acme', { lastName: 'Byron', phoneNumber: '2122310147' })
    return tail.seen.stdout !== ''
  })
  const { code, stdout, stderr } = await tail.stop()
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const [first] = stdout.split('\n')
  expect(JSON.parse(first ?? '')).toMatchObject({
    ...{ what: 'lead', source: 'api', name: 'Ada Byron', phoneNumber: '+12122310147', email: null },
  })
  const audit = await runAdmin(
    { DATABASE_URL: database.url },
    'audit',
    'list',
    'acme',
    '--action',
    'leads.listed',
  )
  expect(audit.stdout).toContain('leads.listed')
})

test('it ends when nobody reads it any more', async () => {
  const tail = await follow()
  await waitFor('a lead that is told', async () => {
    await makeLead(database, 'acme', {})
    return tail.seen.stdout !== ''
  })
  const exited = once(tail.child, 'exit')
  tail.child.stdout?.destroy()
  const ended = exited.then(() => true)
  await waitFor('the end', async () => {
    await makeLead(database, 'acme', {})
    return Promise.race([ended, false])
  })
  expect(await exited).toEqual([0, null])
  expect(tail.seen.stderr).not.toMatch(/EPIPE|at /)
})
