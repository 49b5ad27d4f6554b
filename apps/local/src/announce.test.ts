import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { announce, firstSteps } from './announce.ts'
import { projectRoot } from './config.ts'

const local = {
  baseUrl: 'http://127.0.0.1:3000',
  gatewayUrls: ['http://127.0.0.1:3000', 'http://127.0.0.1:3001'],
  apiKey: 'intake_live_key',
  consoleUrl: 'http://127.0.0.1:3100',
  consoleUser: 'admin',
  consolePassword: 'secret',
} as Parameters<typeof announce>[0]

test('the start tells address, documentation, key and a first request as the README has it', () => {
  const [, first = ''] = /## A first request\n\n```sh\n([\s\S]*?)\n```/.exec(read('README.md')) ?? []
  const [exporting, ...request] = firstSteps(local).split('\n')
  expect(exporting).toBe('export KEY=intake_live_key')
  expect(first.split('\n').slice(1)).toEqual(request)
  expect(first).toMatch(/^export KEY=\$\(/)
  const told = announce(local, '.data', 4.21)
  for (const text of [
    firstSteps(local),
    'http://127.0.0.1:3000/docs',
    'after 4.2 s',
    'also http://127.0.0.1:3001',
  ])
    expect(told).toContain(text)
})

function read(file: string): string {
  return readFileSync(join(projectRoot, file), 'utf8')
}
