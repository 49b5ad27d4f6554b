import pg from 'pg'
import { preparedName } from './prepared.ts'

type QueryArguments = Parameters<pg.Client['query']>

/** A client that prepares statements whose text says so, see prepared.ts. */
export class NamingClient extends pg.Client {
  // biome-ignore lint/suspicious/noExplicitAny: the overloads of pg's query answer a promise, nothing or a stream.
  override query(...[text, values, ...others]: any[]): any {
    const send = super.query as (...all: unknown[]) => unknown
    const name = typeof text === 'string' ? preparedName(text) : null
    if (name === null) return send.apply(this, [text, values, ...others] as QueryArguments)
    return send.apply(this, [{ name, text, values }, ...others])
  }
}
