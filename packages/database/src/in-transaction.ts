import type pg from 'pg'

export type Connection = pg.PoolClient

/** Runs `work` in one transaction on one connection of the pool; what throws rolls it back. For named statements. */
export async function inTransaction<Result>(
  pool: pg.Pool,
  work: (connection: Connection) => Promise<Result>,
): Promise<Result> {
  const connection = await pool.connect()
  let broken: Error | undefined
  try {
    await connection.query('begin')
    const result = await work(connection)
    await connection.query('commit')
    return result
  } catch (error) {
    await connection.query('rollback').catch((failure: Error) => {
      broken = failure
    })
    throw error
  } finally {
    // A connection that couldn't even roll back is thrown away.
    connection.release(broken)
  }
}
