import { randomBytes } from 'node:crypto'
import { bucketOf, type StorageSettings } from '@intake/runtime/storage-settings'
import type { StorageOptions } from '@intake/storage/create-storage'
import type { FileSettings } from '../settings/document-settings.ts'

/** The host as it stands in an address of this machine; one that stands for all interfaces is none. */
function hostOf(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1'
  return host.includes(':') ? `[${host}]` : host
}

/**
 * The store that the settings name. Without a signing secret a random one is taken: addresses then end with the process, and no other
 * gateway knows them.
 */
export function gatewayStorage(
  config: StorageSettings & FileSettings & { HOST: string; PORT: number },
): StorageOptions {
  return (
    bucketOf(config) ?? {
      kind: 'local',
      directory: config.STORAGE_DIR,
      publicUrl: (config.PUBLIC_URL ?? `http://${hostOf(config.HOST)}:${config.PORT}`).replace(/\/+$/, ''),
      signingSecret: config.FILE_SIGNING_SECRET ?? randomBytes(32).toString('hex'),
    }
  )
}
