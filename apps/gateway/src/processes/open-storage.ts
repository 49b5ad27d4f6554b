import type { Logger } from '@intake/runtime/logger'
import { createStorage } from '@intake/storage/create-storage'
import type { Storage } from '@intake/storage/storage'
import type { GatewayConfig } from '../config.ts'
import { gatewayStorage } from './storage-config.ts'

/** The store of files that was configured. One that is away is logged and not waited for: leads need none. */
export async function openStorage(config: GatewayConfig, logger: Logger): Promise<Storage> {
  const storage = await createStorage(gatewayStorage(config))
  storage.check().catch((err: unknown) => logger.error({ err }, 'documents can’t be stored'))
  if (config.STORAGE === 'local' && !config.FILE_SIGNING_SECRET)
    logger.warn('without FILE_SIGNING_SECRET the addresses of documents end with this process')
  return storage
}
