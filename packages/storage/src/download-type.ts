/** The media type of a download. One that was stored with what no header can hold is unknown. */
export function downloadType(stored: string): string {
  return /^[\x20-\x7e]+$/.test(stored) ? stored : 'application/octet-stream'
}
