import type { PhoneTable } from '@intake/phone/phone-table'
import { find } from 'geo-tz/all'
import { clockOf } from './clocks.ts'

const west = -172
const east = -51
const north = 72
const south = 11
const scale = 22
/** Degrees of longitude shrink towards the pole; this makes shapes right at 45° north. */
const narrowing = Math.cos(Math.PI / 4)
const cell = 0.5
const width = Math.round((east - west) * scale * narrowing)
const height = (north - south) * scale
const palette =
  '#4e79a7 #f28e2b #59a14f #e15759 #b07aa1 #edc948 #76b7b2 #ff9da7 #9c755f #86bc86 #d37295 #8cd17d #499894 #bab0ac #79706e #d4a6c8'.split(
    ' ',
  )

interface Label {
  code: string
  x: number
  y: number
  colour: string
  shared: boolean
}

/** SVG of North America: land tinted by clock, every area code at its place in the colour of its (main) zone. */
export function drawMap({ nanp, version }: PhoneTable): string {
  const colours = new Map<string, { colour: string; zones: Set<string>; codes: number }>()
  for (const { zone } of Object.values(nanp)) {
    const colour = palette[colours.size % palette.length] ?? '#000'
    const entry = colours.get(clockOf(zone)) ?? { colour, zones: new Set(), codes: 0 }
    entry.zones.add(zone)
    entry.codes += 1
    colours.set(clockOf(zone), entry)
  }
  const colourOf = (zone: string) => colours.get(clockOf(zone))?.colour ?? '#ddd'
  const labels = Object.entries(nanp)
    .filter(([, { at }]) => at && at[1] > west && at[1] < east && at[0] > south)
    .map(([code, { at, zone, others }]) => {
      const [latitude, longitude] = at ?? [0, 0]
      return { code, x: x(longitude), y: y(latitude), colour: colourOf(zone), shared: others !== undefined }
    })
  const legend = [...colours.values()].sort((a, b) => b.codes - a.codes)
  const bottom = height + 30 + legend.length * 16
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${bottom}" font-family="sans-serif">`,
    `<title>Area codes of North America by time zone</title><rect width="${width}" height="${bottom}" fill="#fff"/>`,
    `<g opacity=".28">${land(colourOf)}</g>`,
    ...spread(labels).map(drawLabel),
    ...legend.map(({ colour, zones, codes }, row) =>
      drawLegend(height + 24 + row * 16, colour, zones, codes),
    ),
    `<text x="${width - 8}" y="${bottom - 8}" font-size="10" text-anchor="end" fill="#555">table ${version}; ring: several clocks, coloured by the main one; codes of the western Pacific are in the legend only; boundaries © OpenStreetMap contributors</text>`,
    '</svg>\n',
  ].join('\n')
}

function land(colourOf: (zone: string) => string): string {
  const rects: string[] = []
  for (let latitude = north; latitude > south; latitude -= cell) {
    let start = west
    let colour = ''
    for (let longitude = west; longitude <= east; longitude += cell) {
      const [zone] = find(latitude - cell / 2, longitude + cell / 2)
      const next = zone === undefined || zone.startsWith('Etc/') || longitude >= east ? '' : colourOf(zone)
      if (next === colour) continue
      if (colour !== '') {
        const size = `width="${round(x(longitude) - x(start))}" height="${round(cell * scale)}"`
        rects.push(`<rect x="${round(x(start))}" y="${round(y(latitude))}" ${size} fill="${colour}"/>`)
      }
      start = longitude
      colour = next
    }
  }
  return rects.join('')
}

/** Moves each label along a spiral until it covers none before it. */
function spread(labels: Label[]): Label[] {
  const placed: Label[] = []
  for (const label of labels) {
    let at = label
    for (let step = 1; step < 900 && placed.some((other) => overlap(at, other)); step += 1) {
      const radius = 2 * Math.sqrt(step)
      at = {
        ...label,
        x: label.x + 1.4 * radius * Math.cos(step * 2.4),
        y: label.y + radius * Math.sin(step * 2.4),
      }
    }
    placed.push(at)
  }
  return placed
}

function overlap(one: Label, other: Label): boolean {
  return Math.abs(one.x - other.x) < 16 && Math.abs(one.y - other.y) < 9
}

function drawLabel({ code, x: centre, y: middle, colour, shared }: Label): string {
  const ring = shared ? ' stroke="#000" stroke-width="1.2"' : ''
  const box = `<rect x="${round(centre - 7.5)}" y="${round(middle - 4)}" width="15" height="8" rx="2" fill="${colour}"${ring}/>`
  return `${box}<text x="${round(centre)}" y="${round(middle + 2.5)}" font-size="7" text-anchor="middle" fill="#fff">${code}</text>`
}

function drawLegend(top: number, colour: string, zones: ReadonlySet<string>, codes: number): string {
  const sorted = [...zones].sort()
  const names = sorted.slice(0, 7).join(', ') + (sorted.length > 7 ? ` and ${sorted.length - 7} more` : '')
  return `<rect x="8" y="${top - 9}" width="12" height="11" fill="${colour}"/><text x="26" y="${top}" font-size="11">${names} (${codes})</text>`
}

function x(longitude: number): number {
  return (longitude - west) * scale * narrowing
}

function y(latitude: number): number {
  return (north - latitude) * scale
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
