import { createContext, lazy, type ReactNode, Suspense, useContext, useMemo, useState } from 'react'
import { useShortcuts } from '../shortcuts.tsx'

const Palette = lazy(() => import('./palette.tsx'))
const Help = lazy(() => import('./help.tsx'))

type Overlays = { openPalette: () => void; openHelp: () => void }
const Context = createContext<Overlays>({ openPalette: () => undefined, openHelp: () => undefined })
export const useOverlays = () => useContext(Context)

/** Palette and help: fetched when first asked for. */
export function OverlaysProvider({ children }: { children: ReactNode }) {
  const [shown, setShown] = useState<'palette' | 'help' | null>(null)
  const overlays = useMemo(() => ({ openPalette: () => setShown('palette'), openHelp: () => setShown('help') }), [])
  useShortcuts([
    { keys: 'mod+k', label: 'shortcuts.palette', run: overlays.openPalette, whileTyping: true },
    { keys: '?', label: 'shortcuts.help', run: overlays.openHelp },
  ])
  return (
    <Context value={overlays}>
      {children}
      <Suspense fallback={null}>
        {shown === 'palette' && <Palette onClose={() => setShown(null)} />}
        {shown === 'help' && <Help onClose={() => setShown(null)} />}
      </Suspense>
    </Context>
  )
}
