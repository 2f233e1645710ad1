import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { invalidate } from './query.ts'
import { useFeatures } from './registry.tsx'

const firstDelayMs = 1000
const longestDelayMs = 60_000
const gatherMs = 250
/** A browser has few connections to one address: a tab that nobody sees gives its own back. */
const hiddenMs = 60_000

/**
 * Listens to `GET /live`, whose messages `{ topics, ids }` name the events that were committed (`deal.won`), and refreshes
 * the routes that features name for the event or its noun; else the routes of the noun's plural. Messages that come
 * together refresh once. Reconnects with growing, jittered pauses and refreshes everything after a gap.
 */
export function useLive() {
  const client = useQueryClient()
  const features = useFeatures()

  useEffect(() => {
    const routes = new Map<string, readonly string[]>()
    for (const feature of features)
      for (const [topic, prefixes] of Object.entries(feature.live ?? {}))
        routes.set(topic, [...(routes.get(topic) ?? []), ...prefixes])
    const prefixesOf = (topic: string) => {
      const noun = topic.split('.')[0]!
      const named = [topic, noun, '*'].flatMap((name) => routes.get(name) ?? [])
      return routes.has(topic) || routes.has(noun) ? named : [...named, `/${noun.replaceAll('_', '-')}s`]
    }

    let gathering: ReturnType<typeof setTimeout> | undefined
    const gathered = new Set<string>()
    const refresh = () => {
      gathering = undefined
      void invalidate(client, ...gathered)
      gathered.clear()
    }

    let source: EventSource | undefined
    let timer: ReturnType<typeof setTimeout> | undefined
    let failures = 0

    const connect = () => {
      source = new EventSource('/api/v1/live')
      source.onopen = () => {
        if (failures > 0) void client.invalidateQueries()
        failures = 0
      }
      source.onmessage = ({ data }) => {
        for (const topic of topicsOf(data)) for (const prefix of prefixesOf(topic)) gathered.add(prefix)
        gathering ??= setTimeout(refresh, gatherMs)
      }
      source.onerror = () => {
        source?.close()
        const pause = Math.min(longestDelayMs, firstDelayMs * 2 ** failures++)
        timer = setTimeout(connect, pause * (0.5 + Math.random() / 2))
      }
    }
    connect()
    let asleep: ReturnType<typeof setTimeout> | undefined
    const onVisibility = () => {
      clearTimeout(asleep)
      if (document.visibilityState === 'hidden') {
        asleep = setTimeout(() => {
          source?.close()
          source = undefined
          clearTimeout(timer)
        }, hiddenMs)
      } else if (!source) {
        failures = Math.max(failures, 1)
        connect()
      }
    }
    document.addEventListener('visibilitychange', onVisibility)
    return () => {
      document.removeEventListener('visibilitychange', onVisibility)
      clearTimeout(asleep)
      source?.close()
      clearTimeout(timer)
      clearTimeout(gathering)
    }
  }, [client, features])
}

function topicsOf(data: string): string[] {
  const message: unknown = JSON.parse(data)
  return typeof message === 'object' && message !== null && 'topics' in message && Array.isArray(message.topics)
    ? message.topics.map(String)
    : []
}
