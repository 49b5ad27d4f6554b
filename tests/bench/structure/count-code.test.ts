import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { countLines, loadedFiles, productFiles, valueImports } from './count-code.ts'

/** A project of just these files, until the test ends. */
async function makeProject(files: Record<string, string>): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'intake-structure-'))
  onTestFinished(() => rm(root, { recursive: true, force: true }))
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), text)
  }
  return root
}

test.each([
  ["import { a } from './a.ts'", ['./a.ts']],
  ["import {\n  a,\n  type B,\n} from './a.ts'", ['./a.ts']],
  ["import { type A, b } from './a.ts'", ['./a.ts']],
  ["import a, * as b from './a.ts'\nimport './c.ts'", ['./a.ts', './c.ts']],
  ["export { a } from './a.ts'\nexport * from './b.ts'", ['./a.ts', './b.ts']],
  ["const { a } = await import('./a.ts')", ['./a.ts']],
  ["import { typeOf } from './a.ts'", ['./a.ts']],
])('%s loads %j', (source, modules) => {
  expect(valueImports(source)).toEqual(modules)
})

test.each([
  "import type { A } from './a.ts'",
  "import { type A } from './a.ts'",
  "import {\n  type A,\n  type B as C,\n} from './a.ts'",
  "export type { A } from './a.ts'",
  "type A = typeof import('./a.ts')",
  "export const text = 'import'",
  "export const query = sql`select from 'a'`",
  "export function a() {\n  return from\n}\nconst b = './a.ts'",
])('%s loads nothing', (source) => {
  expect(valueImports(source)).toEqual([])
})

test('files are counted that are loaded on the way, each once, across packages', async () => {
  const root = await makeProject({
    'packages/leads/src/create.ts':
      "import { a } from './deep/a.ts'\nimport type { B } from './b.ts'\nimport pg from 'pg'\n\n\na()\n",
    'packages/leads/src/deep/a.ts':
      "import { phone } from '@intake/phone/parse'\nimport { create } from '../create.ts'\n",
    'packages/leads/src/b.ts': 'export type B = 1\n',
    'packages/phone/src/parse.ts': "export * from '@intake/leads/last'\n",
    'packages/leads/src/last.ts': '  \nexport const last = 1',
  })
  const loaded = loadedFiles(root, ['packages/leads/src/create.ts'])
  expect(loaded.map((file) => relative(root, file)).sort()).toEqual([
    'packages/leads/src/create.ts',
    'packages/leads/src/deep/a.ts',
    'packages/leads/src/last.ts',
    'packages/phone/src/parse.ts',
  ])
  expect(countLines(loaded)).toEqual({ files: 4, lines: 8 })
  expect(() => loadedFiles(root, ['packages/leads/src/gone.ts'])).toThrow('ENOENT')
})

test('the product is what apps and packages have, without tests and generated files', async () => {
  const root = await makeProject({
    'apps/gateway/src/main.ts': '1',
    'apps/gateway/src/page.css': '1',
    'apps/gateway/src/main.test.ts': '1',
    'apps/gateway/test/all.ts': '1',
    'apps/gateway/node_modules/a/index.js': '1',
    'packages/client/src/api.ts': '1',
    'packages/client/src/client.ts': '1',
    'packages/testing/src/start.ts': '1',
    'packages/phone/data/table.json': '1',
    'tests/e2e/all.ts': '1',
  })
  expect(
    productFiles(root)
      .map((file) => relative(root, file))
      .sort(),
  ).toEqual(['apps/gateway/src/main.ts', 'apps/gateway/src/page.css', 'packages/client/src/client.ts'])
})
