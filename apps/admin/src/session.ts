import { checkSchema } from '@intake/database/check-schema'
import { createDatabase, type Database } from '@intake/database/create-database'
import { createSealer, type Sealer } from '@intake/leads/sealing/sealer'
import type { Actor } from '@intake/leads/workspace/caller'
import type { Environment } from '@intake/runtime/parse-config'
import { AdminError } from './admin-error.ts'
import { type FoundService, findService } from './find-service.ts'
import type { Output, Streams } from './output.ts'

/** What every command is given: where to write, and the database on demand. */
export interface Session {
  output: Output
  stderr: Streams['stderr']
  /** Aborts once nobody reads the output any more. */
  unread: AbortSignal
  /** Goes on when the person at the terminal says yes, or `isSure`. Throws an AdminError otherwise. */
  confirm(question: string, isSure: boolean): Promise<void>
  environment: Environment
  /** The service that the command works on. Throws when there is none. */
  service(): FoundService
  /** Runs `work` on the database once its schema is known to be new enough, and closes it. */
  withDatabase<Result>(
    work: (ctx: SessionContext) => Promise<Result>,
    maxConnections?: number,
  ): Promise<Result>
}

/** A database, and what encrypts in it as the service does. */
export interface SessionContext extends Database {
  sealer: Sealer
  /** Where senders reach the gateways; null where nobody said. */
  publicUrl: string | null
  /** Who is on record for what the command does. */
  actor: Actor
}

/** Nothing is opened before a command asks for it, so that `--help` works anywhere. */
export function createSession(
  environment: Environment,
  output: Output,
  { stderr, ask, unread = new AbortController().signal }: Pick<Streams, 'stderr' | 'ask' | 'unread'>,
): Session {
  let found: FoundService | undefined
  const find = () => (found ??= findService(environment, output.note))
  return {
    output,
    stderr,
    unread,
    confirm: async (question, isSure) => {
      if (isSure) return
      if (!ask || output.json)
        throw new AdminError({ code: 'usage', message: `${question} Say --yes where nobody can be asked.` })
      if (!/^y(es)?$/i.test((await ask(`${question} Type yes to go on: `)).trim()))
        throw new AdminError({ code: 'not_confirmed', message: 'Nothing was done.' })
    },
    environment,
    service: find,
    withDatabase: async (work, maxConnections = 2) => {
      const { databaseUrl, encryptionKeys, publicUrl, user } = find()
      const sealer = createSealer(encryptionKeys)
      const database = createDatabase({
        url: databaseUrl,
        maxConnections,
        applicationName: 'intake-admin',
      })
      try {
        await checkSchema(database.db)
        return await work({ ...database, sealer, publicUrl, actor: { kind: 'cli', id: user } })
      } finally {
        await database.close()
      }
    },
  }
}
