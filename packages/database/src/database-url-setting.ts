import { z } from 'zod'
import { DatabaseUrlError, parseDatabaseUrl } from './database-url.ts'

/** `DATABASE_URL` of a config: any address that {@link parseDatabaseUrl} takes, as text. What is wrong with it is said in words. */
export function databaseUrlSetting() {
  return z.string().superRefine((text, context) => {
    try {
      parseDatabaseUrl(text)
    } catch (error) {
      if (!(error instanceof DatabaseUrlError)) throw error
      context.addIssue({ code: 'custom', message: error.message })
    }
  })
}
