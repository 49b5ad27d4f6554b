import type pg from 'pg'
import { isUnavailable } from './database-error.ts'
import { parseDatabaseUrl } from './database-url.ts'
import { guardedClientClass } from './guarded-client.ts'
import { createServerList } from './server-list.ts'

/**
 * One connection of its own to the first of the address's servers that takes writes, without our session settings: for migrations.
 * The caller ends it.
 * @throws DatabaseUrlError, NotWritableError, or what kept the last server from being reached
 */
export async function openClient(url: string, applicationName: string): Promise<pg.Client> {
  const { servers, settings } = parseDatabaseUrl(url)
  const list = createServerList(servers)
  const Client = guardedClientClass({
    settings: { application_name: applicationName, ...settings },
    servers: list,
    keepsNames: false,
    checkEveryMs: Infinity,
  })
  for (let attempt = 1; ; attempt += 1) {
    const client = new Client({})
    try {
      await client.connect()
      return client
    } catch (error) {
      if (attempt >= list.size || !isUnavailable(error)) throw error
    }
  }
}
