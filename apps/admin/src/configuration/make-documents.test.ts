import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { collectSettings } from './collect-settings.ts'
import { makeDocuments, projectRoot } from './make-documents.ts'
import { makeEnvExample } from './make-env-example.ts'

const rows = collectSettings()

test.each(Object.entries(makeDocuments()))('%s is what the schemas say', (path, text) => {
  expect(readFileSync(join(projectRoot, path), 'utf8'), 'Run: npm run docs:configuration').toBe(text)
})

test.each(rows)('$name ($section) is described in sentences of at most 20 words', ({ does }) => {
  expect(does).toMatch(/\.$/)
  const sentences = does.split(/(?<=[.;]) /)
  expect(sentences.filter((sentence) => sentence.split(' ').length > 20)).toEqual([])
})

test('addresses with passwords, passwords and keys are secrets', () => {
  const names = rows.filter(({ secret }) => secret).map(({ name }) => name)
  const named = rows.filter(({ name }) => /PASSWORD|SECRET(_ACCESS_KEY)?$|^(DATABASE|REDIS)_URL$/.test(name))
  expect(names).toEqual(expect.arrayContaining(named.map(({ name }) => name)))
})

test('an example with the value of a secret is refused', () => {
  expect(() => makeEnvExample([{ name: 'CONSOLE_PASSWORD', fallback: 'hunter2' }], rows)).toThrow(
    'CONSOLE_PASSWORD',
  )
})
