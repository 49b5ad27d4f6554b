import { invalidRequest } from '@intake/contracts/app-error'
import { isStorableText } from '@intake/contracts/text'
import type { Db } from '@intake/database/create-database'
import type { Storage } from '@intake/storage/storage'
import { peek } from './peek.ts'
import { notePendingFile } from './pending-files.ts'
import { putFile } from './put-file.ts'
import { isAllowedType, isProgram, sniffedBytes, sniffType } from './sniff-type.ts'

/** A file as it comes in. */
export interface IncomingFile {
  filename: string
  /** As the client declared it. */
  contentType: string
  body: AsyncIterable<Uint8Array>
}

/** Where a file is to be stored. */
export interface FilePlace {
  id: string
  storageKey: string
  workspaceId: string
  /** Its place in the upload. */
  index: number
}

/** One that is stored, and pending until it is claimed. */
export interface StoredFile {
  id: string
  storageKey: string
  filename: string
  mimeType: string
  size: number
  /** Of the content, in hexadecimal. */
  sha256: string
}

export interface FileLimits {
  /** Of one file. */
  maxBytes: number
  /** Media types that are taken, such as `application/pdf` or `image/*`. */
  types: readonly string[]
}

/**
 * Stores a file of an upload, whole or not at all; of one that fails a pending row may stay. Throws
 * `payload_too_large`, `unavailable` (the store, not the file, is at fault), or `invalid_request` for an empty file and a type that isn't taken.
 */
export async function storeFile(
  { db, storage, limits }: { db: Db; storage: Storage; limits: FileLimits },
  { id, storageKey, workspaceId, index }: FilePlace,
  incoming: IncomingFile,
): Promise<StoredFile> {
  checkName(index, incoming.filename)
  const { beginning, body } = await peek(incoming.body, sniffedBytes)
  const head = beginning.subarray(0, sniffedBytes)
  const mimeType = await sniffType(head, incoming.contentType)
  checkFile(index, head, mimeType, limits)
  await notePendingFile(db, workspaceId, storageKey)
  const { size, sha256 } = await putFile(storage, storageKey, body, {
    contentType: mimeType,
    maxBytes: limits.maxBytes,
    tooLarge: `files[${index}] is larger than ${limits.maxBytes} bytes.`,
  })
  return { id, storageKey, filename: incoming.filename, mimeType, size, sha256: sha256.toString('hex') }
}

const maxName = 255

function checkName(index: number, filename: string): void {
  if (isStorableText(filename) && filename.length <= maxName) return
  const message = `its name must have at most ${maxName} characters, and no NUL`
  throw invalidRequest([{ pointer: `/files/${index}`, code: 'invalid_name', message }])
}

function checkFile(index: number, head: Uint8Array, mimeType: string, { types }: FileLimits): void {
  const refuse = (code: string, message: string) =>
    invalidRequest([{ pointer: `/files/${index}`, code, message }])
  if (head.length === 0) throw refuse('empty_file', 'is empty')
  if (isProgram(mimeType)) throw refuse('unsuitable_type', 'is a program')
  if (!isAllowedType(mimeType, types)) throw refuse('unsuitable_type', `${mimeType} is not taken here`)
}
