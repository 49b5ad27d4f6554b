/** A path for the log: a phone number in it is left out. */
export function safePath(path: string): string {
  return path.replace(/^(\/api\/v1\/phone\/).*/, '$1…')
}
