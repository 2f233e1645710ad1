import {
  IconBriefcase2,
  IconChartBar,
  IconHeartHandshake,
  IconHome2,
  IconPackage,
  IconSend,
  IconSettings,
  IconUsers,
} from '@tabler/icons-react'
import { useRouterState } from '@tanstack/react-router'
import type { NavItem, Section } from '../feature.ts'
import { useNavigation } from '../registry.tsx'

export type SectionGroup = { section: Section; items: NavItem[] }

export const sectionIcons = {
  today: IconHome2,
  customers: IconUsers,
  messages: IconSend,
  sales: IconBriefcase2,
  catalog: IconPackage,
  alliance: IconHeartHandshake,
  results: IconChartBar,
  settings: IconSettings,
} as const satisfies Record<Section, unknown>

/** The entry that the address belongs to: the longest that it starts with, so `/deals/board` is not also `/deals`. */
export function useHere(): NavItem | undefined {
  const pathname = useRouterState({ select: (state) => state.location.pathname })
  const fits = (to: string) => (to === '/' ? pathname === '/' : pathname === to || pathname.startsWith(`${to}/`))
  return useNavigation()
    .flatMap((group) => group.items)
    .flatMap((item) => [item.to, ...(item.also ?? [])].filter(fits).map((address) => ({ item, address })))
    .sort((a, b) => b.address.length - a.address.length)[0]?.item
}

export function useIsHere() {
  const here = useHere()
  return (to: string) => to === here?.to
}

/** Settings have a menu of their own, and some sections a single screen: the bar shows these as one entry. */
export const isOneEntry = ({ section, items }: SectionGroup): boolean =>
  section === 'settings' || (items.length === 1 && (section === 'today' || section === 'results'))
