import { randomBytes } from 'node:crypto'
import type { StorageOptions } from '@intake/storage/create-storage'
import type { StorageSettings } from '../settings/document-settings.ts'

/** The host as it stands in an address of this machine; one that stands for all interfaces is none. */
function hostOf(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1'
  return host.includes(':') ? `[${host}]` : host
}

/**
 * The store that the settings name. Without a signing secret a random one is taken: addresses then end with the process, and no other
 * gateway knows them.
 */
export function storageOptions(config: StorageSettings & { HOST: string; PORT: number }): StorageOptions {
  if (config.STORAGE === 's3')
    return {
      kind: 's3',
      bucket: config.S3_BUCKET ?? '',
      region: config.S3_REGION,
      endpoint: config.S3_ENDPOINT,
      forcePathStyle: config.S3_FORCE_PATH_STYLE,
      credentials:
        config.S3_ACCESS_KEY_ID && config.S3_SECRET_ACCESS_KEY
          ? { accessKeyId: config.S3_ACCESS_KEY_ID, secretAccessKey: config.S3_SECRET_ACCESS_KEY }
          : undefined,
    }
  return {
    kind: 'local',
    directory: config.STORAGE_DIR,
    publicUrl: (config.PUBLIC_URL ?? `http://${hostOf(config.HOST)}:${config.PORT}`).replace(/\/+$/, ''),
    signingSecret: config.FILE_SIGNING_SECRET ?? randomBytes(32).toString('hex'),
  }
}
