import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { writePrivateFile } from './write-private-file.ts'

const Secrets = z.object({
  consoleUser: z.string(),
  consolePassword: z.string(),
  consoleSessionSecret: z.string(),
  /** Signs addresses of documents; files of earlier versions lack it. */
  fileSigningSecret: z.string().default(randomSecret),
  /** Encrypts what the database keeps; files of earlier versions lack it. */
  encryptionKey: z.string().default(randomSecret),
  // The database holds hashes of keys only, so their texts are kept here from start to start.
  apiKey: z.string().optional(),
  testApiKey: z.string().optional(),
  secondWorkspaceApiKey: z.string().optional(),
  /** SHA-256 of the demo checklist that was loaded last. */
  demoChecklist: z.string().optional(),
})
export type Secrets = z.infer<typeof Secrets>

/**
 * The secrets of earlier starts, or fresh ones.
 * @throws when the file is there but is not ours to understand
 */
export function readSecrets(dataDir: string): Secrets {
  const file = secretsFile(dataDir)
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return freshSecrets()
    throw error
  }
  try {
    return Secrets.parse(JSON.parse(text))
  } catch {
    throw new Error(`${file} is damaged. Remove it to have new keys and passwords made`)
  }
}

/** Keeps the secrets for the next start, readable by the owner only. */
export function saveSecrets(dataDir: string, secrets: Secrets): void {
  writePrivateFile(secretsFile(dataDir), secrets)
}

function secretsFile(dataDir: string): string {
  return join(dataDir, 'secrets.json')
}

function randomSecret(): string {
  return randomBytes(32).toString('hex')
}

function freshSecrets(): Secrets {
  return {
    consoleUser: 'admin',
    consolePassword: randomBytes(12).toString('base64url'),
    consoleSessionSecret: randomSecret(),
    fileSigningSecret: randomSecret(),
    encryptionKey: randomSecret(),
  }
}
