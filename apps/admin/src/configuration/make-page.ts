import { sections } from '@intake/runtime/describe-setting'
import type { SettingRow } from './collect-settings.ts'
import { sectionTexts } from './describe-sections.ts'

const head = `<!-- \`npm run docs:configuration\` writes this file from the schemas of the apps. -->

# Configure Intake

Settings are environment variables. An empty one counts as unset.

- A bad value stops the process with exit code 78. The message names every setting that is wrong, never a value.
- A length of time is a number with \`ms\`, \`s\`, \`m\`, \`h\` or \`d\`, such as \`250ms\`, \`30s\` or \`24h\`. A bare number is milliseconds.
- A switch takes \`true\`, \`yes\`, \`on\`, \`1\` or \`false\`, \`no\`, \`off\`, \`0\`.
- "Secret" marks what belongs into no log and no repository.

\`\`\`sh
LOG_LEVEL=debug RATE_LIMIT=50 npm start
\`\`\`
`

/** docs/configuration.md. */
export function makePage(rows: readonly SettingRow[]): string {
  return [head, ...sections.map((section) => makeSection(section, rows))].join('\n')
}

function makeSection(section: SettingRow['section'], rows: readonly SettingRow[]): string {
  const { title, intro } = sectionTexts[section]
  const lines = rows.filter((row) => row.section === section).map(makeLine)
  return `## ${title}

${intro}

| setting | default | what it does | read by |
|---|---|---|---|
${lines.join('\n')}
`
}

function makeLine({ name, does, secret, defaults }: SettingRow): string {
  const what = secret ? `${does} Secret.` : does
  const cells = [`\`${name}\``, describeDefaults(defaults), what, [...defaults.keys()].join(', ')]
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
}

/** One text where all readers agree, else each with those that have it. */
function describeDefaults(defaults: SettingRow['defaults']): string {
  const texts = [...new Set(defaults.values())]
  if (texts.length === 1) return texts.join()
  const readersOf = (text: string) => [...defaults].flatMap(([reader, its]) => (its === text ? [reader] : []))
  return texts.map((text) => `${readersOf(text).join(', ')}: ${text}`).join('; ')
}
