import { announcesExtension } from './extension-labels.ts'

/** A stretch of a text that may be a number. */
export interface PhoneRun {
  /** Digits, signs between them, and a plus. */
  number: string
  extension: string | null
  /** The number and its extension as they stand in the text. */
  written: string
}

const run = /[+([]*\d(?:[\d .()[\]/+-]*[\d)\]])?/g
/** Digits from which a stretch can be a number of its own. */
export const minDigits = 7
/** An extension, and what may follow it in the same stretch: `12`, `12)`, `12 / 678-231-9993`. */
const extensionFirst =
  /^\(?(\d{1,7}|\d{8,15}(?!\d))[)\].]*(?:$|\s*\/\s*|\s{2,}|\s+-+\s+|\s+(?=\D*(?:\d\D*){10,}$))/
/** More digits than this after a comma or a pause are another number. */
const maxExtension = 7

/** The stretches of a cleaned text that may be numbers, in their order, each with its extension. */
export function splitPhoneText(text: string): PhoneRun[] {
  const runs: PhoneRun[] = []
  let end = 0
  for (const match of text.matchAll(run)) {
    const between = text.slice(end, match.index)
    end = match.index + match[0].length
    const before = runs.at(-1)
    let rest = match[0]
    const [given, extension = ''] = extensionFirst.exec(rest) ?? []
    const labelled = /[\p{L}=]/u.test(between)
    if (
      before?.extension === null &&
      given !== undefined &&
      countDigits(before.number) >= minDigits &&
      (labelled || extension.length <= maxExtension) &&
      announcesExtension(between)
    ) {
      before.extension = extension
      before.written += between + given.trimEnd().replace(/\s*[/-]$/, '')
      rest = rest.slice(given.length)
    }
    for (const number of splitAtPlus(rest)) runs.push({ number, extension: null, written: number })
  }
  return runs
}

export function countDigits(text: string): number {
  return text.replace(/\D/g, '').length
}

/** A plus begins a number, unless what stands before it is its country code once more: `+1+1678…`. */
function splitAtPlus(text: string): string[] {
  const numbers: string[] = []
  for (const piece of text.split(/(?=\+)/)) {
    const before = numbers.at(-1)
    if (before !== undefined && countDigits(before) <= 3) numbers[numbers.length - 1] = before + piece
    else if (piece !== '') numbers.push(piece)
  }
  return numbers.filter((number) => /\d/.test(number))
}
