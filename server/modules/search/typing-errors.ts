/** One wrong, missing, superfluous or swapped letter in four is a typing error; more is another word. */
const lettersPerError = 4

/**
 * How many letters of the words typed are wrong if the record was meant: each typed word is held against the closest of
 * the record's words (optimal string alignment distance, Damerau 1964). Null when a word resembles none of them.
 */
export function typingErrors(typed: string, words: string): number | null {
  const known = words.split(' ')
  let errors = 0
  for (const word of typed.split(' ')) {
    const allowed = Math.max(1, Math.round(word.length / lettersPerError))
    const closest = Math.min(
      ...known.map((one) =>
        Math.abs(one.length - word.length) > allowed && !one.startsWith(word)
          ? Number.POSITIVE_INFINITY
          : distance(word, one),
      ),
    )
    if (closest > allowed) return null
    errors += closest
  }
  return errors
}

/** Letters to change, add, leave out or swap; what follows the typed length of a longer word does not count. */
function distance(typed: string, word: string): number {
  const to = word.startsWith(typed) ? typed : word
  let before: number[] = []
  let last = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (let i = 1; i <= typed.length; i++) {
    const row = [i]
    for (let j = 1; j <= to.length; j++) {
      const same = typed[i - 1] === to[j - 1]
      let best = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (same ? 0 : 1))
      if (i > 1 && j > 1 && typed[i - 1] === to[j - 2] && typed[i - 2] === to[j - 1])
        best = Math.min(best, before[j - 2]! + 1)
      row[j] = best
    }
    before = last
    last = row
  }
  return last[to.length]!
}
