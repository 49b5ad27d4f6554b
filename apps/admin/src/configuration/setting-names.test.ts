import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { collectSettings } from './collect-settings.ts'
import { ComposeSettings } from './compose-settings.ts'
import { projectRoot } from './make-documents.ts'
import { readComposeVariables } from './read-compose-variables.ts'
import { readerSchemas } from './reader-schemas.ts'

/** Capitals with an underscore in the pages that are no settings, beside the words of the contract. */
const otherWords = [
  'TEST_DATABASE_URL', // read by the tests only
  'UTILITY_BILL', // code of an item in an example
  // Columns of other systems' files.
  ...['FULL_NAME', 'PHONE_NUMBER', 'COMPANY_NAME', 'UNSUB_TIME'],
  'NODE_ENV', // read by packages
]
const appsOfCompose = ['migrate', 'admin', 'gateway', 'worker', 'console']
const appsOfDirectories = {
  gateway: 'gateway',
  worker: 'worker',
  console: 'console',
  admin: 'admin',
  local: '`npm start`',
} as const

const Compose = z.object({
  services: z.record(z.string(), z.object({ environment: z.record(z.string(), z.unknown()).default({}) })),
})
const settings = new Set(collectSettings().map(({ name }) => name))
const contractWords = new Set(
  filesBelow('packages/contracts/src', '.ts').flatMap(
    (path) => read(path).match(/(?<=')[A-Z0-9_]+(?=')/g) ?? [],
  ),
)

function read(path: string): string {
  return readFileSync(join(projectRoot, path), 'utf8')
}

function filesBelow(directory: string, ending: string): string[] {
  const names = readdirSync(join(projectRoot, directory), { recursive: true, encoding: 'utf8' })
  return names.filter((name) => name.endsWith(ending)).map((name) => join(directory, name))
}

/** Words that look like a setting: in capitals, with an underscore. */
function settingLike(text: string): string[] {
  return [...new Set(text.match(/\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b/g))]
}

test.each(['README.md', ...filesBelow('docs', '.md')])('%s names only settings that there are', (path) => {
  const unknown = settingLike(read(path)).filter(
    (word) => !settings.has(word) && !contractWords.has(word) && !otherWords.includes(word),
  )
  expect(unknown, 'in no schema; a word that is no setting belongs into otherWords').toEqual([])
})

test('docker-compose.yml gives its apps only settings that there are', () => {
  const { services } = Compose.parse(parse(read('docker-compose.yml'), { merge: true }))
  for (const app of appsOfCompose) {
    const names = Object.keys(services[app]?.environment ?? {})
    expect(names).toContain('DATABASE_URL')
    expect(names.filter((name) => !settings.has(name))).toEqual([])
  }
})

test('docker-compose.yml takes its own settings, with the defaults of their schemas', () => {
  const fallbacks = new Map(
    readComposeVariables(read('docker-compose.yml')).map(({ name, fallback }) => [name, fallback]),
  )
  for (const [name, schema] of Object.entries(ComposeSettings.shape)) {
    const parsed = schema.safeParse(undefined)
    expect([name, fallbacks.get(name)]).toEqual([name, parsed.success ? String(parsed.data) : null])
  }
})

test.each(Object.entries(appsOfDirectories))(
  '%s reads no variable that its schema lacks',
  (directory, reader) => {
    const sources = filesBelow(`apps/${directory}/src`, '.ts').filter((path) => !path.endsWith('.test.ts'))
    const text = sources.map(read).join('\n')
    const reads = text.matchAll(/\b(?:env|environment)(?:\.|(?:\?\.)?\[['"])([A-Z]\w*)/g)
    const names = [...reads].flatMap(([, name]) => name ?? [])
    expect(names.filter((name) => !(name in readerSchemas[reader].shape))).toEqual([])
    // What npm sets is no setting; a computed name could be anything.
    expect(text).not.toMatch(/process\.env(\[|\.(?![A-Z]|npm_))/)
  },
)
