import pg from 'pg'
import { NotWritableError } from './not-writable-error.ts'

/** A query as pg takes it. */
export interface QueryConfig {
  text: string
  values?: unknown[] | undefined
  name?: string | undefined
}
export type QueryCallback = (error: Error | null, result?: pg.QueryResult) => void

/** What pg doesn't tell of its query and of the connection that it is written to. */
interface QueryInternals {
  submit(connection: pg.Connection): Error | null
  handleDataRow(message: object): void
  handleCommandComplete(message: { text: string }, connection: pg.Connection): void
  handleReadyForQuery(connection: pg.Connection): void
  handleError(error: Error, connection: pg.Connection): void
}
interface Wire {
  parse(message: { text: string }): void
  bind(message: object): void
  execute(message: object): void
  sync(): void
}

const Query = pg.Query as unknown as new (
  config: QueryConfig & { queryMode: 'extended' },
  values: undefined,
  callback: QueryCallback,
) => QueryInternals

/** Answers a row on a standby, which nobody reads: the number of rows stands in the message that ends a statement. */
const check = 'select 1 where pg_is_in_recovery()'

/**
 * A query with a second one behind it, in the same message and so in the same transaction on the same server: whether that server is
 * a standby. If it is, the first one's answer is dropped and `NotWritableError` takes its place. No round trip more.
 * `onChecked` hears what was found, before the callback does.
 */
export class CheckedQuery extends Query {
  readonly #onChecked: (error: NotWritableError | null) => void
  #answered = false
  #error: NotWritableError | null = null

  constructor(
    config: QueryConfig,
    callback: QueryCallback,
    onChecked: (error: NotWritableError | null) => void,
  ) {
    super({ ...config, queryMode: 'extended' }, undefined, callback)
    this.#onChecked = onChecked
  }

  override submit(connection: pg.Connection): Error | null {
    const wire = connection as unknown as Wire
    const sync = () => {
      wire.parse({ text: check })
      wire.bind({})
      wire.execute({})
      wire.sync()
    }
    // Everything else of the connection stays as it is.
    return super.submit(Object.create(connection, { sync: { value: sync } }))
  }

  override handleDataRow(message: object): void {
    if (!this.#answered) super.handleDataRow(message)
  }

  override handleCommandComplete(message: { text: string }, connection: pg.Connection): void {
    if (this.#answered) {
      this.#error = message.text === 'SELECT 0' ? null : new NotWritableError('standby')
      this.#onChecked(this.#error)
    } else {
      this.#answered = true
      super.handleCommandComplete(message, connection)
    }
  }

  override handleReadyForQuery(connection: pg.Connection): void {
    if (this.#error) this.handleError(this.#error, connection)
    else super.handleReadyForQuery(connection)
  }
}
