export interface Panel {
  title: string
  lines: { name: string; values: number[] }[]
}

const width = 760
const panelHeight = 130
const [left, right, top] = [60, 16, 30]
const colors = ['#2f7ed8', '#d9822b', '#3c9d5b']

/** What went on over time, a panel a kind of figure one below the other, as an SVG that is readable on light and dark. */
export function lineChart(title: string, seconds: readonly number[], panels: readonly Panel[]): string {
  const last = Math.max(...seconds)
  const x = (second: number) => left + (second / last) * (width - left - right)
  const drawn = panels.map(({ title: name, lines }, index) => {
    const base = top + (index + 1) * panelHeight - 22
    const high = panelHeight - 50
    const most = Math.max(...lines.flatMap(({ values }) => values), 1e-9)
    const y = (value: number) => base - (value / most) * high
    const legend = lines
      .map((line, number) => `<tspan fill="${colors[number]}" dx="10">${line.name}</tspan>`)
      .join('')
    const paths = lines.map(({ values }, number) => {
      const points = values.map((value, at) => `${x(seconds[at] ?? 0).toFixed(1)} ${y(value).toFixed(1)}`)
      return `<path d="M${points.join('L')}" fill="none" stroke="${colors[number]}" stroke-width="1.5"/>`
    })
    return `<text x="${left}" y="${base - high - 8}">${name}${lines.length > 1 ? legend : ''}</text>
<path d="M${left} ${base - high}V${base}H${width - right}" fill="none" stroke="#8a8f98" stroke-width="0.5"/>
<text x="${left - 6}" y="${base - high + 4}" text-anchor="end">${Number(most.toPrecision(3))}</text>
<text x="${left - 6}" y="${base + 4}" text-anchor="end">0</text>
<text x="${width - right}" y="${base + 14}" text-anchor="end">${Math.round(last)} s</text>
${paths.join('\n')}`
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${top + panels.length * panelHeight}" font-family="sans-serif" font-size="12" fill="#808080">
<title>${title}</title>
<text x="8" y="18" font-weight="bold">${title}</text>
${drawn.join('\n')}
</svg>
`
}
