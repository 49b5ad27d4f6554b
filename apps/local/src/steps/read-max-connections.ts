import { createDatabase } from '@intake/database/create-database'

/** How many connections this server allows. */
export async function readMaxConnections(databaseUrl: string): Promise<number> {
  const { pool, close } = createDatabase({ url: databaseUrl, maxConnections: 1 })
  try {
    const { rows } = await pool.query<{ max_connections: string }>('show max_connections')
    return Number(rows[0]?.max_connections)
  } finally {
    await close()
  }
}
