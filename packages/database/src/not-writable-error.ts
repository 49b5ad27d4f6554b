/** Why a server takes no writes: it follows another one, or its settings make transactions read-only. */
export type NotWritable = 'standby' | 'read-only'

const words: Record<NotWritable, string> = {
  standby: 'the Postgres at DATABASE_URL is a standby: it only reads',
  'read-only': 'the Postgres at DATABASE_URL takes no writes: transactions are read-only there',
}

/** A server answered that takes no writes. Nothing that it says counts: it may be behind, or cut off. */
export class NotWritableError extends Error {
  override name = 'NotWritableError'
  readonly why: NotWritable
  /** Whoever asks whether a process is ready may read the message. */
  readonly isTellable = true

  constructor(why: NotWritable) {
    super(words[why])
    this.why = why
  }
}
