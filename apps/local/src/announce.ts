import { isAbsolute, join, relative } from 'node:path'
import type { LocalFile } from './local-file.ts'

/** The README's first lead. */
const EXAMPLE_LEAD = {
  firstName: 'John',
  lastName: 'Doe',
  email: 'john@example.com',
  phoneNumber: '6782319992',
  tags: ['VIP'],
}

/** What a person needs to use the service that just came up. `seconds` is how long that took. */
export function announce(local: LocalFile, dataDir: string, seconds: number): string {
  const others = local.gatewayUrls.slice(1)
  return `
Intake is ready, after ${seconds.toFixed(1)} s.

  API      ${local.baseUrl}${others.length > 0 ? `\n           also ${others.join(', ')}` : ''}
  Docs     ${local.baseUrl}/docs
  Console  ${local.consoleUrl}  login ${local.consoleUser}, password ${local.consolePassword}
  More     ${shortest(join(dataDir, 'local.json'))}

Paste this into another terminal to create a lead:

${firstSteps(local)}

Ctrl-C stops everything; the data stays.
`
}

/** Commands that create a lead when they are pasted into a shell. */
export function firstSteps({ baseUrl, apiKey }: Pick<LocalFile, 'baseUrl' | 'apiKey'>): string {
  return `export KEY=${apiKey}
curl -sS ${baseUrl}/api/v1/leads \\
  -H "x-api-key: $KEY" -H 'content-type: application/json' \\
  -d '${JSON.stringify(EXAMPLE_LEAD)}'`
}

function shortest(path: string): string {
  const near = relative('', path)
  return near.startsWith('..') || isAbsolute(near) ? path : near
}
