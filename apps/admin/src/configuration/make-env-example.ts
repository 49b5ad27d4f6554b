import type { SettingRow } from './collect-settings.ts'
import type { ComposeVariable } from './read-compose-variables.ts'

const head = `# Settings of docker-compose.yml. \`npm run docs:configuration\` writes this file.
# Copy it to .env, fill in the first part, and take the # away from what you change.
# All settings: docs/configuration.md.
`

/**
 * .env.example: what the compose file takes, described by the schemas.
 * @throws for a variable that is in no schema, and for a secret with a value of its own
 */
export function makeEnvExample(variables: readonly ComposeVariable[], rows: readonly SettingRow[]): string {
  const required = variables.filter(({ fallback }) => fallback === null)
  const optional = variables.filter(({ fallback }) => fallback !== null)
  return [
    head,
    '# Must be set. Make each secret with: openssl rand -hex 24\n',
    ...required.map((variable) => makeEntry(variable, rows)),
    '# Optional, with the defaults of docker-compose.yml.\n',
    ...optional.map((variable) => makeEntry(variable, rows)),
  ].join('\n')
}

function makeEntry({ name, fallback }: ComposeVariable, rows: readonly SettingRow[]): string {
  const row = rows.find((each) => each.name === name && each.section !== 'local')
  if (!row) throw new Error(`docker-compose.yml takes ${name}, which is in no schema.`)
  if (row.secret && fallback && !fallback.includes('${'))
    throw new Error(`docker-compose.yml has a default for the secret ${name}.`)
  const does = row.does.replaceAll('`', '')
  return `# ${does}\n${fallback === null ? `${name}=` : `#${name}=${fallback}`}\n`
}
