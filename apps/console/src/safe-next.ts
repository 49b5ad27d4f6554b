const anyOrigin = 'http://console.invalid'

/** Where to go after the login: a path of this console, or the overview for anything else. */
export function safeNext(next: string | undefined): string {
  if (!next?.startsWith('/') || !URL.canParse(next, anyOrigin)) return '/'
  const url = new URL(next, anyOrigin)
  if (url.origin !== anyOrigin || url.pathname.startsWith('//')) return '/'
  if (url.pathname === '/login' || url.pathname === '/logout') return '/'
  return url.pathname + url.search
}
