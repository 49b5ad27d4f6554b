import { migrate } from '@intake/database/migrate'
import type { Run } from '../run.ts'

/** Brings the schema up to date. */
export async function migrateDatabase(run: Run, databaseUrl: string): Promise<void> {
  await run.progress.step('migrations', async (say) => {
    try {
      const { applied } = await migrate(databaseUrl)
      if (applied.length > 0) say(applied.join(', '))
    } catch (error) {
      if (run.config.databaseUrl === undefined) throw error
      throw new Error(`The database at DATABASE_URL: ${error instanceof Error ? error.message : error}`)
    }
  })
}
