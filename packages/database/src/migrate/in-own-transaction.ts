import type pg from 'pg'

/** Runs `work` between `begin` and `commit`; what throws rolls it back. */
export async function inOwnTransaction<Result>(
  client: pg.Client,
  work: () => Promise<Result>,
): Promise<Result> {
  await client.query('begin')
  try {
    const result = await work()
    await client.query('commit')
    return result
  } catch (error) {
    try {
      await client.query('rollback')
    } catch {
      // The connection is gone, and its transaction with it; what broke it is the error to tell.
    }
    throw error
  }
}
