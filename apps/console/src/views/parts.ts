import { html } from 'hono/html'
import type { Html } from './layout.ts'

export type Cell = Html | string | number | null

/** A table that turns into a list of cards on a narrow screen. An empty one says so. */
export function dataTable(options: { caption: string; columns: string[]; rows: Cell[][]; empty: string }) {
  const { caption, columns, rows, empty } = options
  if (rows.length === 0) return html`<p class="empty">${empty}</p>`
  return html`<table class="data">
  <caption>${caption}</caption>
  <thead><tr>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
  <tbody>
  ${rows.map((row) => html`<tr>${row.map((cell, index) => html`<td data-label="${columns[index]}">${cell ?? dash}</td>`)}</tr>`)}
  </tbody>
</table>`
}

/** Said where somebody would expect a button. */
export const readOnlyNote = 'Nothing can be changed here: CONSOLE_READ_ONLY is on, or your role is viewer.'

const dash = html`<span class="quiet" aria-label="none">–</span>`

/** A moment, in UTC to the second; a script turns it into the viewer's zone and keeps UTC for who points at it. */
export function moment(at: Date | string | null): Cell {
  if (at === null) return null
  const iso = new Date(at).toISOString()
  return html`<time datetime="${iso}">${iso.slice(0, 10)} ${iso.slice(11, 19)}</time>`
}

/** A short word that stands out, such as a status. */
export function badge(text: string, tone: 'good' | 'bad' | 'plain' = 'plain') {
  return html`<span class="badge ${tone}">${text}</span>`
}

/** Names and values under one another; those without a value are left out. */
export function facts(entries: [string, Cell][]) {
  const known = entries.filter(([, value]) => value !== null && value !== '')
  return html`<dl class="facts">${known.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`
}

/** A part of a page under a heading of its own. */
export function part(title: string, body: Html | Html[]) {
  return html`<section class="card"><h2>${title}</h2>${body}</section>`
}

/** Data as it is, folded away. */
export function folded(title: string, data: unknown) {
  if (data === null || data === undefined) return html``
  return html`<details><summary>${title}</summary><pre tabindex="0">${JSON.stringify(data, null, 2)}</pre></details>`
}

/** A choice of one of the workspaces. */
export function workspaceSelect(workspaces: { slug: string; name: string }[], chosen: string, all?: string) {
  return html`<label for="workspace">Workspace</label>
  <select id="workspace" name="workspace">
    ${all ? html`<option value="">${all}</option>` : ''}
    ${workspaces.map(({ slug, name }) => html`<option value="${slug}"${slug === chosen ? html` selected` : ''}>${name} (${slug})</option>`)}
  </select>`
}
