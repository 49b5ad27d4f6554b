import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { phoneTable } from '@intake/phone/phone-table'
import { expect, test } from 'vitest'
import { compareGoogle } from './compare-google.ts'

const main = fileURLToPath(new URL('main.ts', import.meta.url))
const committed = fileURLToPath(new URL('../../data/', import.meta.url))

test('a fresh build is the committed data, byte for byte', { timeout: 120_000 }, async () => {
  const directory = await mkdtemp(join(tmpdir(), 'phone-table-'))
  try {
    await promisify(execFile)(process.execPath, ['--import', 'tsx', main, 'table', directory])
    for (const file of ['phone-table.json', 'uniform-areas.json'])
      expect((await readFile(join(directory, file))).equals(await readFile(join(committed, file)))).toBe(true)
  } finally {
    await rm(directory, { recursive: true })
  }
})

test('each difference from Google’s map is explained', () => {
  const compared = compareGoogle(phoneTable())
  expect(compared.filter(({ agrees, reason }) => !agrees && !reason)).toEqual([])
  expect(compared.length).toBeGreaterThan(4000)
})

test('an unexplained difference fails the build', () => {
  const table = structuredClone(phoneTable())
  const row = table.nanp['212']
  if (row) row.zone = 'America/Los_Angeles'
  expect(() => compareGoogle(table)).toThrow('+1212: America/Los_Angeles, Google America/New_York')
})
