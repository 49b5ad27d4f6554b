/** How a number's extension is announced, by language; lower case, without a final dot. */
export const extensionLabels: Readonly<Record<string, readonly string[]>> = {
  English: ['x', 'ex', 'ext', 'extn', 'xtn', 'extension'],
  German: ['app', 'apparat', 'dw', 'durchwahl', 'klappe', 'kl', 'nst', 'nebenstelle'],
  French: ['poste', 'p'],
  Spanish: ['extensión', 'anexo', 'interno', 'int'],
  Portuguese: ['ramal', 'extensão'],
  Italian: ['int', 'interno'],
  Dutch: ['tst', 'toestel'],
  Swedish: ['ankn', 'anknytning'],
  Danish: ['lok', 'lokal'],
  Finnish: ['alanro', 'alanumero'],
  Polish: ['wew', 'wewn', 'wewnętrzny'],
  Czech: ['linka', 'klapka'],
  Hungarian: ['mellék'],
  Greek: ['εσωτ', 'εσωτερικό'],
  Russian: ['доб', 'добавочный', 'вн', 'внутр'],
  Turkish: ['dahili'],
  Hebrew: ['שלוחה'],
  Arabic: ['تحويلة'],
  Japanese: ['内線'],
  Chinese: ['分机', '分機', '转', '轉'],
  Korean: ['내선'],
  'a dialler’s pause or wait': ['p', 'w'],
}

const labels = [...new Set(Object.values(extensionLabels).flat())].sort((a, b) => b.length - a.length)
const announced = new RegExp(`^[\\s,;.(\\[/-]*(?:${labels.join('|')})[\\s.:=#-]*$`, 'iu')
const paused = /^\s*(?:[,;]+\s*#*|#+)\s*$/

/**
 * Whether the text between a number and further digits says that those are its extension: a label of `extensionLabels`, `#`, or
 * the comma or semicolon that makes a dialler wait.
 */
export function announcesExtension(between: string): boolean {
  return paused.test(between) || announced.test(between)
}
