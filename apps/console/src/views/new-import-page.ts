import { type ImportPreview, importFields } from '@intake/contracts/imports'
import { html } from 'hono/html'
import { leftOut, maxImportBytes } from '../import-form.ts'
import type { Html } from './layout.ts'
import { page } from './page.ts'
import { dataTable, facts, part, workspaceSelect } from './parts.ts'

export interface NewImportView {
  workspaces: { slug: string; name: string }[]
  slug: string
  /** Null where nothing may be imported. */
  token: string | null
  /** Why there is no form, or what was wrong with the file. */
  notes: string[]
  once: string
  /** What was looked at, if it could be. */
  preview?: ImportPreview | undefined
  /** Columns that a refusal names. */
  named: readonly string[]
  /** What was chosen for each column before. */
  chosen: ReadonlyMap<string, string>
}

/** A form that takes a file of leads, shows what it would become, and imports it. */
export function newImportPage(view: NewImportView) {
  const { workspaces, slug, token, notes } = view
  return page({
    title: 'Import a file',
    section: '/imports',
    script: 'import.js',
    body: html`<form method="get" action="/imports/new" class="search">
  <div class="grow">${workspaceSelect(workspaces, slug)}</div><button class="button">Choose</button>
</form>
${token === null || slug === '' ? html`<p class="empty" id="preview">${notes[0] ?? 'There is no workspace yet.'}</p>` : importForm(view, token)}`,
  })
}

function importForm(view: NewImportView, token: string): Html {
  const { slug, once } = view
  const megabytes = maxImportBytes / 1_000_000
  return html`<form method="post" action="/imports/${slug}" enctype="multipart/form-data" class="card stack" id="import">
<input type="hidden" name="token" value="${token}">
<input type="hidden" name="once" value="${once}">
<p><label for="file">CSV with a header, or NDJSON, at most ${megabytes} MB</label>
<input id="file" type="file" name="file" required accept=".csv,.tsv,.txt,.ndjson,.jsonl,text/csv,text/plain,application/x-ndjson"></p>
<p><label for="duplicates">Leads that are there already</label>
<select id="duplicates" name="duplicatePolicy">
  <option value="">as the workspace does it</option><option value="flag">take in and match</option>
  <option value="merge">merge into the one that is there</option><option value="reject">refuse the row</option>
</select></p>
<details><summary>Encoding and delimiter</summary>
<p><label for="encoding">Encoding</label>
<select id="encoding" name="encoding"><option value="">found out</option>${['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'].map((name) => html`<option>${name}</option>`)}</select></p>
<p><label for="delimiter">What parts columns</label>
<select id="delimiter" name="delimiter"><option value="">found out</option><option value=",">a comma</option><option value=";">a semicolon</option><option value="tab">a tab</option><option value="|">a bar</option></select></p>
</details>
<div id="preview" aria-live="polite">${previewPart(view)}</div>
<p class="pages"><button class="button quiet" formaction="/imports/${slug}/preview" id="look">Preview</button>
<button class="button">Import</button></p>
</form>
<p class="quiet">Preview reads the first 1,000 rows and stores nothing. Larger files: “npm run admin -- import”, or POST /api/v1/imports.</p>`
}

function previewPart({ notes, named, preview, chosen }: NewImportView): Html {
  const wrong = notes.map((note) => html`<p class="note bad" role="alert">${note}</p>`)
  if (!preview)
    return html`${wrong}${
      named.length === 0
        ? ''
        : columnChoices(
            named.map((name) => ({ name, field: null, samples: [] })),
            chosen,
          )
    }`
  const { rows, rowsLookedAt, complete, columns, leads, refused, warned } = preview
  return html`${wrong}
${part(
  'What it would become',
  facts([
    ['Rows looked at', `${rowsLookedAt}${complete ? ', all of them' : ', the first ones'}`],
    ['Taken in', rows.accepted],
    ['Refused', rows.refused],
    ['With a warning', rows.warned],
    ['Phones that can’t be read', rows.unreadPhones],
    ['Encoding', preview.encoding],
  ]),
)}
${columns ? columnChoices(columns, chosen) : ''}
${part(
  'The first leads',
  dataTable({
    caption: `${leads.length} as they would be`,
    columns: ['Line', 'Lead', 'Warnings'],
    rows: leads.map(({ line, row, lead, warnings }) => [
      line ?? row,
      summary(lead),
      warnings.map(({ message }) => message).join('; '),
    ]),
    empty: 'None could be taken in.',
  }),
)}
${part(
  'What would be refused',
  dataTable({
    caption: 'At most 100 rows',
    columns: ['Line', 'Column', 'Value', 'Why'],
    rows: refused.map((row) => {
      const [fault] = row.errors ?? []
      return [
        row.line ?? row.row,
        fault?.column ?? null,
        fault?.value ?? null,
        fault ? fault.message : row.detail,
      ]
    }),
    empty: 'Nothing.',
  }),
)}
${part(
  'What would be stored with a warning',
  dataTable({
    caption: 'At most 100 rows',
    columns: ['Line', 'Warnings'],
    rows: warned.map(({ line, row, warnings }) => [
      line ?? row,
      warnings.map(({ message }) => message).join('; '),
    ]),
    empty: 'Nothing.',
  }),
)}`
}

type Column = NonNullable<ImportPreview['columns']>[number]

function columnChoices(columns: readonly Column[], chosen: ReadonlyMap<string, string>): Html {
  return part(
    'What each column becomes',
    dataTable({
      caption: 'Choose, and preview again',
      columns: ['In the file', 'Such as', 'Becomes'],
      rows: columns.map(({ name, field, samples }, place) => [
        html`${name}<input type="hidden" name="column.${place}" value="${name}">`,
        samples.join(', '),
        html`<select name="map.${place}" aria-label="What “${name}” becomes">${options(name, field, chosen.get(name) ?? '')}</select>`,
      ]),
      empty: 'The file has no columns.',
    }),
  )
}

function options(name: string, field: string | null, chosen: string): Html[] {
  const custom = `customFields.${[...name].slice(0, 64).join('').trim()}`
  const all: [string, string][] = [
    [
      '',
      chosen === '' && field
        ? `${field}, as recognised`
        : chosen === ''
          ? 'left out, as not recognised'
          : 'as recognised',
    ],
    [leftOut, 'left out'],
    ...[...new Set([...importFields, custom, ...(chosen === '' || chosen === leftOut ? [] : [chosen])])].map(
      (target): [string, string] => [target, target],
    ),
  ]
  return all.map(
    ([value, label]) =>
      html`<option value="${value}"${value === chosen ? html` selected` : ''}>${label}</option>`,
  )
}

/** A lead as one line: what it has, without what is empty. */
function summary(lead: Readonly<Record<string, unknown>>): string {
  const parts = Object.entries(lead).flatMap(([name, value]) => {
    if (value === null || value === '' || value === false || (Array.isArray(value) && value.length === 0))
      return []
    if (typeof value === 'object' && !Array.isArray(value) && Object.keys(value).length === 0) return []
    return `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`
  })
  return parts.join(', ').slice(0, 500)
}
