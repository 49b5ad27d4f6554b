import type { BenchResult } from './measure.ts'

const width = 760
const barHeight = 18
const left = 190

/** Leads a second by contender and clients as an SVG, readable on light and dark. */
export function chartOf({ measured, pgbench }: BenchResult): string {
  const rows = [
    ...measured
      .filter(({ contender }) => contender !== 'Hono, no database')
      .map(({ contender, clients, perSecond }) => ({ label: `${contender}, ${clients}`, ...perSecond })),
    { label: 'pgbench, 16', ...pgbench },
  ]
  const most = Math.max(...rows.map(({ max }) => max))
  const x = (value: number) => left + (value / most) * (width - left - 80)
  const bars = rows.map(({ label, median, min, max }, index) => {
    const y = 34 + index * (barHeight + 8)
    const color = label.startsWith('Intake') ? '#2f7ed8' : '#8a8f98'
    const middle = y + barHeight / 2
    return `<text x="${left - 8}" y="${middle + 4}" text-anchor="end">${label}</text>
<rect x="${left}" y="${y}" width="${(x(median) - left).toFixed(1)}" height="${barHeight}" fill="${color}"/>
<path d="M${x(min).toFixed(1)} ${middle}H${x(max).toFixed(1)}" stroke="#d9822b" stroke-width="2"/>
<text x="${(x(Math.max(median, max)) + 6).toFixed(1)}" y="${middle + 4}">${Math.round(median)}</text>`
  })
  const height = 44 + rows.length * (barHeight + 8)
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12" fill="#808080">
<title>Leads a second, by clients: median, and from least to most</title>
<text x="${left}" y="18" font-weight="bold">Leads a second, by clients: median, and from least to most</text>
${bars.join('\n')}
</svg>
`
}
