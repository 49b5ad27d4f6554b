import { phoneProblems } from '@intake/phone/phone-reading'
import { placeholderPhones } from '@intake/phone/placeholder-phones'
import { type ReadingCase, readingRules } from '../../test/reading-cases.ts'

/** Markdown: what a phone field is read as, rule by rule, of the cases that the tests hold the code to. */
export function readingPage(): string {
  return [
    '# How a phone field is read',
    '',
    'Made by `npm run report:phone` of `packages/phone/test/reading-cases.ts`: every row is a test. The region is US where none',
    'is named. `key` is what matches; it stands here where it isn’t the number itself. A **guessed** reading never gives a time',
    'zone a confidence above low. What can’t be read is kept as given, with a reason code.',
    '',
    ...readingRules.flatMap(({ rule, cases }) => [
      `## ${rule}`,
      '',
      '| given | read as | and |',
      '|---|---|---|',
      ...cases.map(line),
      '',
    ]),
    '## Reason codes',
    '',
    '| code | meaning |',
    '|---|---|',
    ...Object.entries(phoneProblems).map(([code, text]) => `| \`${code}\` | ${text} |`),
    '',
    '## Placeholders',
    '',
    '`packages/phone/src/placeholder-phones.ts`; a workspace adds its own numbers to them.',
    '',
    ...placeholderPhones.map(({ reason }) => `- ${reason}`),
    '',
  ].join('\n')
}

function line({ given, region, e164, key, extension, others, certainty, problem }: ReadingCase): string {
  const notes = [
    extension && `extension ${extension}`,
    others && `other: ${others.map(code).join(', ')}`,
    key && `key ${key}`,
    key === null && 'no key',
    certainty,
    problem && `\`${problem}\``,
  ].filter(Boolean)
  return `| ${code(given)}${region ? ` in ${region}` : ''} | ${e164 ?? '–'} | ${notes.join('; ')} |`
}

/** Signs that can't be seen are written as escapes, and a bar as Markdown wants it in a table. */
function code(given: string | number): string {
  const text = String(given).replace(
    /[\p{Cc}\p{Cf}]|(?! )\p{Zs}/gu,
    (sign) => `\\u${(sign.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  )
  const shown = typeof given === 'number' ? `${text} (a JSON number)` : text
  return `\`${shown.replaceAll('|', '\\|')}\``
}
