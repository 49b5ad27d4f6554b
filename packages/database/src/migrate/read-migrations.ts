import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sha256 } from './parse-migration.ts'

const ownDirectory = fileURLToPath(new URL('../../../../migrations/', import.meta.url))
const fileName = /^((\d{4})-([a-z0-9-]+))\.sql$/

export interface Migration {
  version: number
  /** Without its number. */
  name: string
  /** `0017-name`, as people are told of it. */
  label: string
  sql: string
  /** Of the file, in hex. */
  sha256: string
}

/**
 * The migrations of a directory in order; without one, those that this code was written for.
 * @throws Error when two have the same number
 */
export async function readMigrations(directory = ownDirectory): Promise<Migration[]> {
  const names = (await readdir(directory)).filter((name) => fileName.test(name)).sort()
  const migrations = await Promise.all(
    names.map(async (file) => {
      const [, label = '', version = '', name = ''] = fileName.exec(file) ?? []
      const sql = await readFile(join(directory, file), 'utf8')
      return { version: Number(version), name, label, sql, sha256: sha256(sql) }
    }),
  )
  const twice = migrations.find(({ version }, index) => migrations[index - 1]?.version === version)
  if (twice) throw new Error(`two migrations have the number ${twice.version}`)
  return migrations
}
