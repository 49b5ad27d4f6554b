import { migrate } from '@intake/database/migrate'
import { describeEvents } from '@intake/database/migrate/migration-event'
import type { Run } from '../run.ts'

/** Brings the schema up to date. */
export async function migrateDatabase(run: Run, databaseUrl: string): Promise<void> {
  await run.progress.step('migrations', async (say) => {
    try {
      const show = describeEvents((line) => run.progress.line(`  migrations: ${line}`))
      const { applied } = await migrate(databaseUrl, {
        // What was applied is told when all are.
        onProgress: (event) => event.type === 'applied' || show(event),
      })
      if (applied.length > 0) say(applied.join(', '))
    } catch (error) {
      if (run.config.databaseUrl === undefined) throw error
      throw new Error(`The database at DATABASE_URL: ${error instanceof Error ? error.message : error}`)
    }
  })
}
