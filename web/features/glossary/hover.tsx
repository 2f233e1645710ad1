import { lazy, Suspense, useEffect, useState } from 'react'
import { whenQuiet } from '../../kernel/when-quiet.ts'

const Explainer = lazy(() => import('./explainer.tsx'))

/** Explains the words of the glossary wherever they stand, once the first screen is there. */
export default function Hover() {
  const [ready, setReady] = useState(false)
  useEffect(() => whenQuiet(() => setReady(true)), [])
  return <Suspense fallback={null}>{ready && <Explainer />}</Suspense>
}
