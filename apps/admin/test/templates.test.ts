import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createTestDatabase, type TestDatabase } from '@intake/testing/create-test-database'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runAdmin } from './run-admin.ts'

const demo = fileURLToPath(new URL('../../local/demo-checklist.yaml', import.meta.url))
let database: TestDatabase
let directory: string
const admin = (...args: string[]) => runAdmin({ DATABASE_URL: database.url }, ...args)

async function file(name: string, text: string): Promise<string> {
  const path = join(directory, name)
  await writeFile(path, text)
  return path
}

beforeAll(async () => {
  database = await createTestDatabase()
  directory = await mkdtemp(join(tmpdir(), 'intake-admin-'))
  for (const slug of ['acme', 'bare', 'copy']) await admin('workspace', 'create', slug)
})
afterAll(async () => {
  await database.close()
  await rm(directory, { recursive: true })
})

test('what is shown loads again as the same template', async () => {
  const loaded = JSON.parse((await admin('template', 'load', 'acme', demo, '--json')).stdout)
  expect(loaded).toMatchObject({ workspace: 'acme', revision: 1, changed: true })
  const shown = await admin('template', 'show', 'acme')
  expect(shown.stdout).toMatch(/^# Checklist template of acme, revision 1\ngroups:\n/)

  const path = await file('shown.yaml', shown.stdout)
  expect((await admin('template', 'load', 'acme', path)).stdout).toContain('Nothing was changed')
  await admin('template', 'load', 'copy', path)
  const [original, copy] = await Promise.all(
    ['acme', 'copy'].map(async (slug) =>
      JSON.parse((await admin('template', 'show', slug, '--json')).stdout),
    ),
  )
  expect(copy.groups).toEqual(original.groups)
  expect(original.groups.length).toBeGreaterThan(1)
})

test('the documented example loads', async () => {
  const documentation = await readFile(
    new URL('../../../docs/checklist-templates.md', import.meta.url),
    'utf8',
  )
  const [, example = ''] = /```yaml\n([\s\S]*?)```/.exec(documentation) ?? []
  const path = await file('example.yaml', example)
  expect(await admin('template', 'load', 'copy', path)).toMatchObject({ code: 0, stderr: '' })
})

test('the odd things that a template may hold survive', async () => {
  const odd = {
    groups: [
      {
        name: 'yes: # no',
        conditions: { not: { any: [{ item: 'a', in: ['no', 1, true] }] } },
        items: [
          {
            code: 'a',
            label: '🦊 1800-01-01',
            fieldType: 'DATE',
            validationRules: { notBefore: '1800-01-01', notAfter: 'today' },
            config: { nothing: null, deep: [null, { x: '007' }] },
            agentInstructions: `Two\nlines, and a long one: ${'word '.repeat(60)}`.trim(),
          },
        ],
      },
    ],
  }
  const path = await file('odd.yaml', JSON.stringify(odd))
  expect(await admin('template', 'load', 'copy', path)).toMatchObject({ code: 0 })
  const again = await file('odd-shown.yaml', (await admin('template', 'show', 'copy')).stdout)
  expect((await admin('template', 'load', 'copy', again)).stdout).toContain('Nothing was changed')
})

test('every fault is told with its line, and nothing is loaded', async () => {
  const path = await file(
    'faulty.yaml',
    `groups:
  - name: Business
    items:
      - code: name
        label: Name
        fieldType: TEXT
        validationRules: { min: 3 }
      - code: name
        label: Kind
        fieldType: SELECT
      - code: late
        label: Late
        fieldType: TEXT
        conditions: { item: nowhere, exists: true }
`,
  )
  const { code, stdout, stderr } = await admin('template', 'load', 'bare', path)
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(stderr.split('\n')).toEqual([
    `error: ${path} is not a checklist template, 4 faults:`,
    `  ${path}:7:33  /groups/0/items/0/validationRules/min: a TEXT item has no rule min`,
    `  ${path}:8:9  /groups/0/items/1/config/options: a SELECT item needs options`,
    `  ${path}:8:15  /groups/0/items/1/code: the code "name" is used twice`,
    expect.stringContaining(`${path}:14:21  /groups/0/items/2/conditions: `),
    '',
  ])
  expect(await admin('template', 'show', 'bare')).toMatchObject({
    code: 1,
    stderr: 'error: The workspace "bare" has no checklist template yet.\n',
  })
})

test('broken YAML and a missing file are told as such', async () => {
  const broken = await file('broken.yaml', 'groups:\n  - name: "open\n    items: []\n')
  const refused = await admin('template', 'load', 'bare', broken, '--json')
  expect(JSON.parse(refused.stderr)).toMatchObject({
    error: { code: 'invalid_template', errors: [{ line: expect.any(Number), message: expect.any(String) }] },
  })
  const missing = await admin('template', 'load', 'bare', join(directory, 'none.yaml'))
  expect(missing).toMatchObject({ code: 1, stderr: expect.stringContaining('there is no such file') })
  const empty = await admin('template', 'load', 'bare', await file('empty.yaml', ''))
  expect(empty).toMatchObject({ code: 1, stderr: expect.stringContaining('empty.yaml:1:1') })
})
