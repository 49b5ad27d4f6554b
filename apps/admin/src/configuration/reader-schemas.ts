import { ConsoleSettings } from '../../../console/src/config.ts'
import { GatewayConfig } from '../../../gateway/src/config.ts'
import { LocalSettings } from '../../../local/src/config.ts'
import { WorkerConfig } from '../../../worker/src/config.ts'
import { AdminConfig } from '../config.ts'
import { ComposeSettings } from './compose-settings.ts'

/**
 * Whatever reads settings, with its schema. The one file that imports other apps: it makes documents of them and is
 * part of no program.
 */
export const readerSchemas = {
  gateway: GatewayConfig,
  worker: WorkerConfig,
  console: ConsoleSettings,
  admin: AdminConfig,
  '`npm start`': LocalSettings,
  'docker compose': ComposeSettings,
}
export type Reader = keyof typeof readerSchemas
