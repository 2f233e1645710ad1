import { createContext, type ReactNode, useContext } from 'react'
import type { Permission } from '#contract/permissions.ts'
import { type CreateEntry, type Feature, type NavItem, type Section, sections } from './feature.ts'
import { useCan } from './me.tsx'

const Context = createContext<readonly Feature[]>([])
export const RegistryProvider = ({ features, children }: { features: readonly Feature[]; children: ReactNode }) => (
  <Context value={features}>{children}</Context>
)
export const useFeatures = () => useContext(Context)

/** Sections with at least one entry that the member may see, in the order of the journey. */
export function useNavigation(): { section: Section; items: NavItem[] }[] {
  const allowed = useAllowed()
  const items = useFeatures()
    .flatMap((feature) => feature.nav ?? [])
    .filter(allowed)
  return sections
    .map((section) => ({
      section,
      items: items.filter((item) => item.section === section).sort((a, b) => a.order - b.order),
    }))
    .filter((group) => group.items.length > 0)
}

export function useCreateEntries(): CreateEntry[] {
  return useFeatures()
    .flatMap((feature) => feature.create ?? [])
    .filter(useAllowed())
}

export function useCommands() {
  return useFeatures()
    .flatMap((feature) => feature.commands ?? [])
    .filter(useAllowed())
}

export function useWidgets(slot: string) {
  return useFeatures()
    .flatMap((feature) => feature.widgets ?? [])
    .filter((widget) => widget.slot === slot)
    .filter(useAllowed())
    .sort((a, b) => a.order - b.order)
}

function useAllowed() {
  const can = useCan()
  return ({ permission }: { permission?: Permission }) => !permission || can(permission)
}
