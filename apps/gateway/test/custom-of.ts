import type { Db } from '@intake/database/create-database'

/** The custom fields that a lead is stored with. */
export async function customOf(db: Db, leadId: string): Promise<Record<string, unknown> | null> {
  const { custom } = await db
    .selectFrom('leads')
    .select('custom')
    .where('id', '=', leadId)
    .executeTakeFirstOrThrow()
  return custom
}
