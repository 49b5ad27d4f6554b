import pg from 'pg'

type QueryArguments = Parameters<pg.Client['query']>

/** A client that prepares nothing: it sends named statements without their names. */
export class UnnamedClient extends pg.Client {
  // biome-ignore lint/suspicious/noExplicitAny: the overloads of pg's query answer a promise, nothing or a stream.
  override query(...[config, ...others]: any[]): any {
    const [unnamed] = [withoutName(config)]
    return (super.query as (...all: unknown[]) => unknown)(...([unnamed, ...others] as QueryArguments))
  }
}

function withoutName(config: unknown): unknown {
  if (typeof config !== 'object' || config === null || !('name' in config) || 'submit' in config)
    return config
  const { name: _, ...unnamed } = config
  return unnamed
}
