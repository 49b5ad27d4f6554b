import type { Spread } from './spread.ts'

export interface Bar extends Spread {
  label: string
  /** Ours, in colour. */
  isOurs: boolean
}

const width = 760
const barHeight = 18
const left = 220

/** Bars with their medians, and lines from least to most, as an SVG that is readable on light and dark. */
export function barChart(title: string, bars: readonly Bar[]): string {
  const most = Math.max(...bars.map(({ max }) => max))
  const x = (value: number) => left + (value / most) * (width - left - 80)
  const rows = bars.map(({ label, isOurs, median, min, max }, index) => {
    const y = 34 + index * (barHeight + 8)
    const middle = y + barHeight / 2
    return `<text x="${left - 8}" y="${middle + 4}" text-anchor="end">${label}</text>
<rect x="${left}" y="${y}" width="${(x(median) - left).toFixed(1)}" height="${barHeight}" fill="${isOurs ? '#2f7ed8' : '#8a8f98'}"/>
<path d="M${x(min).toFixed(1)} ${middle}H${x(max).toFixed(1)}" stroke="#d9822b" stroke-width="2"/>
<text x="${(x(Math.max(median, max)) + 6).toFixed(1)}" y="${middle + 4}">${Math.round(median)}</text>`
  })
  const height = 44 + bars.length * (barHeight + 8)
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12" fill="#808080">
<title>${title}</title>
<text x="8" y="18" font-weight="bold">${title}</text>
${rows.join('\n')}
</svg>
`
}
