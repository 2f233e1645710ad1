import { useEffect, useRef, useState } from 'react'
import { api } from '../../kernel/api.ts'
import type { MappedColumn, Options, Preview } from './types.ts'

const calmMs = 250

/** The first rows as they would be stored, and the mapping kept on the server, a moment after the last change. */
export function usePreview(id: string, columns: MappedColumn[], options: Options) {
  const [preview, setPreview] = useState<Preview | null>(null)
  const [failed, setFailed] = useState(false)
  const isFirst = useRef(true)
  useEffect(() => {
    const abort = new AbortController()
    const look = async () => {
      // Half-typed words of consent are no consent: they are sent when there are some.
      const { consent, ...rest } = options
      const body = { columns, options: consent && consent.text.trim() !== '' ? { ...rest, consent } : rest }
      try {
        if (!isFirst.current) await api('PUT /imports/:id/mapping', { params: { id }, body }, { signal: abort.signal })
        isFirst.current = false
        setPreview(await api('POST /imports/:id/preview', { params: { id }, body }, { signal: abort.signal }))
        setFailed(false)
      } catch {
        if (!abort.signal.aborted) setFailed(true)
      }
    }
    const timer = setTimeout(() => void look(), isFirst.current ? 0 : calmMs)
    return () => {
      clearTimeout(timer)
      abort.abort()
    }
  }, [id, columns, options])
  return { preview, failed }
}
