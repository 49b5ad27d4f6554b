import { connect, type TLSSocket } from 'node:tls'
import {
  AbstractConnector,
  type SentinelConnectionOptions,
  SentinelConnector,
  type StandaloneConnectionOptions,
} from 'ioredis'

/**
 * A TLS socket may err a second time, when the server answers after its certificate was refused. ioredis hears the first
 * error only, and the second would end the process.
 */
function hearAll<Stream extends { on(event: 'error', listener: (error: Error) => void): unknown }>(
  stream: Stream,
): Stream {
  stream.on('error', () => undefined)
  return stream
}

type Emit = Parameters<AbstractConnector['connect']>[0]
type Stream = Awaited<ReturnType<AbstractConnector['connect']>>

/** Connects to a server by TLS, in place of ioredis's own connector. */
export class TlsConnector extends AbstractConnector {
  readonly #options: StandaloneConnectionOptions

  constructor(options: unknown) {
    super(2000)
    this.#options = options as StandaloneConnectionOptions
  }

  async connect(): Promise<TLSSocket> {
    const { host, port = 6379, family, tls } = this.#options
    this.connecting = true
    const stream = hearAll(connect({ host, port, ...(family === undefined ? {} : { family }), ...tls }))
    stream.once('error', (error) => {
      this.firstError = error
    })
    this.stream = stream
    return stream
  }
}

/** Connects by TLS to the primary that the sentinels name. */
export class TlsSentinelConnector extends SentinelConnector {
  constructor(options: unknown) {
    super(options as SentinelConnectionOptions)
  }

  override async connect(emit: Emit): Promise<Stream> {
    return hearAll(await super.connect(emit))
  }
}
