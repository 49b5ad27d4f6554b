import { isAbsolute, join, relative } from 'node:path'
import type { LocalFile } from './local-file.ts'

const EXAMPLE_LEAD = {
  firstName: 'John',
  lastName: 'Doe',
  email: 'john@example.com',
  phoneNumber: '6782319992',
  businessName: 'Pacific Coast Container Haulers',
}

/** What a person needs to use the service that just came up. `seconds` is how long that took. */
export function announce(local: LocalFile, dataDir: string, seconds: number): string {
  const others = local.gatewayUrls.slice(1)
  return `
Intake is ready, after ${seconds.toFixed(1)} s.

  API      ${local.baseUrl}${others.length > 0 ? `\n           also ${others.join(', ')}` : ''}
  Key      ${local.apiKey}
  Console  ${local.consoleUrl}  login ${local.consoleUser}, password ${local.consolePassword}
  More     ${shortest(join(dataDir, 'local.json'))}

Create a lead:

  ${curlLine(local)}

Ctrl-C stops everything; the data stays.
`
}

/** A command that creates a lead when it is pasted into a shell. */
export function curlLine(local: Pick<LocalFile, 'baseUrl' | 'apiKey'>): string {
  const body = JSON.stringify(EXAMPLE_LEAD)
  return `curl -sS ${local.baseUrl}/api/v1/leads -H 'x-api-key: ${local.apiKey}' -H 'content-type: application/json' -d '${body}'`
}

function shortest(path: string): string {
  const near = relative('', path)
  return near.startsWith('..') || isAbsolute(near) ? path : near
}
