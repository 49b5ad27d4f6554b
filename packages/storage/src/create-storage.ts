import { createLocalStorage, type LocalStorageOptions } from './local-storage.ts'
import type { S3StorageOptions } from './s3-storage.ts'
import type { Storage } from './storage.ts'

export type StorageOptions = ({ kind: 'local' } & LocalStorageOptions) | ({ kind: 's3' } & S3StorageOptions)

/** The storage that was configured. What S3 needs is loaded only where it is used. */
export async function createStorage(options: StorageOptions): Promise<Storage> {
  if (options.kind === 'local') return createLocalStorage(options)
  const { createS3Storage } = await import('./s3-storage.ts')
  return createS3Storage(options)
}
