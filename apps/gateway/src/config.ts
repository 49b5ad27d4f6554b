import { databaseUrlSetting } from '@intake/database/database-url-setting'
import { isNetwork } from '@intake/leads/workspace/allowed-addresses'
import { checkRedisSettings, redisSettings } from '@intake/queue/redis-settings'
import { describeSetting, inSection } from '@intake/runtime/describe-setting'
import { optionalPortSetting } from '@intake/runtime/settings'
import {
  encryptionSettings,
  processSettings,
  proxySettings,
  requiredDatabaseUrl,
  statementTimeoutSetting,
  submissionBodiesSetting,
  tracingSettings,
  webhookAddressSettings,
} from '@intake/runtime/shared-settings'
import { checkStorageSettings, storageSettings } from '@intake/runtime/storage-settings'
import { z } from 'zod'
import { documentSettings, fileSettings } from './settings/document-settings.ts'
import { importSettings } from './settings/import-settings.ts'
import { limitSettings } from './settings/limit-settings.ts'
import { sourceSettings } from './settings/source-settings.ts'
import { webhookSettings } from './settings/webhook-settings.ts'
import { writeSettings } from './settings/write-settings.ts'

const metricsSettings = inSection('observability', {
  METRICS_HOST: describeSetting(z.string().default('127.0.0.1'), {
    does: 'Address on which the gateway serves `/metrics`.',
  }),
  METRICS_PORT: describeSetting(optionalPortSetting(), {
    does: 'Port on which the gateway serves `/metrics`. The worker serves them on its `PORT`.',
    unset: 'no metrics',
  }),
})

/** Every setting of the gateway. */
export const GatewayConfig = z
  .object({
    ...requiredDatabaseUrl(databaseUrlSetting()),
    ...redisSettings(),
    ...processSettings({
      port: 3000,
      connections: { default: 12, min: 2, max: 500 },
      shutdownTimeout: { default: 20_000, min: 1000 },
    }),
    ...proxySettings(isNetwork),
    ...statementTimeoutSetting(10_000),
    ...writeSettings,
    ...limitSettings,
    ...encryptionSettings(),
    ...importSettings,
    ...sourceSettings,
    ...submissionBodiesSetting(),
    ...documentSettings,
    ...storageSettings,
    ...fileSettings,
    ...webhookAddressSettings(),
    ...webhookSettings,
    ...metricsSettings,
    ...tracingSettings(),
  })
  .superRefine(checkStorageSettings)
  .superRefine(checkRedisSettings)

export type GatewayConfig = z.infer<typeof GatewayConfig>
