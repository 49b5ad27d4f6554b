import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { appPrograms, programsOf } from '@intake/testing/app-programs'
import { startBreakableStack } from '@intake/testing/start-breakable-stack'
import { testTemplate } from '@intake/testing/test-template'
import { checkOut } from '../../harness/check-out.ts'
import { type FaultOfOwnStack, lastFor } from '../fault.ts'

/** The last commit of schema 0018, before which gateways and workers are stopped for an upgrade. */
const oldest = '9658ea558f0c30337972b79a922e7cd483a72382'

/** An upgrade in the order of docs/operations.md, from the oldest code that needs no stop: the schema, then workers, then gateways. */
export const upgraded: FaultOfOwnStack = {
  name: 'upgraded',
  async setUp() {
    const old = await checkOut(oldest)
    const [before, after] = await Promise.all([programsOf(old.directory), appPrograms()])
    let programs = before
    const stack = await startBreakableStack({
      gateways: 2,
      workers: 2,
      programs: async () => programs,
      prepare: (databaseUrl) => prepareWith(before.admin, databaseUrl),
    })
    return {
      stack,
      async inflict(scene) {
        await runAdmin(after.admin, stack.databaseUrl, 'migrate')
        await lastFor(scene)
        programs = after
        for (const slot of [...stack.workers, ...stack.gateways]) {
          await slot.end('SIGTERM')
          await slot.start()
        }
      },
      async close() {
        await stack.close()
        await old.remove()
      },
    }
  },
}

/** Makes schema, workspace and key by the admin tool of the old code. */
async function prepareWith(program: string, databaseUrl: string) {
  const directory = await mkdtemp(join(tmpdir(), 'intake-upgraded-'))
  const admin = (...args: string[]) => runAdmin(program, databaseUrl, ...args)
  try {
    // JSON is YAML too.
    const template = join(directory, 'checklist.yaml')
    await writeFile(template, JSON.stringify(testTemplate))
    await admin('migrate')
    const made = await admin('workspace', 'create', 'chaos', '--json')
    await admin('template', 'load', 'chaos', template)
    const { id } = JSON.parse(made) as { id: string }
    return { id, key: await admin('key', 'create', 'chaos', '--name', 'chaos') }
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

async function runAdmin(program: string, databaseUrl: string, ...args: string[]): Promise<string> {
  const { PATH, TMPDIR } = process.env
  const env = { PATH, TMPDIR, DATABASE_URL: databaseUrl }
  const { stdout } = await promisify(execFile)(process.execPath, [program, ...args], { env })
  return stdout.trim()
}
