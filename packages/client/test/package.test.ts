import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { type Stack, startStack } from '@intake/testing/start-stack'
import { afterAll, beforeAll, expect, test } from 'vitest'

const run = promisify(execFile)
const root = fileURLToPath(new URL('../../../', import.meta.url))
const client = join(root, 'packages/client')
let directory: string
let stack: Stack
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'intake-client-'))
  stack = await startStack({ workers: 0 })
}, 120_000)
afterAll(async () => {
  await stack.close()
  await rm(directory, { recursive: true, force: true })
}, 60_000)

test('`npm run build:client` makes the committed types and the Bruno collection again, byte for byte', async () => {
  const target = join(directory, 'api.ts')
  const collection = join(directory, 'bruno')
  const commands = [
    `"${process.execPath}" --import tsx apps/gateway/src/openapi/main.ts`,
    `"${process.execPath}" --import tsx packages/client/build/main.ts "${target}" "${collection}"`,
  ]
  const script = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')).scripts
  expect(script['build:client']).toBe(
    'npm run --silent openapi | node --import tsx packages/client/build/main.ts',
  )
  expect(script.openapi).toBe('node --import tsx apps/gateway/src/openapi/main.ts')
  await run('sh', ['-c', commands.join(' | ')], { cwd: root })
  expect(await readFile(join(client, 'src/api.ts'), 'utf8')).toBe(await readFile(target, 'utf8'))
  expect(await readTree(join(root, 'examples/bruno')), 'Run: npm run build:client').toEqual(
    await readTree(collection),
  )
}, 60_000)

async function readTree(directory: string): Promise<Record<string, string>> {
  const names = await readdir(directory, { recursive: true, withFileTypes: true })
  const files = names.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name))
  const texts = await Promise.all(
    files.sort().map(async (file) => [relative(directory, file), await readFile(file, 'utf8')] as const),
  )
  return Object.fromEntries(texts)
}

test('it imports nothing but itself', async () => {
  const files = (await readdir(join(client, 'src'))).filter((name) => !name.endsWith('.test.ts'))
  for (const name of files) {
    const text = await readFile(join(client, 'src', name), 'utf8')
    for (const [, from] of text.matchAll(/\bfrom '([^']+)'|import\('([^']+)'\)/g))
      expect(from, name).toMatch(/^\.\/[\w-]+\.ts$/)
  }
  expect(JSON.parse(await readFile(join(client, 'package.json'), 'utf8')).dependencies).toBeUndefined()
})

test('the README’s example runs, on the package as it is built, with plain Node', async () => {
  const [, example = ''] =
    (await readFile(join(client, 'README.md'), 'utf8')).match(/```ts\n([\s\S]*?)```/) ?? []
  const installed = join(directory, 'node_modules/@intake/client')
  await mkdir(installed, { recursive: true })
  await writeFile(join(installed, 'package.json'), await readFile(join(client, 'package.json')))
  // With no types but those of the language and of browsers: nothing of Node is used.
  await run(join(root, 'node_modules/.bin/tsc'), ['-p', client, '--outDir', join(installed, 'dist')])
  const script = example
    .replace('http://127.0.0.1:3000', stack.apps.gateway[0]?.url ?? '')
    .replace('intake_live_…', stack.workspace.key)
  await writeFile(join(directory, 'example.mjs'), script)
  const { stdout } = await run(process.execPath, ['example.mjs'], { cwd: directory })
  expect(stdout).toMatch(/^[0-9a-f-]{36} IN_PROGRESS\ninvalid_request \/firstName [0-9a-f-]{36}\n$/)
}, 60_000)
