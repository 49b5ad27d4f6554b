import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Environment, parseConfig } from '@intake/runtime/parse-config'
import { z } from 'zod'
import { AdminError } from './admin-error.ts'
import { AdminConfig } from './config.ts'

const projectRoot = fileURLToPath(new URL('../../../', import.meta.url))

const LocalFile = z.object({ databaseUrl: z.string() })

/** DATABASE_URL, else what the running local service wrote down; `note` hears of the latter. Throws when neither is there. */
export function findDatabaseUrl(environment: Environment, note: (text: string) => void): string {
  const config = parseConfig(AdminConfig, environment)
  if (config.DATABASE_URL) return config.DATABASE_URL
  const file = join(resolve(projectRoot, config.DATA_DIR), 'local.json')
  const databaseUrl = readDatabaseUrl(file)
  if (databaseUrl === null)
    throw new AdminError({
      code: 'no_database',
      message:
        'DATABASE_URL is not set, and no local service is running. Set it to the address of the database ' +
        `(postgres://user:password@host:5432/intake), or run "npm start" first. Looked for ${file}.`,
    })
  note(`DATABASE_URL is not set: using the database of the local service (${file})`)
  return databaseUrl
}

function readDatabaseUrl(file: string): string | null {
  try {
    return LocalFile.parse(JSON.parse(readFileSync(file, 'utf8'))).databaseUrl
  } catch {
    return null
  }
}
