import { databaseUrlSetting } from '@intake/database/database-url-setting'
import { inSection } from '@intake/runtime/describe-setting'
import {
  dataDirSetting,
  encryptionSettings,
  optionalDatabaseUrl,
  publicUrl,
} from '@intake/runtime/shared-settings'
import { z } from 'zod'

/** Every setting of the admin command. */
export const AdminConfig = z.object({
  ...optionalDatabaseUrl(databaseUrlSetting(), 'the database of the running `npm start`'),
  ...dataDirSetting(),
  ...encryptionSettings(),
  ...inSection('documents', { PUBLIC_URL: publicUrl('that of the running `npm start`') }),
})
