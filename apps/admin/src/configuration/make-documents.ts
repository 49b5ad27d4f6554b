import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { collectSettings } from './collect-settings.ts'
import { makeEnvExample } from './make-env-example.ts'
import { makePage } from './make-page.ts'
import { makeValuesSchema } from './make-values-schema.ts'
import { readComposeVariables } from './read-compose-variables.ts'

/** The folder with the README. */
export const projectRoot = fileURLToPath(new URL('../../../../', import.meta.url))

/** The documents of the configuration: what each path below the project's root should hold. */
export function makeDocuments(): Record<string, string> {
  const rows = collectSettings()
  const compose = readFileSync(join(projectRoot, 'docker-compose.yml'), 'utf8')
  const valuesSchema = 'deploy/helm/values.schema.json'
  return {
    'docs/configuration.md': makePage(rows),
    '.env.example': makeEnvExample(readComposeVariables(compose), rows),
    [valuesSchema]: makeValuesSchema(readFileSync(join(projectRoot, valuesSchema), 'utf8'), rows),
  }
}
