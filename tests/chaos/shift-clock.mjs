// Loaded before a process under test: each SIGUSR2 moves its clock on to the next of these shifts.
const hour = 3_600_000
const shifts = [hour, -hour, 0]
let shift = 0
process.on('SIGUSR2', () => {
  shift = shifts.shift() ?? 0
})

const RealDate = Date
globalThis.Date = class extends RealDate {
  constructor(...given) {
    if (given.length === 0) super(RealDate.now() + shift)
    else super(...given)
  }

  static now() {
    return RealDate.now() + shift
  }
}
