/** Longer than this no piece of pruning keeps what comes after it waiting. */
const longestMs = 2_500

/** Does a piece of work that ends after a bound again and again, until it did less than `bound` or 2.5 s are over. Answers how much was done in all. */
export async function untilDone(bound: number, work: () => Promise<number>): Promise<number> {
  const end = performance.now() + longestMs
  for (let all = 0; ; ) {
    const done = await work()
    all += done
    if (done < bound || performance.now() >= end) return all
  }
}
