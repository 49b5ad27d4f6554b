/** The result tells what is wrong; the exit code says that something is. */
export class QuietFailure extends Error {
  override name = 'QuietFailure'
}
