import { type ComponentType, createContext, lazy, type ReactNode, Suspense, useContext, useMemo, useState } from 'react'
import type { CreateEntry, CreateProps } from '../feature.ts'
import { useCreateEntries } from '../registry.tsx'
import { useShortcuts } from '../shortcuts.tsx'

type Create = {
  entries: readonly CreateEntry[]
  /** Opens the dialog of one entry. */
  open: (id: string) => void
  /** Asks what to create; opens at once when there is only one thing. */
  choose: () => void
}
const Context = createContext<Create>({ entries: [], open: () => undefined, choose: () => undefined })
/** What can be created from anywhere: `useCreate().open('contact')`. */
export const useCreate = () => useContext(Context)

const Chooser = lazy(() => import('./create-chooser.tsx'))
const dialogs = new WeakMap<CreateEntry, ComponentType<CreateProps>>()
const dialogOf = (entry: CreateEntry) => {
  let dialog = dialogs.get(entry)
  if (!dialog) dialogs.set(entry, (dialog = lazy(entry.load)))
  return dialog
}

export function CreateProvider({ children }: { children: ReactNode }) {
  const entries = useCreateEntries()
  const [shown, setShown] = useState<CreateEntry | 'chooser' | null>(null)
  const close = () => setShown(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: entries change only with the permissions
  const create = useMemo<Create>(
    () => ({
      entries,
      open: (id) => setShown(entries.find((entry) => entry.id === id) ?? null),
      choose: () => setShown(entries.length === 1 ? entries[0]! : entries.length > 1 ? 'chooser' : null),
    }),
    [entries.length],
  )
  useShortcuts([{ keys: 'c', label: 'shortcuts.create', run: create.choose }])
  const Dialog = shown && shown !== 'chooser' ? dialogOf(shown) : null
  return (
    <Context value={create}>
      {children}
      <Suspense fallback={null}>
        {shown === 'chooser' && <Chooser entries={entries} onChoose={setShown} onClose={close} />}
        {Dialog && <Dialog onClose={close} />}
      </Suspense>
    </Context>
  )
}
