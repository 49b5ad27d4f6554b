import type { Import, ImportResult } from '@intake/contracts/imports'
import { html } from 'hono/html'
import { importState } from './imports-page.ts'
import { page } from './page.ts'
import { dataTable, facts, moment, part } from './parts.ts'

/** One import: how far it is, what its columns became, and what was refused. */
export function importPage(slug: string, one: Import, refused: ImportResult[]) {
  const { rows, columns } = one
  const path = `/imports/${slug}/${one.id}`
  return page({
    title: one.filename ?? 'An import',
    section: '/imports',
    body: html`<p class="sub">${importState(one)} <span class="quiet">of <a href="/imports?workspace=${slug}">${slug}</a></span></p>
<div class="columns">
${part(
  'The file',
  facts([
    ['Format', one.format],
    ['Encoding', one.encoding],
    ['Bytes', one.size.toLocaleString('en')],
    ['Duplicates', one.duplicatePolicy],
    ['Received', moment(one.createdAt)],
    ['Begun', moment(one.startedAt)],
    ['Ended', moment(one.completedAt)],
    ['Id', html`<code>${one.id}</code>`],
  ]),
)}
${part(
  'Its rows',
  facts([
    ['Read', rows.read],
    ['Created', rows.created],
    ['Merged', rows.merged],
    ['Refused', rows.refused],
    ['Warned', rows.warned],
  ]),
)}
</div>
${part(
  'Refused rows',
  html`${dataTable({
    caption: rows.refused > refused.length ? `The first ${refused.length} of ${rows.refused}` : 'All of them',
    columns: ['Line', 'Column', 'Value', 'Why'],
    rows: refused.map((row) => {
      if (row.outcome !== 'refused') return []
      const [fault] = row.errors ?? []
      return [
        row.line ?? row.row,
        fault?.column ?? null,
        fault?.value ?? null,
        fault ? fault.message : row.detail,
      ]
    }),
    empty: 'None.',
  })}
${
  rows.refused > 0 && one.format === 'csv'
    ? html`<p class="pages"><a class="button small quiet" href="${path}/refused.csv">Download them to mend</a></p>
<p class="quiet">Mend the rows in that file and import it: the columns with line and reason are left out.</p>`
    : ''
}`,
)}
${
  columns
    ? part(
        'Columns',
        dataTable({
          caption: 'What each became',
          columns: ['In the file', 'Field'],
          rows: columns.map(({ name, field }) => [name, field]),
          empty: 'None.',
        }),
      )
    : ''
}`,
  })
}
