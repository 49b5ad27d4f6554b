import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { access, open } from 'node:fs/promises'
import type { FileEncoding } from '@intake/contracts/imports'
import { EncodingWatch } from '@intake/leads/imports/file-encoding'
import { maxHeaderBytes } from '@intake/leads/imports/read-header'
import { AdminError } from '../admin-error.ts'

export interface LocalFileFacts {
  size: number
  sha256: Buffer
  /** As much of it as a header may take. */
  beginning: Buffer
  /** Has seen all of it. */
  watch: EncodingWatch
}

/** What has to be known of a file before its rows are read: all of it is read once, for its hash and its encoding. */
export async function lookAtFile(path: string, encoding: FileEncoding | undefined): Promise<LocalFileFacts> {
  const file = await open(path).catch(() => {
    throw new AdminError({ code: 'no_file', message: `${path} can’t be read.` })
  })
  try {
    const { size } = await file.stat()
    const beginning = Buffer.alloc(Math.min(size, maxHeaderBytes))
    await file.read(beginning, 0, beginning.length, 0)
    const hash = createHash('sha256')
    const watch = new EncodingWatch(beginning, encoding)
    for await (const chunk of file.createReadStream({ start: 0, autoClose: false })) {
      hash.update(chunk)
      watch.show(chunk)
    }
    return { size, sha256: hash.digest(), beginning, watch }
  } finally {
    await file.close()
  }
}

/** The file as the storage of an import that is read where it lies. */
export function storageOf(path: string) {
  return {
    read: async (_key: string, { start = 0 } = {}) => createReadStream(path, { start }),
    remove: async () => undefined,
    check: () => access(path),
  }
}
