import type { Readable } from 'node:stream'

/** Where files are kept: whole ones, written once, under keys that the caller makes. */
export interface Storage {
  /**
   * Stores all of `body` or nothing; resolves with its bytes once they are durable. Throws {@link StoredObjectTooLarge} beyond `maxBytes`,
   * and what `body` throws.
   */
  put(key: string, body: AsyncIterable<Uint8Array>, options: PutOptions): Promise<{ size: number }>
  /** The bytes from `start` on. Throws {@link StoredObjectMissing}. */
  read(key: string, options?: { start?: number }): Promise<Readable>
  /** Removes what is there of each, what a `put` left behind that was killed too. */
  remove(keys: readonly string[]): Promise<void>
  /** An address that anyone may download the file from until it expires. */
  signUrl(key: string, options: SignOptions): Promise<string>
  /** What a signed address leads to, where these lead to the gateway; null for a wrong or an expired one. */
  readSigned?(key: string, query: URLSearchParams): Promise<SignedFile | null>
  /** Throws when files can't be stored. */
  check(): Promise<void>
  close(): Promise<void>
}

export interface PutOptions {
  contentType: string
  maxBytes: number
}

export interface SignOptions {
  /** The name that the download gets. */
  filename: string
  contentType: string
  expiresInSeconds: number
}

export interface SignedFile {
  filename: string
  contentType: string
  size: number
  body: Readable
}

/** There is nothing under the key. */
export class StoredObjectMissing extends Error {
  override readonly name = 'StoredObjectMissing'
}

/** More came than `maxBytes`. */
export class StoredObjectTooLarge extends Error {
  override readonly name = 'StoredObjectTooLarge'
}

/** Keys are made of ids and fixed words, so that no key leads out of the store. Throws for any other. */
export function checkKey(key: string): string {
  if (!/^[a-z0-9][a-z0-9-]*(\/[a-z0-9][a-z0-9-]*)*$/.test(key)) throw new Error('not a storage key')
  return key
}
