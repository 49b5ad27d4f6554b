import { access, constants, type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { CountedBody } from './counted-body.ts'
import { signAddress, verifyAddress } from './sign-address.ts'
import { checkKey, type Storage, StoredObjectMissing } from './storage.ts'

export interface LocalStorageOptions {
  /** The folder of all files. Several gateways need one that they share. */
  directory: string
  /** Where clients reach the gateway, without a slash at the end. */
  publicUrl: string
  /** Signs addresses; the same for all gateways. */
  signingSecret: string
}

/** Path of the gateway's addresses to files, before the key. */
export const signedFilesPath = '/files'

/** Files on the local disk, with addresses that the gateway serves. */
export function createLocalStorage({ directory, publicUrl, signingSecret }: LocalStorageOptions): Storage {
  const pathOf = (key: string) => join(directory, checkKey(key))

  const openFile = async (key: string): Promise<FileHandle> => {
    try {
      return await open(pathOf(key))
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
        throw new StoredObjectMissing('no such file', { cause: error })
      throw error
    }
  }

  const read = async (key: string, { start = 0 } = {}): Promise<Readable> =>
    (await openFile(key)).createReadStream({ start })

  return {
    async put(key, body, { maxBytes }) {
      const path = pathOf(key)
      const part = partOf(path)
      await makeDirectory(dirname(path))
      try {
        const size = await writeDurably(part, body, maxBytes)
        await rename(part, path)
        await syncDirectory(dirname(path))
        return { size }
      } catch (error) {
        await rm(part, { force: true })
        throw error
      }
    },
    read,
    async remove(keys) {
      for (const path of keys.map(pathOf)) {
        await rm(path, { force: true })
        await rm(partOf(path), { force: true })
      }
    },
    async signUrl(key, options) {
      return `${publicUrl}${signedFilesPath}/${checkKey(key)}?${signAddress(signingSecret, key, options)}`
    },
    async readSigned(key, query) {
      const address = verifyAddress(signingSecret, key, query)
      if (!address) return null
      const file = await openFile(key)
      const { size } = await file.stat().catch(async (error: unknown) => {
        await file.close()
        throw error
      })
      return { ...address, size, body: file.createReadStream() }
    },
    async check() {
      await mkdir(directory, { recursive: true, mode: 0o700 })
      await access(directory, constants.R_OK | constants.W_OK | constants.X_OK)
    },
    async close() {},
  }
}

/** With all above it, each made known to the disk, so that no file is lost with a folder that a power cut took. */
async function makeDirectory(path: string): Promise<void> {
  const first = await mkdir(path, { recursive: true, mode: 0o700 })
  for (let made = path; first !== undefined && made.length >= first.length; made = dirname(made))
    await syncDirectory(dirname(made))
}

/** Where a file grows until it is whole. */
function partOf(path: string): string {
  return `${path}.part`
}

async function writeDurably(
  path: string,
  body: AsyncIterable<Uint8Array>,
  maxBytes: number,
): Promise<number> {
  const file = await open(path, 'w', 0o600)
  try {
    const counted = new CountedBody(body, maxBytes)
    for await (const chunk of counted) await writeAll(file, chunk)
    await file.sync()
    return counted.size
  } finally {
    await file.close()
  }
}

async function writeAll(file: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let done = 0; done < chunk.byteLength; ) done += (await file.write(chunk, done)).bytesWritten
}

/** So that the new name, too, is there after a power cut. */
async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path)
  try {
    await directory.sync()
  } finally {
    await directory.close()
  }
}
