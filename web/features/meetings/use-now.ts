import { useEffect, useState } from 'react'
import { clockNow } from '../../kernel/clock.ts'

/** Now, in milliseconds, renewed each second (or as told): for clocks that run on screen. */
export function useNow(everyMs = 1000): number {
  const [now, setNow] = useState(clockNow)
  useEffect(() => {
    const timer = setInterval(() => setNow(clockNow()), everyMs)
    return () => clearInterval(timer)
  }, [everyMs])
  return now
}
