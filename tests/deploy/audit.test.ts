import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'

const audit = fileURLToPath(new URL('../../.ci/audit', import.meta.url))
const directory = mkdtempSync(join(tmpdir(), 'intake-audit-'))
afterAll(() => rmSync(directory, { recursive: true }))

const none = { vulnerabilities: {} }
const advisory = (severity: string) => ({
  vulnerabilities: {
    a: { via: [{ severity, name: 'a', title: 'bad', url: 'https://github.com/advisories/GHSA-none' }] },
  },
})
const away = { error: { code: 'ENOTFOUND' } }
const noAudits = { statusCode: 405 }

/** Runs the audit with an npm that answers these, one after the other. */
function run(answers: unknown[], required = '') {
  const [calls, npm] = [join(directory, 'calls'), join(directory, 'npm')]
  writeFileSync(calls, '')
  answers.forEach((answer, place) => {
    writeFileSync(join(directory, `answer-${place}`), JSON.stringify(answer))
  })
  writeFileSync(
    npm,
    `#!/bin/sh\ncat "${directory}/answer-$(wc -l < ${calls} | tr -d ' ')"\necho >> ${calls}\nexit 1\n`,
  )
  chmodSync(npm, 0o755)
  const { status, stdout } = spawnSync(audit, {
    encoding: 'utf8',
    env: { PATH: `${directory}:${process.env.PATH}`, AUDIT_PAUSE: '0', AUDIT_REQUIRED: required },
  })
  return { status, said: stdout.trim().split('\n').at(-1), calls: readFileSync(calls, 'utf8').length }
}

test.each([
  ['no advisory', [none], 0, /^audit: 0 advisories/],
  ['a moderate one', [advisory('moderate')], 0, /^audit: 1 advisories, 0 of them/],
  ['a high one', [advisory('high')], 1, /^audit: 1 advisories, 1 of them/],
  ['no answer, then one', [away, none], 0, /^audit: 0 advisories/],
  ['no answer, then a critical advisory', [away, advisory('critical')], 1, /^audit: 1 advisories, 1 of them/],
  ['no answer twice', [away, away], 1, /^audit: failed, for the registry gave no answer twice/],
  ['nonsense twice', ['nonsense', {}], 1, /no answer twice/],
  ['a mirror without audits', [noAudits], 0, /^audit: this registry has no audits/],
])('%s', (_, answers, status, said) => {
  expect(run(answers)).toEqual({ status, said: expect.stringMatching(said), calls: answers.length })
})

test('where an audit is required no mirror without audits is taken', () => {
  expect(run([noAudits, noAudits], 'true')).toMatchObject({ status: 1, calls: 2 })
})
