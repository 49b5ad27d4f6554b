import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { DemoError } from './call-api.ts'

const projectRoot = fileURLToPath(new URL('../../', import.meta.url))

export interface Service {
  baseUrl: string
  apiKey: string
}

/** Where the local runner keeps its data; a relative path is taken from the project's root. */
export function dataDirOf(environment: Record<string, string | undefined>): string {
  return resolve(projectRoot, environment.DATA_DIR || '.data')
}

/** The service that was named, else the running local one. Throws a DemoError unless it answers and is ready. */
export async function findService(dataDir: string, named: Partial<Service>): Promise<Service> {
  const local = named.baseUrl && named.apiKey ? {} : readLocalFile(dataDir)
  const baseUrl = (named.baseUrl ?? local.baseUrl)?.replace(/\/$/, '')
  if (!baseUrl) throw new DemoError('The service is not running here: start it with npm start.')
  // The key of one service is never sent to another.
  const sameService = baseUrl === local.baseUrl
  const apiKey = named.apiKey ?? (sameService ? local.apiKey : undefined)
  if (!apiKey) throw new DemoError(`Say which key to use at ${baseUrl}: --api-key.`)
  await checkReady(baseUrl)
  return { baseUrl, apiKey }
}

function readLocalFile(dataDir: string): Partial<Service> {
  try {
    return JSON.parse(readFileSync(join(dataDir, 'local.json'), 'utf8'))
  } catch {
    return {}
  }
}

async function checkReady(baseUrl: string): Promise<void> {
  const response = await fetch(`${baseUrl}/readyz`, { signal: AbortSignal.timeout(5000) }).catch(() => null)
  if (!response) throw new DemoError(`Nothing answers at ${baseUrl}: start the service with npm start.`)
  if (!response.ok)
    throw new DemoError(`The service at ${baseUrl} says it is not ready (${response.status}).`)
}
