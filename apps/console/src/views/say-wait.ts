const units = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const

/** How long it is from `now` to `at`, in the largest unit that fits: “in 4 minutes”, or “as soon as a worker takes it” once it is due. */
export function sayWait(at: Date, now = new Date()): string {
  const seconds = Math.round((at.getTime() - now.getTime()) / 1000)
  const [unit, size] = units.find(([, size]) => seconds >= size) ?? []
  if (unit === undefined) return 'as soon as a worker takes it'
  const count = Math.round(seconds / size)
  return `in ${count} ${unit}${count === 1 ? '' : 's'}`
}
