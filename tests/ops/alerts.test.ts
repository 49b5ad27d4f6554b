import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'

const read = (path: string) => readFile(new URL(`../../${path}`, import.meta.url), 'utf8')
const namesIn = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, name]) => name ?? '')

test('every alert says what it means and what to do, and is tried by promtool', async () => {
  const alerts = namesIn(await read('ops/alerts.yml'), /^ +- alert: (\w+)$/gm)
  expect(alerts.length).toBeGreaterThan(10)
  expect(namesIn(await read('docs/alerts.md'), /^## (\w+)$/gm).sort()).toEqual(alerts.toSorted())
  const tried = namesIn(await read('ops/alerts.test.yml'), /alertname: (\w+)/g)
  expect(alerts.filter((alert) => !tried.includes(alert))).toEqual([])
})

test('every panel of the dashboard shows something, each at a place of its own', async () => {
  const { panels } = JSON.parse(await read('ops/grafana/intake.json')) as { panels: Panel[] }
  const ids = panels.map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
  const taken = new Set<string>()
  for (const { type, title, targets = [], gridPos } of panels) {
    if (type !== 'row') expect(targets.length, title).toBeGreaterThan(0)
    expect(gridPos.x + gridPos.w, title).toBeLessThanOrEqual(24)
    for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++)
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++) {
        expect(taken.has(`${x} ${y}`), title).toBe(false)
        taken.add(`${x} ${y}`)
      }
  }
})

interface Panel {
  id: number
  type: string
  title: string
  targets?: { expr: string }[]
  gridPos: { x: number; y: number; w: number; h: number }
}
