import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { installClient } from './install-client.ts'
import { type Service, startService } from './start-service.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const run = promisify(execFile)

let service: Service
let project: string
let installed: string
beforeAll(async () => {
  service = await startService({ REDIS_URL: inject('redisUrl'), QUEUE_PREFIX: `{client-${randomUUID()}}` })
  project = await mkdtemp(join(tmpdir(), 'intake-project-'))
  installed = await installClient(project)
})
afterAll(async () => {
  await service.close()
  await rm(project, { recursive: true, force: true })
})

const body = `{ body: { firstName: 'Ada' } }`
const settings = () => JSON.stringify({ baseUrl: service.gateway.url, apiKey: service.workspace.key })
/** What makes a lead and prints its name. */
const use = () =>
  `createIntakeClient(${settings()}).createLead(${body}).then(({ lead }) => console.log(lead.firstName))`

test('the package holds what it needs and no more: code, types, licence, README', async () => {
  const files = (await readdir(installed, { recursive: true })).sort()
  expect(files).toContain('dist/client.js')
  expect(files).toContain('dist/client.d.ts')
  expect(files.filter((name) => !name.startsWith('dist'))).toEqual(['LICENSE', 'README.md', 'package.json'])
  expect(files.filter((name) => /test|\.ts$/.test(name) && !name.endsWith('.d.ts'))).toEqual([])
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
  const manifest = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8'))
  expect(manifest).toMatchObject({ version, license: 'MIT' })
  expect(manifest).not.toHaveProperty('private')
  expect(manifest).not.toHaveProperty('dependencies')
})

test.each([
  ['import', 'mjs', () => `import { createIntakeClient } from '@intake/client'\n${use()}`],
  ['require', 'cjs', () => `const { createIntakeClient } = require('@intake/client')\n${use()}`],
])('a program takes it by %s, and makes a lead without a warning', async (_, ending, text) => {
  const program = `program.${ending}`
  await writeFile(join(project, program), text())
  const { stdout, stderr } = await run(process.execPath, [program], { cwd: project })
  expect({ stdout, stderr }).toEqual({ stdout: 'Ada\n', stderr: '' })
})

test.each(['mts', 'cts'])(
  'its types hold in a .%s of the consumer, and refuse what the API would',
  async (ending) => {
    const check = async (program: string) => {
      const name = `typed.${ending}`
      await writeFile(join(project, name), `import { createIntakeClient } from '@intake/client'\n${program}`)
      const flags = [
        '--noEmit',
        '--strict',
        '--module',
        'nodenext',
        '--target',
        'es2022',
        '--types',
        '',
        name,
      ]
      return run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), ...flags], {
        cwd: project,
      }).then(
        () => '',
        ({ stdout }: { stdout: string }) => stdout,
      )
    }
    const client = `const intake = createIntakeClient(${settings()})\n`
    expect(await check(`${client}intake.createLead(${body}).then(({ lead }) => lead.firstName.length)`)).toBe(
      '',
    )
    expect(await check(`${client}intake.createLead({ body: { firstName: 7 } })`)).toContain("'number'")
  },
)
