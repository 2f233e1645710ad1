const quietMs = 4000
const signs = ['pointermove', 'pointerdown', 'keydown'] as const

/**
 * Runs once the first screen stands: with the reader's first move, or after a few quiet seconds. For what the first screen
 * can do without. Returns the way to call it off.
 */
export function whenQuiet(run: () => void): () => void {
  const stop = () => {
    clearTimeout(timer)
    for (const sign of signs) removeEventListener(sign, start)
  }
  const start = () => {
    stop()
    run()
  }
  const timer = setTimeout(start, quietMs)
  for (const sign of signs) addEventListener(sign, start, { passive: true })
  return stop
}
