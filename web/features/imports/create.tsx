import { useEffect } from 'react'
import type { CreateProps } from '../../kernel/feature.ts'
import { useGo } from '../../kernel/navigation.tsx'

/** An import needs a whole page: "create" only leads there. */
export default function CreateImport({ onClose }: CreateProps) {
  const go = useGo()
  useEffect(() => {
    onClose()
    go('/imports/new')
  }, [go, onClose])
  return null
}
