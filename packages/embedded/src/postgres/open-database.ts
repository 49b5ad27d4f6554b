import pg from 'pg'

/**
 * Proves that the server takes our password, and creates the database when it is missing. Returns its URL.
 * @throws when the password is not the one the cluster was made with
 */
export async function openDatabase(port: number, password: string, database: string): Promise<string> {
  const urlOf = (name: string) => `postgres://intake:${password}@127.0.0.1:${port}/${name}`
  const client = new pg.Client({ connectionString: urlOf('postgres') })
  client.on('error', () => {})
  try {
    await client.connect()
    const found = await client.query('select 1 from pg_database where datname = $1', [database])
    if (found.rowCount === 0) await client.query(`create database ${pg.escapeIdentifier(database)}`)
  } finally {
    await client.end()
  }
  return urlOf(database)
}
