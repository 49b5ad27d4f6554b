import { execFile } from 'node:child_process'
import { chown, cp, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { startPostgres } from '@intake/embedded/start-postgres'
import type { TestWorkspace } from '@intake/testing/make-workspace'
import { startBreakableStack } from '@intake/testing/start-breakable-stack'
import { waitFor } from '@intake/testing/wait-for'
import pg from 'pg'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { postLead } from '../chaos/client.ts'
import { startLoad } from '../chaos/load.ts'
import { verify } from '../chaos/verify.ts'

let directory: string
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'intake-backup-'))
})
afterAll(() => rm(directory, { recursive: true, force: true }))

/** Postgres, an empty Redis, a gateway and a worker; Postgres and files are below one folder. What is there already is used. */
async function startMachine(name: string, workspace?: Pick<TestWorkspace, 'id' | 'key'>) {
  const root = join(directory, name)
  await mkdir(root, { recursive: true })
  const postgres = await startPostgres({ dataDir: join(root, 'postgres'), database: 'intake' })
  const stack = await startBreakableStack({
    env: {
      DATABASE_URL: postgres.url,
      STORAGE_DIR: join(root, 'files'),
      ENCRYPTION_KEYS: 'an-encryption-key-of-the-tests-of-32-characters',
    },
    ...(workspace && { prepare: async () => workspace }),
  })
  const close = async () => {
    await stack.close()
    await postgres.stop('immediate')
  }
  return { ...stack, root, postgres, close }
}

/**
 * A base backup by Postgres's own functions, as pg_basebackup takes it, then the files. See “Making a Base Backup Using the Low Level API” in
 * the PostgreSQL documentation.
 */
async function backUp(from: { root: string; postgres: { url: string } }, to: string): Promise<void> {
  const source = join(from.root, 'postgres')
  const target = join(to, 'postgres')
  await mkdir(target, { recursive: true, mode: 0o700 })
  const client = new pg.Client({ connectionString: from.postgres.url })
  await client.connect()
  try {
    await client.query(`select pg_backup_start('nightly', true)`)
    const archive = join(to, 'cluster.tar')
    const tar = ['-C', source, '--exclude=postmaster.pid', '-cf', archive, 'cluster', 'password']
    // 1: a file changed or went meanwhile, which the log of writes makes good.
    await promisify(execFile)('tar', tar).catch((error: { code?: number }) => {
      if (error.code !== 1) throw error
    })
    const { rows } = await client.query<{ labelfile: string }>('select labelfile from pg_backup_stop(false)')
    await promisify(execFile)('tar', ['-C', target, '-xpf', archive])
    await rm(archive)
    const label = join(target, 'cluster', 'backup_label')
    const { uid, gid } = await stat(join(target, 'cluster'))
    await writeFile(label, rows[0]?.labelfile ?? '')
    await chown(label, uid, gid)
    await promisify(execFile)('cp', ['-a', join(source, 'cluster', 'pg_wal'), join(target, 'cluster')])
  } finally {
    await client.end()
  }
  await cp(join(from.root, 'files'), join(to, 'files'), { recursive: true })
}

test('a backup under load, restored on an empty machine: all leads are there, none is enriched twice', async () => {
  const first = await startMachine('first')
  onTestFinished(first.close)
  const { workspace } = first
  const url = first.gateways[0]?.url ?? ''
  const headers = { 'x-api-key': workspace.key }
  const load = startLoad({ urls: [url], apiKey: workspace.key }, 6)
  await waitFor('some leads', () => load.answers.length > 100, 60_000)
  const form = new FormData()
  const made = await postLead({ urls: [url], apiKey: workspace.key }, 'with-a-file', '{"firstName":"Ada"}')
  const { lead } = (await made.json()) as { lead: { id: string } }
  form.append('leadId', lead.id)
  form.append('files', new Blob(['a signed contract'], { type: 'text/plain' }), 'contract.txt')
  const uploaded = await fetch(`${url}/api/v1/documents`, {
    method: 'POST',
    headers,
    body: form,
  })
  const { documents } = (await uploaded.json()) as { documents: [{ id: string }] }

  const answered = load.answers.length
  await backUp(first, join(directory, 'second'))
  await waitFor('more leads', () => load.answers.length > answered + 50, 60_000)
  await load.stop()
  for (const slot of [...first.gateways, ...first.workers]) await slot.end('SIGKILL')

  const second = await startMachine('second', workspace)
  onTestFinished(second.close)
  const target = { urls: second.gateways.map((gateway) => gateway.url), apiKey: workspace.key }
  await waitFor(
    'all leads to be enriched',
    async () => (await second.database.pool.query('select from owed_enrichments')).rowCount === 0,
    60_000,
  )
  const kept = load.answers.slice(0, answered)
  expect(await verify(second, target, kept)).toEqual({
    lost: [],
    doubled: [],
  })
  const address = `${target.urls[0]}/api/v1/documents/${documents[0].id}?includeContent=true`
  const { content } = (await (await fetch(address, { headers })).json()) as { content: string }
  expect(Buffer.from(content, 'base64').toString()).toBe('a signed contract')
})
