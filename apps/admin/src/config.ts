import { databaseUrlSetting } from '@intake/database/database-url-setting'
import { dataDirSetting, encryptionSettings, optionalDatabaseUrl } from '@intake/runtime/shared-settings'
import { z } from 'zod'

/** Every setting of the admin command. */
export const AdminConfig = z.object({
  ...optionalDatabaseUrl(databaseUrlSetting(), 'the database of the running `npm start`'),
  ...dataDirSetting(),
  ...encryptionSettings(),
})
