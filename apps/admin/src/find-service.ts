import { readFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Environment, parseConfig } from '@intake/runtime/parse-config'
import { z } from 'zod'
import { AdminError } from './admin-error.ts'
import { ServiceSettings } from './config.ts'

const projectRoot = fileURLToPath(new URL('../../../', import.meta.url))

const LocalFile = z
  .object({
    databaseUrl: z.string(),
    encryptionKeys: z.array(z.string()).default([]),
    baseUrl: z.string().optional(),
    redisUrl: z.string().nullish(),
  })
  .transform(({ baseUrl = null, redisUrl = null, ...local }) => ({ ...local, redisUrl, publicUrl: baseUrl }))

/** The service that a command works on. */
export interface FoundService {
  databaseUrl: string
  /** The first encrypts, all decrypt; none: nothing is encrypted. */
  encryptionKeys: string[]
  /** Where senders reach its gateways; null where nobody said. */
  publicUrl: string | null
  /** Who the user of the command is in the audit events. */
  user: string
  /** What else is known of the running local service; null for another one. */
  local: { dataDir: string; redisUrl: string | null } | null
}

/**
 * What DATABASE_URL and ENCRYPTION_KEYS say, else what the running local service wrote down; `note` hears of the latter. The keys of the local
 * service go with its database only. Throws when there is no database.
 */
export function findService(environment: Environment, note: (text: string) => void): FoundService {
  const { DATABASE_URL, ENCRYPTION_KEYS, DATA_DIR, PUBLIC_URL, ADMIN_USER } = parseConfig(
    ServiceSettings,
    environment,
  )
  const publicUrl = PUBLIC_URL ?? null
  const user = ADMIN_USER || userOfSystem()
  if (DATABASE_URL)
    return { databaseUrl: DATABASE_URL, encryptionKeys: ENCRYPTION_KEYS, publicUrl, user, local: null }
  const dataDir = resolve(projectRoot, DATA_DIR)
  const file = join(dataDir, 'local.json')
  const local = readLocalFile(file)
  if (local === null)
    throw new AdminError({
      code: 'no_database',
      message:
        'DATABASE_URL is not set, and no local service is running. Set it to the address of the database ' +
        `(postgres://user:password@host:5432/intake), or run "npm start" first. Looked for ${file}.`,
    })
  note(`DATABASE_URL is not set: using the database of the local service (${file})`)
  return {
    databaseUrl: local.databaseUrl,
    encryptionKeys: ENCRYPTION_KEYS.length > 0 ? ENCRYPTION_KEYS : local.encryptionKeys,
    publicUrl: publicUrl ?? local.publicUrl,
    user,
    local: { dataDir, redisUrl: local.redisUrl },
  }
}

/** A container may run as a number that has no name. */
function userOfSystem(): string {
  try {
    return userInfo().username
  } catch {
    return `uid ${process.getuid?.() ?? '?'}`
  }
}

function readLocalFile(file: string): z.infer<typeof LocalFile> | null {
  try {
    return LocalFile.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return null
  }
}
