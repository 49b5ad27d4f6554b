import { type Storage, StoredObjectMissing } from '@intake/storage/storage'

/** The storage can't be read right now, for a reason of its own: an import waits for it, as it does for Postgres. */
export class StorageAway extends Error {
  override readonly name = 'StorageAway'
}

/**
 * The stored file from a byte on. Whatever keeps it from being read, at first or on the way, is thrown as {@link StorageAway}; but
 * {@link StoredObjectMissing} where the storage itself is in order.
 */
export async function openStored(
  storage: Pick<Storage, 'read' | 'check'>,
  key: string,
  start: number,
): Promise<AsyncIterable<Buffer>> {
  try {
    return telling(await storage.read(key, { start }))
  } catch (error) {
    if (!(error instanceof StoredObjectMissing)) throw away(error)
    // A folder that isn't mounted has no files either.
    await storage.check().catch((cause: unknown) => Promise.reject(away(cause)))
    throw error
  }
}

async function* telling(file: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield* file
  } catch (error) {
    throw away(error)
  }
}

function away(cause: unknown): StorageAway {
  return new StorageAway(`the storage can’t be read: ${cause instanceof Error ? cause.message : cause}`, {
    cause,
  })
}
